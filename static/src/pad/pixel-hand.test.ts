/** The pixel editor under hands: as robust as the pad, on which the same hold is tested in full. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createLab, type Lab } from "../state/lab.ts";
import { recordCanvasCalls } from "../testing/canvas-calls.ts";
import { handOn, placeElements } from "../testing/hand.ts";
import { mountPixelEditor } from "./pixel-editor.ts";

let lab: Lab;
let canvas: HTMLCanvasElement;
let page: { hide(): void };
let end: () => void;
beforeEach(() => {
  recordCanvasCalls();
  page = placeElements();
  document.body.innerHTML = `<div><canvas class="pixels" tabindex="0"></canvas><div class="pad"><canvas></canvas></div>
    <button data-part="more-ways"></button><div class="ways"><button data-part="edit-pixels"></button></div>
    <button data-part="leave-pixels"></button></div>`;
  canvas = document.querySelector(".pixels") as HTMLCanvasElement;
  lab = createLab({ ink: { pixels: new Uint8Array(100) } });
  end = mountPixelEditor(document.body.firstElementChild as HTMLElement, lab);
});
afterEach(() => {
  end();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Places of the inked pixels, 10 x 10 of them on 100 x 100 pixels. */
const inked = () => [...(lab.ink.pixels.value ?? [])].flatMap((ink, i) => (ink > 0 ? [i] : []));

test("a press flips a pixel, a drag goes on with what it has become", () => {
  const mouse = handOn(canvas);
  mouse.press(5, 5);
  mouse.move(15, 5);
  mouse.lift(15, 5);
  expect(inked()).toEqual([0, 1]);
  mouse.press(15, 5);
  mouse.move(5, 5);
  expect(inked()).toEqual([]);
});

test.each([
  ["by its button", { button: 5, buttons: 32 }],
  ["by what is held", { button: 0, buttons: 32 }],
  ["with the tip", { button: 0, buttons: 33 }],
])("the eraser end of a stylus, told %s, makes paper of whatever it touches", (_how, more) => {
  lab.ink.editPixels(new Uint8Array(100).fill(255, 1, 3));
  const eraser = handOn(canvas, { pointerId: 50, pointerType: "pen" });
  eraser.press(5, 5, more);
  eraser.move(15, 5, { buttons: more.buttons });
  eraser.lift(15, 5);
  expect(inked()).toEqual([2]);
});

describe("a release that is lost ends the drag", () => {
  test.each<[string, (mouse: ReturnType<typeof handOn>) => void]>([
    ["the capture is taken away", (mouse) => mouse.loseCapture()],
    ["moves have no button", (mouse) => mouse.move(25, 5, { buttons: 0 })],
    ["another window is in front", () => window.dispatchEvent(new Event("blur"))],
    ["the editor is hidden", () => page.hide()],
  ])("%s", (_how, lose) => {
    const mouse = handOn(canvas);
    mouse.press(5, 5);
    lose(mouse);
    mouse.move(95, 95);
    expect(inked()).toEqual([0]);
  });
});

test("a palm that lies there first leaves no mark beside a stylus, and a second finger none beside the first", () => {
  handOn(canvas, { pointerId: 7, pointerType: "touch" }).press(95, 95);
  handOn(canvas, { pointerId: 50, pointerType: "pen" }).press(5, 5);
  expect(inked()).toEqual([0]);
  const first = handOn(canvas, { pointerId: 8, pointerType: "touch" });
  handOn(canvas, { pointerId: 50, pointerType: "pen" }).lift(5, 5);
  first.press(25, 5);
  handOn(canvas, { pointerId: 9, pointerType: "touch", isPrimary: false }).press(95, 95);
  first.move(35, 5);
  expect(inked()).toEqual([0, 2, 3]);
});
