import { beforeEach, expect, test } from "vitest";
import { PICTURE_SIDE } from "../ink/ink.ts";
import { SAMPLES } from "../ink/samples.ts";
import { EMPTY, prefixOf } from "../ink/strokes.ts";
import { pointsIn } from "../ink/timeline.ts";
import { indexNetwork } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { createLab, type Lab } from "./lab.ts";

const FOUR = SAMPLES.get("4") ?? [];
const tensor = (value: number) => ({
  shape: [1],
  values: Float32Array.of(value),
  low: Math.min(0, value),
  high: Math.max(0, value),
});
let lab: Lab;

beforeEach(() => {
  lab = createLab({
    ink: { history: { ...EMPTY, drawing: FOUR } },
    reader: {
      network: indexNetwork(DESCRIPTION),
      reading: {
        maps: new Map(DESCRIPTION.layers.map(({ name }) => [name, tensor(1)])),
        values: new Map([["conv1", tensor(-1)]]),
      } as unknown as Reading,
    },
  });
});

test("the drawing goes to a moment and comes back; no stroke is lost", () => {
  lab.trace.scrub(12);
  expect(lab.ink.drawing.value).toEqual(prefixOf(FOUR, 12));
  expect(lab.ink.history.value.drawing).toBe(FOUR);
  lab.trace.scrub(null);
  expect(lab.ink.drawing.value).toBe(FOUR);
});

test("a moment at the end is now, one before the beginning is the blank pad", () => {
  lab.trace.scrub(pointsIn(FOUR));
  expect(lab.trace.moment.value).toBeNull();
  lab.trace.scrub(-3);
  expect(lab.ink.drawing.value).toEqual([]);
  expect(lab.ink.empty.value).toBe(false);
});

test("the pen goes on from the moment that it sees; undo brings back the whole drawing", () => {
  lab.trace.scrub(12);
  lab.ink.change({ type: "begin", point: [0.5, 0.5], width: 0.07 });
  expect(lab.trace.moment.value).toBeNull();
  expect(lab.ink.drawing.value.map(({ points }) => points.length)).toEqual([12, 1]);
  lab.ink.change({ type: "undo" });
  expect(lab.ink.drawing.value).toBe(FOUR);
});

test("undo, clearing, a sample and a picture go back to now", () => {
  const changes = [
    () => lab.ink.change({ type: "undo" }),
    () => lab.ink.change({ type: "replace", drawing: FOUR }),
    () => lab.ink.usePicture(new Uint8Array(PICTURE_SIDE ** 2)),
    () => lab.ink.change({ type: "clear" }),
  ];
  for (const change of changes) {
    lab.ink.change({ type: "replace", drawing: FOUR });
    lab.trace.scrub(12);
    lab.trace.play(true);
    change();
    expect(lab.trace.moment.value).toBeNull();
    expect(lab.trace.playing.value).toBe(false);
  }
});

test("closing the trace goes back to now", () => {
  lab.trace.openTrace(true);
  lab.trace.scrub(12);
  lab.trace.play(true);
  lab.trace.openTrace(false);
  expect([lab.trace.moment.value, lab.trace.playing.value]).toEqual([null, false]);
});

test("steps go from the first to the last and no further, and end", () => {
  const last = lab.forward.steps.value.length - 1;
  for (let i = 0; i <= last + 2; i++) lab.forward.stepOn();
  expect(lab.forward.step.value).toBe(last);
  expect(lab.forward.atEnd.value).toBe(true);
  lab.forward.stepBack();
  expect(lab.forward.step.value).toBe(last - 1);
  expect(lab.forward.atEnd.value).toBe(false);
  lab.forward.stepTo(0);
  lab.forward.stepBack();
  expect(lab.forward.step.value).toBe(0);
  lab.forward.endSteps();
  expect(lab.forward.currentStep.value).toBeNull();
  expect(lab.forward.atEnd.value).toBe(true);
});

test("a layer that no step has reached shows nothing and cannot be selected", () => {
  lab.selection.pin({ layer: "conv2", index: 3 });
  lab.forward.stepTo(2);
  expect(lab.reader.tensorOf("conv1")).toBeDefined();
  expect(lab.reader.tensorOf("pool1")).toBeUndefined();
  expect(lab.selection.selected.value).toBeNull();
  lab.forward.endSteps();
  expect(lab.reader.tensorOf("pool1")).toBeDefined();
  expect(lab.selection.selected.value?.layer).toBe("conv2");
});

test("a layer is told before ReLU, then after it, whatever was chosen", () => {
  lab.look.switchBefore("conv1");
  lab.forward.stepTo(1);
  expect(lab.reader.tensorOf("conv1")?.values[0]).toBe(-1);
  lab.forward.stepOn();
  expect(lab.reader.tensorOf("conv1")?.values[0]).toBe(1);
  lab.forward.stepOn();
  expect(lab.reader.tensorOf("conv1")?.values[0]).toBe(-1);
});

test("without a network there is nothing to step through", () => {
  const early = createLab();
  early.forward.stepOn();
  expect(early.forward.step.value).toBeNull();
});
