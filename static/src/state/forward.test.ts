import { beforeEach, expect, test } from "vitest";
import { PICTURE_SIDE } from "../ink/ink.ts";
import { SAMPLES } from "../ink/samples.ts";
import { EMPTY, prefixOf } from "../ink/strokes.ts";
import { pointsIn } from "../ink/timeline.ts";
import { indexNetwork } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { createStore, type Store } from "./lab.ts";

const FOUR = SAMPLES.get("4") ?? [];
const tensor = (value: number) => ({
  shape: [1],
  values: Float32Array.of(value),
  low: Math.min(0, value),
  high: Math.max(0, value),
});
let store: Store;

beforeEach(() => {
  store = createStore({
    history: { ...EMPTY, drawing: FOUR },
    network: indexNetwork(DESCRIPTION),
    reading: {
      maps: new Map(DESCRIPTION.layers.map(({ name }) => [name, tensor(1)])),
      values: new Map([["conv1", tensor(-1)]]),
    } as unknown as Reading,
  });
});

test("the drawing goes to a moment and comes back; no stroke is lost", () => {
  store.scrub(12);
  expect(store.drawing.value).toEqual(prefixOf(FOUR, 12));
  expect(store.history.value.drawing).toBe(FOUR);
  store.scrub(null);
  expect(store.drawing.value).toBe(FOUR);
});

test("a moment at the end is now, one before the beginning is the blank pad", () => {
  store.scrub(pointsIn(FOUR));
  expect(store.moment.value).toBeNull();
  store.scrub(-3);
  expect(store.drawing.value).toEqual([]);
  expect(store.empty.value).toBe(false);
});

test("the pen goes on from the moment that it sees; undo brings back the whole drawing", () => {
  store.scrub(12);
  store.change({ type: "begin", point: [0.5, 0.5], width: 0.07 });
  expect(store.moment.value).toBeNull();
  expect(store.drawing.value.map(({ points }) => points.length)).toEqual([12, 1]);
  store.change({ type: "undo" });
  expect(store.drawing.value).toBe(FOUR);
});

test("undo, clearing, a sample and a picture go back to now", () => {
  const changes = [
    () => store.change({ type: "undo" }),
    () => store.change({ type: "replace", drawing: FOUR }),
    () => store.usePicture(new Uint8Array(PICTURE_SIDE ** 2)),
    () => store.change({ type: "clear" }),
  ];
  for (const change of changes) {
    store.change({ type: "replace", drawing: FOUR });
    store.scrub(12);
    store.play(true);
    change();
    expect(store.moment.value).toBeNull();
    expect(store.playing.value).toBe(false);
  }
});

test("closing the trace goes back to now", () => {
  store.openTrace(true);
  store.scrub(12);
  store.play(true);
  store.openTrace(false);
  expect([store.moment.value, store.playing.value]).toEqual([null, false]);
});

test("steps go from the first to the last and no further, and end", () => {
  const last = store.forward.value.length - 1;
  for (let i = 0; i <= last + 2; i++) store.stepOn();
  expect(store.step.value).toBe(last);
  expect(store.concluded.value).toBe(true);
  store.stepBack();
  expect(store.step.value).toBe(last - 1);
  expect(store.concluded.value).toBe(false);
  store.stepTo(0);
  store.stepBack();
  expect(store.step.value).toBe(0);
  store.endSteps();
  expect(store.telling.value).toBeNull();
  expect(store.concluded.value).toBe(true);
});

test("a layer that no step has reached shows nothing and cannot be selected", () => {
  store.pin({ layer: "conv2", index: 3 });
  store.stepTo(2);
  expect(store.tensorOf("conv1")).toBeDefined();
  expect(store.tensorOf("pool1")).toBeUndefined();
  expect(store.selected.value).toBeNull();
  store.endSteps();
  expect(store.tensorOf("pool1")).toBeDefined();
  expect(store.selected.value?.layer).toBe("conv2");
});

test("a layer is told before ReLU, then after it, whatever was chosen", () => {
  store.switchBefore("conv1");
  store.stepTo(1);
  expect(store.tensorOf("conv1")?.values[0]).toBe(-1);
  store.stepOn();
  expect(store.tensorOf("conv1")?.values[0]).toBe(1);
  store.stepOn();
  expect(store.tensorOf("conv1")?.values[0]).toBe(-1);
});

test("without a network there is nothing to step through", () => {
  const early = createStore();
  early.stepOn();
  expect(early.step.value).toBeNull();
});
