import { beforeEach, expect, test, vi } from "vitest";
import { make } from "../dom/element.ts";
import { followHand, type Gestures } from "./controls.ts";

let canvas: HTMLCanvasElement;
let done: (readonly [string, ...unknown[]])[];
const round = (value: unknown) =>
  typeof value === "number" ? Math.round(value * 1000) / 1000 : value;

beforeEach(() => {
  vi.useFakeTimers();
  canvas = make("canvas");
  canvas.setPointerCapture = () => {};
  done = [];
  const note =
    (name: keyof Gestures) =>
    (...given: unknown[]) => {
      done.push([name, ...given.map(round)]);
      return true;
    };
  followHand(canvas, {
    orbit: note("orbit"),
    pan: note("pan"),
    zoom: note("zoom"),
    settle: note("settle"),
    point: note("point"),
    leave: note("leave"),
    press: note("press"),
    approach: note("approach"),
    key: ({ key }) => key === "Home",
  });
});

/** A pointer event at a point of the canvas. */
function send(type: string, x: number, y: number, more: Record<string, unknown> = {}): Event {
  const event = new Event(type, { bubbles: true, cancelable: true });
  const fields = { pointerId: 1, pointerType: "mouse", button: 0, offsetX: x, offsetY: y, ...more };
  for (const [name, value] of Object.entries(fields)) Object.defineProperty(event, name, { value });
  canvas.dispatchEvent(event);
  return event;
}

test("a mouse that is not pressed points, a finger does not", () => {
  send("pointermove", 3, 4);
  send("pointermove", 5, 6, { pointerType: "touch" });
  expect(done).toEqual([["point", 3, 4]]);
});

test("a press that hardly moves is a press, one that moves turns the network", () => {
  send("pointerdown", 10, 10);
  send("pointermove", 11, 10);
  send("pointerup", 11, 10);
  expect(done).toEqual([["press", 11, 10]]);
  done.length = 0;
  send("pointerdown", 10, 10);
  send("pointermove", 30, 0);
  send("pointerup", 30, 0);
  expect(done).toEqual([["orbit", -7, -3.5], ["settle"]]);
});

test("with Shift or the right button a drag shifts, with the middle one it zooms where it began", () => {
  for (const more of [{ shiftKey: true }, { button: 2 }]) {
    send("pointerdown", 10, 10, more);
    send("pointermove", 30, 20);
    send("pointerup", 30, 20);
  }
  send("pointerdown", 10, 10, { button: 1 });
  send("pointermove", 10, 110);
  send("pointerup", 10, 110);
  const [first, , second, , third] = done;
  expect([first, second]).toEqual([
    ["pan", 20, 10],
    ["pan", 20, 10],
  ]);
  expect(third).toEqual(["zoom", 1.822, 10, 10]);
});

test("two fingers zoom by their distance around their middle, and are no press when they are lifted", () => {
  const touch = (pointerId: number) => ({ pointerId, pointerType: "touch" });
  send("pointerdown", 0, 0, touch(1));
  send("pointerdown", 10, 0, touch(2));
  send("pointermove", 20, 0, touch(2));
  send("pointerup", 20, 0, touch(2));
  send("pointerup", 0, 0, touch(1));
  expect(done).toEqual([["pan", 5, 0], ["zoom", 0.5, 10, 0], ["settle"]]);
});

test("the wheel zooms, keeps the page where it is, and settles when it rests", () => {
  const event = send("wheel", 7, 8, { deltaY: 100, deltaMode: 0, ctrlKey: false });
  expect(event.defaultPrevented).toBe(true);
  expect(done).toEqual([["zoom", 1.174, 7, 8]]);
  vi.advanceTimersByTime(500);
  expect(done.at(-1)).toEqual(["settle"]);
});

test("keys that are not the view's go on to the page", () => {
  const press = (key: string) => send("keydown", 0, 0, { key }).defaultPrevented;
  expect([press("Home"), press("q")]).toEqual([true, false]);
});
