/** The pad under hands: whatever becomes of a press's release, strokes end, and the next press begins one. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createLab, type Lab } from "../state/lab.ts";
import { recordCanvasCalls } from "../testing/canvas-calls.ts";
import { handOn, placeElements } from "../testing/hand.ts";
import { mountCanvas } from "./canvas.ts";

let lab: Lab;
let canvas: HTMLCanvasElement;
let page: { hide(): void };
let end: () => void;
beforeEach(() => {
  recordCanvasCalls();
  page = placeElements();
  canvas = document.createElement("canvas");
  document.body.replaceChildren(canvas);
  lab = createLab();
  end = mountCanvas(canvas, lab);
});
afterEach(() => {
  end();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const strokes = () => lab.ink.drawing.value.map(({ points }) => points);
const finger = (pointerId: number, isPrimary = true) =>
  handOn(canvas, { pointerId, pointerType: "touch", isPrimary });
const stylus = (pointerId = 50) => handOn(canvas, { pointerId, pointerType: "pen" });

/** A stroke that has begun, and whose release is never reported. */
function beginStroke() {
  const mouse = handOn(canvas);
  mouse.press(10, 10);
  mouse.move(20, 20);
  return mouse;
}

test("from press to release is one stroke", () => {
  const mouse = beginStroke();
  mouse.lift(20, 20);
  mouse.move(90, 90, { buttons: 0 });
  expect(strokes()).toEqual([
    [
      [0.1, 0.1],
      [0.2, 0.2],
    ],
  ]);
});

describe("the eraser end of a stylus rubs with whatever tool is chosen", () => {
  const line = [
    [0.1, 0.5],
    [0.9, 0.5],
  ] as const;
  test.each([
    ["said by its own button", { button: 5, buttons: 32 }],
    ["said by what is held, as with older drivers", { button: 0, buttons: 32 }],
    ["held together with the tip", { button: 0, buttons: 33 }],
  ])("%s", (_how, more) => {
    lab.ink.change({ type: "replace", drawing: [{ points: line, width: 0.07 }] });
    const eraser = stylus();
    eraser.press(50, 20, more);
    eraser.move(50, 80, { buttons: more.buttons });
    eraser.lift(50, 80);
    expect(strokes()).toHaveLength(2);
    expect(lab.ink.tool.value).toBe("pen");
    lab.ink.change({ type: "undo" });
    expect(strokes()).toEqual([line]);
  });
  test("the button at its side does nothing", () => {
    stylus().press(50, 20, { button: 2, buttons: 2 });
    expect(strokes()).toEqual([]);
  });
});

describe("a release that is lost ends the stroke", () => {
  test.each<[string, (mouse: ReturnType<typeof handOn>) => void]>([
    ["the capture is taken away", (mouse) => mouse.loseCapture()],
    ["moves have no button", (mouse) => mouse.move(30, 30, { buttons: 0 })],
    ["another window is in front", () => window.dispatchEvent(new Event("blur"))],
    ["another tab is shown", () => document.dispatchEvent(new Event("visibilitychange"))],
    [
      "it is lifted where no capture holds it",
      () => {
        const up = new PointerEvent("pointerup", { pointerId: 1 });
        window.dispatchEvent(up);
      },
    ],
    ["the pad is hidden", () => page.hide()],
  ])("%s", (_how, lose) => {
    const mouse = beginStroke();
    lose(mouse);
    expect(lab.session.penDown.value).toBe(false);
    mouse.move(90, 90);
    expect(strokes()).toHaveLength(1);
    expect(strokes()[0]).toHaveLength(2);
  });
});

describe("a new press always begins a stroke", () => {
  test("of the same pointer, whose release was lost", () => {
    beginStroke();
    handOn(canvas).press(60, 60);
    expect(strokes()).toHaveLength(2);
  });
  test("of another touch, while the browser knows of none that still lies there", () => {
    finger(7).press(10, 10);
    const next = finger(8);
    next.press(60, 60);
    next.move(70, 70);
    expect(strokes().map((points) => points.length)).toEqual([1, 2]);
  });
  test("of a mouse after a touch", () => {
    finger(7).press(10, 10);
    handOn(canvas).press(60, 60);
    expect(strokes()).toHaveLength(2);
  });
  test("where the pointer can no longer be captured", () => {
    canvas.setPointerCapture = () => {
      throw new DOMException("no such pointer", "NotFoundError");
    };
    beginStroke();
    expect(strokes()[0]).toHaveLength(2);
  });
});

describe("whatever touches first, a stylus draws", () => {
  test("a palm that lies there already leaves no mark", () => {
    const palm = finger(7);
    palm.press(80, 80);
    palm.move(82, 81);
    const pen = stylus();
    pen.press(10, 10);
    palm.move(84, 82);
    pen.move(20, 20);
    expect(strokes()).toEqual([
      [
        [0.1, 0.1],
        [0.2, 0.2],
      ],
    ]);
  });
  test("a palm that comes later changes nothing", () => {
    const pen = stylus();
    pen.press(10, 10);
    finger(7).press(80, 80);
    pen.move(20, 20);
    expect(strokes()).toHaveLength(1);
    expect(strokes()[0]).toHaveLength(2);
  });
  test("a second finger beside the first changes nothing, either", () => {
    const first = finger(7);
    first.press(10, 10);
    finger(8, false).press(80, 80);
    first.move(20, 20);
    expect(strokes()).toHaveLength(1);
    expect(strokes()[0]).toHaveLength(2);
  });
});

test("no point that is not finite is stored: a pad without a width has none", () => {
  const mouse = beginStroke();
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(new DOMRect());
  mouse.move(30, 30);
  expect(lab.session.penDown.value).toBe(false);
  mouse.press(30, 30);
  mouse.move(0, 0);
  expect(strokes().flat(2).every(Number.isFinite)).toBe(true);
  expect(strokes()).toHaveLength(1);
});
