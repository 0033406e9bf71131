/** What the page asks for: the whole drawing or what the pen has added, live or exact. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withOneOpen } from "../network/blocks.ts";
import type { Lab } from "../state/lab.ts";
import { snapshotOf } from "../state/snapshot.ts";
import { FakeServer } from "../testing/fake-server.ts";
import { READING } from "../testing/four.ts";
import { SWITCHING } from "../testing/switching.ts";

let server: FakeServer;
let lab: Lab;
const newest = () => server.newest;
const drawAt = (x: number) => lab.ink.change({ type: "begin", point: [x, 0.5], width: 0.1 });
const penTo = (...points: [number, number][]) => lab.ink.change({ type: "extend", points });

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  lab = server.lab;
});
afterEach(() => {
  vi.useRealTimers();
});

test("hiding and showing a layer asks again", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  lab.look.toggle("fc1");
  expect(newest().draws.at(-1)?.layers).not.toContain("fc1");
});

test("a picture and edited pixels travel in place of strokes, pixels first", () => {
  server.start();
  newest().welcome();
  lab.ink.usePicture(new Uint8Array(128 ** 2).fill(7));
  newest().answer(1);
  expect(newest().draws.at(-1)).toMatchObject({
    strokes: [],
    picture: expect.stringMatching(/^BwcH/),
  });
  lab.ink.editPixels(new Uint8Array(784).fill(1));
  newest().answer(2);
  expect(newest().draws.at(-1)).toMatchObject({
    strokes: [],
    pixels: expect.stringMatching(/^AQEB/),
  });
  expect(newest().draws.at(-1)).not.toHaveProperty("picture");
});

test("steps are asked for while somebody looks, and a late answer is dropped", () => {
  server.start();
  newest().welcome();
  expect(newest().draws.at(-1)).toMatchObject({ explain: false, without: [] });
  newest().answer(1);
  lab.look.openPanel("sees");
  expect(newest().draws.at(-1)).toMatchObject({ explain: true });
  const done = [{ step: "crop", on: true, side: 1, picture: "/w==", toggled: null }];
  const steps = {
    done,
    box: [0, 0, 1, 1],
    ink: 20,
    pen: 2,
    offset: [0, 0],
    cut: 0,
    stray: 0,
    peak: 1,
  };
  newest().say({ type: "steps", seq: 2, steps });
  expect(lab.reader.steps.value?.done[0]?.picture).toEqual(Uint8Array.of(255));
  newest().answer(2);
  lab.look.openPanel(null);
  newest().say({ type: "steps", seq: 2, steps });
  expect(lab.reader.steps.value).toBeNull();
});

test("a switched step asks again", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  lab.look.switchStep("centre");
  expect(newest().draws.at(-1)).toMatchObject({ without: ["centre"] });
});

test("switches that are off travel with the drawing, and a reading knows those that it was asked with", () => {
  const shown = (off: ReadonlySet<string>) =>
    lab.reader.describe(withOneOpen(SWITCHING, null, off));
  server.start();
  newest().welcome();
  newest().answer(1);
  shown(new Set());
  expect(newest().draws.at(-1)).not.toHaveProperty("off");
  newest().answer(2);
  expect(lab.reader.reading.value?.off).toBe("");
  shown(new Set(["wide", "narrow"]));
  expect(newest().draws.at(-1)?.off).toEqual(["narrow", "wide"]);
  newest().answer(3);
  expect(lab.reader.reading.value?.off).toBe("narrow,wide");
});

test("nothing is computed from a reading of other switches than those that are shown", () => {
  const reading = { ...READING, exact: true, blank: false };
  const network = withOneOpen(SWITCHING, null, new Set(["wide"]));
  expect(snapshotOf(network, { ...reading, off: "" }, new Map())).toBeNull();
  expect(snapshotOf(network, { ...reading, off: "wide" }, new Map())).not.toBeNull();
});

test("what the pen adds travels as increments", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  drawAt(0.05); // the first stroke brings its pen's width with it
  newest().answer(2);
  drawAt(0.1);
  expect(newest().draws.at(-1)).toMatchObject({ type: "extend", at: [1, 0], points: [[0.1, 0.5]] });
  newest().answer(3);
  penTo([0.2, 0.5], [0.3, 0.5]);
  const added = [
    [0.2, 0.5],
    [0.3, 0.5],
  ];
  expect(newest().draws.at(-1)).toMatchObject({ type: "extend", at: [1, 1], points: added });
  newest().answer(4);
  drawAt(0.9);
  expect(newest().draws.at(-1)).toMatchObject({ type: "extend", at: [2, 0], points: [[0.9, 0.5]] });
});

test("what a pen cannot do is sent whole: undo, other layers, another width", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  drawAt(0.1);
  newest().answer(2);
  lab.ink.change({ type: "undo" });
  expect(newest().draws.at(-1)).toMatchObject({ type: "draw", strokes: [] });
  newest().answer(3);
  lab.look.toggle("conv1");
  expect(newest().draws.at(-1)?.type).toBe("draw");
  newest().answer(4);
  lab.ink.change({ type: "begin", point: [0.3, 0.3], width: 0.2 });
  expect(newest().draws.at(-1)).toMatchObject({ type: "draw", pen: 0.2 });
});

test("a server that has lost the drawing gets it whole, and so does one that came back", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  drawAt(0.1);
  newest().say({ type: "error", error: "out_of_step", detail: "send it whole", seq: 2 });
  expect(newest().draws.at(-1)).toMatchObject({ type: "draw", seq: 3, strokes: [[[0.1, 0.5]]] });
  expect(lab.session.trouble.value).toBeNull();
  newest().answer(3);
  newest().onclose?.();
  vi.advanceTimersByTime(1000);
  newest().welcome();
  expect(newest().draws[0]).toMatchObject({ type: "draw", strokes: [[[0.1, 0.5]]] });
});

test("the exact values are asked for once the pen has rested, and once", () => {
  server.start();
  newest().welcome();
  newest().answerLive(1);
  drawAt(0.1);
  newest().answerLive(2);
  vi.advanceTimersByTime(140);
  expect(newest().draws).toHaveLength(2);
  penTo([0.2, 0.5]);
  newest().answerLive(3);
  vi.advanceTimersByTime(140);
  expect(newest().draws).toHaveLength(3);
  vi.advanceTimersByTime(20);
  expect(newest().draws.at(-1)).toMatchObject({ type: "extend", points: [], exact: true });
  newest().answer(4);
  vi.advanceTimersByTime(2000);
  expect(newest().draws).toHaveLength(4);
});

test("a cell that is inspected asks for the exact values at once", () => {
  server.start();
  newest().welcome();
  newest().answerLive(1);
  lab.selection.point({ layer: "conv1", index: 3 });
  expect(newest().draws.at(-1)).toMatchObject({ exact: true });
});

test("frames explain what is shown, and every layer where hidden ones are needed", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  lab.look.toggle("conv1");
  const shown = [...lab.look.shown.value];
  expect(shown).not.toContain("conv1");
  expect(newest().draws.at(-1)).toMatchObject({ type: "draw", layers: shown, explained: shown });
  newest().answer(2);
  lab.look.showPath(true);
  expect(newest().draws.at(-1)).toMatchObject({ seq: 3, exact: true, explained: null });
  newest().answer(3);
  lab.selection.point({ layer: "pool1", index: 3 });
  lab.selection.point({ layer: "pool2", index: 3 });
  expect(newest().draws).toHaveLength(3);
  lab.look.showPath(false);
  expect(newest().draws).toHaveLength(3);
});

test.each([
  ["the steps of the forward pass", () => lab.forward.stepOn()],
  ["saving numbers", () => lab.reader.offerSaving(true)],
])("%s ask for the values of hidden layers", (_, begin) => {
  server.start();
  newest().welcome();
  newest().answer(1);
  begin();
  expect(newest().draws.at(-1)).toMatchObject({ exact: true, explained: null });
});

test("a picture is asked for exactly once too", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  lab.ink.usePicture(new Uint8Array(128 ** 2).fill(7));
  newest().answerLive(2);
  vi.advanceTimersByTime(200);
  expect(newest().draws.at(-1)).toMatchObject({ type: "draw", strokes: [], exact: true });
  newest().answer(3);
  vi.advanceTimersByTime(2000);
  expect(newest().draws).toHaveLength(3);
});
