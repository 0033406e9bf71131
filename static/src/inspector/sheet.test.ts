/** The sheet at the foot of narrow windows: three heights, what it says at the least of them, what raises it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLab, type Lab } from "../state/lab.ts";
import { NETWORK, READING, WEIGHTS } from "../testing/four.ts";
import "../testing/words.ts";
import { firstHeight, mountSheet, nearest, pixelsOf, type Sheet } from "./sheet.ts";

let lab: Lab;
let root: HTMLElement;
let grip: HTMLElement;
let sheet: Sheet;
const CELL = { layer: "conv1", index: 40 };
const press = (key: string) =>
  grip.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const pointer = (type: string, clientY: number, timeStamp: number) => {
  const event = new MouseEvent(type, { clientY, bubbles: true });
  Object.defineProperties(event, { pointerId: { value: 1 }, timeStamp: { value: timeStamp } });
  grip.dispatchEvent(event);
};

beforeEach(() => {
  document.body.innerHTML =
    '<div><button data-part="grip"></button><p data-part="what"></p></div><p data-opened-by="keys" aria-label="Keys"></p>';
  root = document.documentElement;
  grip = document.querySelector("button") as HTMLElement;
  grip.setPointerCapture = vi.fn();
  lab = createLab({ reader: { network: NETWORK, reading: READING, weights: WEIGHTS } });
  sheet = mountSheet(document.querySelector("div") as HTMLElement, root, lab);
});

afterEach(() => sheet.stop());

test("half is 448 px on a phone, less where the screen is low, and never hides the strip", () => {
  expect(pixelsOf("half", [390, 844], 16)).toBe(448);
  expect(pixelsOf("half", [360, 640], 16)).toBe(448);
  expect(pixelsOf("half", [360, 520], 16)).toBe(328);
  expect(pixelsOf("full", [390, 844], 16)).toBe(796);
  // Above a film one watches the maps: more than half of the window is theirs.
  expect(pixelsOf("half", [390, 844], 16, true)).toBeLessThan(0.4 * 844);
  expect(pixelsOf("half", [1024, 768], 16, true)).toBeLessThan(0.4 * 768);
  expect(pixelsOf("half", [1024, 320], 16, true)).toBe(160);
});

test("it is open from the beginning on a tablet held upright, and on no other window", () => {
  expect(firstHeight([820, 1180])).toBe("half");
  for (const window of [
    [390, 1200],
    [1024, 1366],
    [820, 600],
  ] as const)
    expect(firstHeight(window)).toBe("peek");
});

test("a slow drag ends at the nearest height, a quick one at the next", () => {
  const heights = [72, 448, 796];
  expect(nearest(430, heights, 0)).toBe(1);
  expect(nearest(200, heights, 0)).toBe(0);
  expect(nearest(200, heights, 150)).toBe(1);
  expect(nearest(500, heights, -400)).toBe(0);
});

test("what is opened raises it, and what is let go lowers it", () => {
  expect(root.dataset.foot).toBe("peek");
  lab.selection.pin(CELL);
  expect(root.dataset.foot).toBe("half");
  expect(document.querySelector("p")?.textContent).toContain("Convolution layer 1");
  press("End");
  expect(root.dataset.foot).toBe("full");
  lab.selection.pin({ ...CELL, index: 41 });
  expect(root.dataset.foot).toBe("full"); // as high as one has made it
  press("Home");
  expect(root.dataset.foot).toBe("peek");
  expect(lab.selection.pinned.value?.index).toBe(41); // one line of it is left
  lab.selection.pin(null);
  lab.look.openPanel("keys");
  expect(root.dataset.foot).toBe("half");
  expect(document.querySelector("p")?.textContent).toBe("Keys");
  lab.look.openPanel(null);
  expect(root.dataset.foot).toBe("peek");
});

test("what was read before a word was looked up is there again afterwards", () => {
  grip.click();
  lab.look.openPanel("terms");
  press("End");
  lab.look.openPanel(null);
  expect(root.dataset.foot).toBe("half");
});

test("presses and arrow keys go through the heights, and the grip says whether it is open", () => {
  for (const height of ["half", "full", "peek"]) {
    grip.click();
    expect(root.dataset.foot).toBe(height);
    expect(grip.getAttribute("aria-expanded")).toBe(String(height !== "peek"));
  }
  press("ArrowUp");
  expect(root.dataset.foot).toBe("half");
  press("ArrowDown");
  press("ArrowDown");
  expect(root.dataset.foot).toBe("peek");
});

test("a drag moves it, and is no press", () => {
  pointer("pointerdown", 700, 0);
  pointer("pointermove", 500, 1000);
  expect(root.style.getPropertyValue("--foot")).toBe("200px");
  pointer("pointermove", 300, 2000);
  pointer("pointerup", 300, 2000);
  grip.click();
  expect(root.dataset.foot).toBe("half");
});

test("a layer that was explained is no longer chosen once the sheet is low", () => {
  lab.selection.pointAtLayer("conv2");
  sheet.raise();
  expect(lab.selection.about.value).toBe("layer");
  press("Home");
  expect(lab.selection.about.value).toBe("network");
});
