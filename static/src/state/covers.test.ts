import { expect, test } from "vitest";
import { countOf } from "../math/shape.ts";
import { indexNetwork } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { GUESSES } from "./covers.ts";
import { createLab } from "./lab.ts";

const NETWORK = indexNetwork(DESCRIPTION);
const filled = (shape: number[], value: number) => {
  const count = countOf(shape);
  return { shape, values: new Float32Array(count).fill(value), low: 0, high: value };
};
/** Every layer and every operation has a value of its own to give away. */
const READING: Reading = {
  seq: 1,
  blank: false,
  doubtful: true,
  exact: true,
  firstGuess: 8,
  secondGuess: 3,
  outcomes: new Map(),
  probabilities: Float32Array.from([0, 0, 0, 0.1, 0, 0, 0, 0, 0.9, 0]),
  image: filled([1, 28, 28], 1),
  imageOnPad: null,
  of: { drawing: [], how: "" },
  off: "",
  maps: new Map(NETWORK.layers.map(({ name, shape }) => [name, filled([...shape], 2)])),
  values: new Map(
    NETWORK.operations.map(({ name, output_shape }) => [name, filled([...output_shape], 2)]),
  ),
};

function opened(...covered: string[]) {
  const lab = createLab({ lecture: { covered: new Set(covered) } });
  lab.reader.describe(NETWORK);
  lab.reader.receive(READING);
  return lab;
}

test("with nothing covered views read what came", () => {
  expect(opened().reader.reading.value).toBe(READING);
});

test("covered guesses take every probability and the output layer with them", () => {
  const reading = opened(GUESSES).reader.reading.value;
  expect(reading).toMatchObject({ firstGuess: null, secondGuess: null, doubtful: false });
  expect([...(reading?.probabilities ?? [])]).toEqual(Array(10).fill(0));
  const output = NETWORK.layers.at(-1);
  expect(reading?.maps.has(output?.name ?? "")).toBe(false);
  for (const operation of output?.operations ?? [])
    expect(reading?.values.has(operation)).toBe(false);
  expect(reading?.maps.has("fc2")).toBe(true);
});

test("a link that covers the output layer covers the guesses", () => {
  expect(opened("output").lecture.covered.value).toEqual(new Set([GUESSES]));
});

test("a covered layer gives no value away, and the others stay", () => {
  const lab = opened("conv1", "input");
  expect(lab.reader.tensorOf("conv1")).toBeUndefined();
  expect(lab.reader.reading.value?.image).toBeNull();
  expect(lab.reader.reading.value?.values.has("conv1")).toBe(false);
  expect(lab.reader.tensorOf("pool1")).toBeDefined();
  expect(lab.reader.reading.value?.firstGuess).toBe(8);
});

test("what a link covers and the network lacks is left out and named", () => {
  const lab = opened("conv9", "conv1");
  expect(lab.lecture.covered.value).toEqual(new Set(["conv1"]));
  expect(lab.look.ignored.value).toContain("conv9");
});

test("next reveals the layers on the page in their order, the guesses last; back covers them again", () => {
  const lab = opened(GUESSES, "conv2", "conv1", "fc1");
  lab.look.toggle("fc1"); // hidden: revealing it would be seen by nobody
  const left = () => [...lab.lecture.covered.value].sort();
  expect(lab.lecture.revealNext()).toBe(true);
  expect(left()).toEqual(["conv2", "fc1", GUESSES]);
  lab.lecture.revealNext();
  lab.lecture.revealNext();
  expect(left()).toEqual(["fc1"]);
  expect(lab.reader.reading.value?.firstGuess).toBe(8);
  expect(lab.lecture.revealNext()).toBe(false);
  expect(lab.lecture.coverAgain()).toBe(true);
  expect(left()).toEqual(["fc1", GUESSES]);
  lab.lecture.revealAll();
  expect(lab.reader.reading.value).toBe(READING);
});

test("steps of preprocessing do not tell what would be read without them", () => {
  const lab = opened(GUESSES);
  const guess = { label: 8, name: "8", probability: 0.9 };
  const done = { step: "crop", on: true, side: 1, picture: new Uint8Array(1), toggled: guess };
  lab.reader.receiveSteps({ done: [done] } as never);
  expect(lab.reader.steps.value?.done[0]?.toggled).toBeNull();
  lab.lecture.revealAll();
  expect(lab.reader.steps.value?.done[0]?.toggled).toBe(guess);
});

test("leaving the lecture puts ring and blank screen away", () => {
  const lab = createLab();
  lab.lecture.giveLecture(true, true);
  lab.session.showSpot(true);
  lab.lecture.blankScreen(true);
  lab.lecture.giveLecture(false);
  expect([lab.session.spot.value, lab.lecture.blanked.value, lab.session.fullScreen.value]).toEqual(
    [false, false, false],
  );
});

test("the pen trace tells nothing while the guesses are covered, and is there when they are not", () => {
  const lab = opened(GUESSES);
  const trace = { drawing: [], how: "", probabilities: new Map([[1, [0.1, 0.9]]]) };
  lab.trace.learnTrace(trace);
  expect(lab.trace.penTrace.value).toBeNull();
  expect(lab.reader.reading.value?.of).toBeNull(); // or the trace would keep zeros
  lab.lecture.revealAll();
  expect(lab.trace.penTrace.value).toBe(trace);
});
