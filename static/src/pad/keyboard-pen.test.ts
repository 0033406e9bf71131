import { beforeEach, expect, test, vi } from "vitest";
import { createLab, type Lab } from "../state/lab.ts";
import { mountKeyboardPen, moved } from "./keyboard-pen.ts";

let lab: Lab;
let pad: HTMLElement;
let status: HTMLElement;

const key = (key: string, more = {}) =>
  pad.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
  );
const up = (key: string) => pad.dispatchEvent(new KeyboardEvent("keyup", { key }));
const points = () => lab.ink.drawing.value.map((stroke) => stroke.points);

beforeEach(() => {
  vi.useFakeTimers();
  document.body.innerHTML = `<div id="pad" tabindex="0"></div><span hidden></span><p></p>`;
  const [first, cursor, last] = [...document.body.children] as HTMLElement[];
  pad = first as HTMLElement;
  status = last as HTMLElement;
  lab = createLab();
  mountKeyboardPen(pad, cursor as HTMLElement, status, lab);
  pad.focus();
});

test("arrows move the pen, finely with shift, across with two, and never off the pad", () => {
  expect(moved([0.5, 0.5], ["ArrowRight"], false)).toEqual([0.54, 0.5]);
  expect(moved([0.5, 0.5], ["ArrowUp"], true)).toEqual([0.5, 0.49]);
  expect(moved([0.5, 0.5], ["ArrowLeft", "ArrowDown"], false)).toEqual([0.46, 0.54]);
  expect(moved([0.03, 0.98], ["ArrowLeft", "ArrowDown"], false)).toEqual([0.02, 0.98]);
});

test("space puts the pen down, arrows draw, space lifts it; one undo takes the stroke back", () => {
  key("ArrowRight");
  up("ArrowRight");
  expect(points()).toEqual([]);
  key(" ");
  expect(lab.session.penDown.value).toBe(true);
  key("ArrowDown");
  key("ArrowRight");
  up("ArrowDown");
  up("ArrowRight");
  key(" ");
  expect(lab.session.penDown.value).toBe(false);
  key("ArrowUp");
  expect(points()).toEqual([
    [
      [0.54, 0.5],
      [0.54, 0.54],
      [0.58, 0.58],
    ],
  ]);
  lab.ink.change({ type: "undo" });
  expect(points()).toEqual([]);
});

test("undo while the pen is down ends the stroke instead of growing another", () => {
  lab.ink.change({ type: "replace", drawing: [{ points: [[0.1, 0.1]], width: 0.07 }] });
  key(" ");
  lab.ink.change({ type: "undo" });
  key("ArrowDown");
  expect(points()).toEqual([[[0.1, 0.1]]]);
  expect(lab.session.penDown.value).toBe(false);
});

test("the eraser goes the same way", () => {
  const line = [
    [0.2, 0.5],
    [0.8, 0.5],
  ] as const;
  lab.ink.change({ type: "replace", drawing: [{ points: line, width: 0.07 }] });
  lab.ink.useTool("eraser");
  key("Enter");
  expect(points()).toHaveLength(2);
});

test("it is said at once whether the pen is down, and where it is once it rests", () => {
  key(" ");
  expect(status.textContent).toBe("Pen down at 50\u00a0% across, 50\u00a0% down.");
  for (let i = 0; i < 3; i++) key("ArrowRight");
  expect(status.textContent).toContain("Pen down");
  vi.advanceTimersByTime(500);
  expect(status.textContent).toBe("Drawing: 62\u00a0% across, 50\u00a0% down.");
});

test("leaving the pad lifts the pen", () => {
  key(" ");
  pad.blur();
  expect(lab.session.penDown.value).toBe(false);
});
