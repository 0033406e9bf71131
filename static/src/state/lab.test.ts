import { expect, test } from "vitest";
import { PICTURE_SIDE } from "../ink/ink.ts";
import { createLab } from "./lab.ts";

const INK = new Uint8Array(PICTURE_SIDE ** 2);
const begin = { type: "begin", point: [0.5, 0.5], width: 0.1 } as const;

test("a picture replaces the strokes, which undo brings back", () => {
  const lab = createLab();
  lab.ink.change(begin);
  lab.ink.usePicture(INK);
  expect(lab.ink.drawing.value).toEqual([]);
  expect(lab.ink.empty.value).toBe(false);
  lab.ink.change({ type: "undo" });
  expect(lab.ink.drawing.value).toHaveLength(1);
  expect(lab.ink.picture.value).toBeNull();
});

test("undo and redo come back to a picture, whatever took its place", () => {
  const changes = [begin, { type: "clear" }, { type: "replace", drawing: [] }] as const;
  for (const change of changes) {
    const lab = createLab({ ink: { picture: INK } });
    lab.ink.change({ type: "undo" }); // nothing to undo takes nothing away
    expect(lab.ink.picture.value).toBe(INK);
    lab.ink.change(change);
    expect(lab.ink.picture.value).toBeNull();
    lab.ink.change({ type: "undo" });
    expect(lab.ink.picture.value).toBe(INK);
    lab.ink.change({ type: "redo" });
    expect(lab.ink.picture.value).toBeNull();
  }
  const lab = createLab({ ink: { picture: INK } });
  const other = INK.slice();
  lab.ink.usePicture(other);
  lab.ink.change({ type: "undo" });
  expect(lab.ink.picture.value).toBe(INK);
  lab.ink.change({ type: "redo" });
  expect(lab.ink.picture.value).toBe(other);
});

test("the first stroke takes the place of a picture and of edited pixels", () => {
  const lab = createLab({ ink: { picture: INK, pixels: new Uint8Array(784) } });
  lab.ink.change(begin);
  expect(lab.ink.picture.value).toBeNull();
  expect(lab.ink.pixels.value).toBeNull();
});

test("edited pixels leave the drawing as it was", () => {
  const lab = createLab();
  lab.ink.change(begin);
  lab.ink.editPixels(new Uint8Array(784));
  lab.ink.editPixels(null);
  expect(lab.ink.drawing.value).toHaveLength(1);
});

test("steps are switched off one by one and on together", () => {
  const lab = createLab();
  lab.look.switchStep("centre");
  lab.look.switchStep("scale");
  lab.look.switchStep("scale");
  expect(lab.look.without.value).toEqual(new Set(["centre"]));
  lab.look.allSteps();
  expect(lab.look.without.value.size).toBe(0);
});

test("what was explained is forgotten when nobody looks", () => {
  const lab = createLab({ look: { panel: "sees" } });
  lab.reader.receiveSteps({
    done: [],
    box: [0, 0, 1, 1],
    ink: 20,
    pen: 2,
    offset: [0, 0],
    cut: 0,
    stray: 0,
    left_out: 0,
    things: 1,
    peak: 1,
  });
  lab.look.openPanel("about");
  expect(lab.reader.steps.value).toBeNull();
});
