import { expect, test } from "vitest";
import { PICTURE_SIDE } from "../ink/ink.ts";
import { createStore } from "./lab.ts";

const INK = new Uint8Array(PICTURE_SIDE ** 2);
const begin = { type: "begin", point: [0.5, 0.5], width: 0.1 } as const;

test("a picture replaces the strokes, which undo brings back", () => {
  const store = createStore();
  store.change(begin);
  store.usePicture(INK);
  expect(store.drawing.value).toEqual([]);
  expect(store.empty.value).toBe(false);
  store.change({ type: "undo" });
  expect(store.drawing.value).toHaveLength(1);
  expect(store.picture.value).toBeNull();
});

test("undo and redo come back to a picture, whatever took its place", () => {
  const changes = [begin, { type: "clear" }, { type: "replace", drawing: [] }] as const;
  for (const change of changes) {
    const store = createStore({ picture: INK });
    store.change({ type: "undo" }); // nothing to undo takes nothing away
    expect(store.picture.value).toBe(INK);
    store.change(change);
    expect(store.picture.value).toBeNull();
    store.change({ type: "undo" });
    expect(store.picture.value).toBe(INK);
    store.change({ type: "redo" });
    expect(store.picture.value).toBeNull();
  }
  const store = createStore({ picture: INK });
  const other = INK.slice();
  store.usePicture(other);
  store.change({ type: "undo" });
  expect(store.picture.value).toBe(INK);
  store.change({ type: "redo" });
  expect(store.picture.value).toBe(other);
});

test("the first stroke takes the place of a picture and of edited pixels", () => {
  const store = createStore({ picture: INK, pixels: new Uint8Array(784) });
  store.change(begin);
  expect(store.picture.value).toBeNull();
  expect(store.pixels.value).toBeNull();
});

test("edited pixels leave the drawing as it was", () => {
  const store = createStore();
  store.change(begin);
  store.editPixels(new Uint8Array(784));
  store.editPixels(null);
  expect(store.drawing.value).toHaveLength(1);
});

test("steps are switched off one by one and on together", () => {
  const store = createStore();
  store.switchStep("centre");
  store.switchStep("scale");
  store.switchStep("scale");
  expect(store.without.value).toEqual(new Set(["centre"]));
  store.allSteps();
  expect(store.without.value.size).toBe(0);
});

test("what was explained is forgotten when nobody looks", () => {
  const store = createStore({ panel: "sees" });
  store.explain({
    done: [],
    box: [0, 0, 1, 1],
    ink: 20,
    pen: 2,
    offset: [0, 0],
    cut: 0,
    stray: 0,
    peak: 1,
  });
  store.open("about");
  expect(store.steps.value).toBeNull();
});
