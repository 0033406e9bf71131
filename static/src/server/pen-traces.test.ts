import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { PICTURE_SIDE } from "../ink/ink.ts";
import { SAMPLES } from "../ink/samples.ts";
import { EMPTY, prefixOf } from "../ink/strokes.ts";
import { momentsOf, pointsIn } from "../ink/timeline.ts";
import { indexNetwork } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { howRead } from "../state/asked.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import type { FilmDetail, PenTraceRequest } from "../wire/messages.ts";
import { RefusedError } from "./api.ts";
import { followPen } from "./pen-traces.ts";

const FOUR = SAMPLES.get("4") ?? [];
const QUIET = 1000;

let lab: Lab;
let asked: PenTraceRequest[];
let answer: (
  request: PenTraceRequest,
) => Promise<{ moments: number[]; answer: string; outcomes: number[][] }>;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  answer = async ({ moments }) => ({
    moments,
    answer: "digit",
    outcomes: moments.map((moment) => [moment]),
  });
  lab = createLab({
    reader: { network: indexNetwork(DESCRIPTION) },
    ink: { history: { ...EMPTY, drawing: FOUR } },
  });
  stop = followPen(lab, (_network, request) => {
    asked.push(request);
    return answer(request);
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const wait = (milliseconds = QUIET) => vi.advanceTimersByTimeAsync(milliseconds);
const reading = (drawing: typeof FOUR): Reading =>
  ({
    of: { drawing, how: howRead(lab) },
    probabilities: Float32Array.of(0.5),
  }) as unknown as Reading;

test("what a moment of a film read is no part of the trace of the network as it is", async () => {
  lab.epochs.learnFilm({
    name: "good",
    network: DESCRIPTION.name,
    steps: [0, 9],
    on_stage: true,
  } as unknown as FilmDetail);
  const ofFilm = reading(FOUR);
  lab.epochs.openFilm(null);
  lab.reader.receive(ofFilm);
  lab.trace.openTrace(true);
  expect(lab.trace.penTrace.value?.probabilities.size ?? 0).toBe(0);
  await wait();
  expect(asked[0]?.moments).toEqual(momentsOf(FOUR));
});

test("nothing is asked for until somebody looks", async () => {
  await wait();
  expect(asked).toEqual([]);
  lab.trace.openTrace(true);
  await wait();
  expect(asked).toHaveLength(1);
  expect(asked[0]?.moments).toEqual(momentsOf(FOUR));
  expect(lab.trace.penTrace.value?.probabilities.get(7)).toEqual([7]);
});

test("nothing is asked for while the pen is down or has only just been lifted", async () => {
  lab.trace.openTrace(true);
  lab.session.holdPen(true);
  await wait();
  expect(asked).toEqual([]);
  lab.session.holdPen(false);
  await wait(100);
  expect(asked).toEqual([]);
  await wait();
  expect(asked).toHaveLength(1);
});

test("scrubbing and playing ask for nothing more", async () => {
  lab.trace.openTrace(true);
  await wait();
  lab.trace.scrub(12);
  await wait();
  lab.trace.scrub(null);
  await wait();
  expect(asked).toHaveLength(1);
});

test("what the frames brought while the pen moved is not asked for again", async () => {
  lab.trace.openTrace(true);
  lab.reader.receive(reading(prefixOf(FOUR, 20)));
  await wait();
  expect(asked[0]?.moments).toHaveLength(pointsIn(FOUR) - 1);
  expect(asked[0]?.moments).not.toContain(20);
  expect(lab.trace.penTrace.value?.probabilities.get(20)).toEqual(Float32Array.of(0.5));
});

test("a step switched off is read anew, with that step left out", async () => {
  lab.trace.openTrace(true);
  await wait();
  lab.look.switchStep("centre");
  await wait();
  expect(asked[1]).toMatchObject({ without: ["centre"] });
  expect(asked[1]?.moments).toHaveLength(pointsIn(FOUR));
});

test("pictures, edited pixels and a blank pad have no trace", async () => {
  lab.trace.openTrace(true);
  lab.ink.usePicture(new Uint8Array(PICTURE_SIDE ** 2));
  await wait();
  lab.ink.editPixels(new Uint8Array(784));
  await wait();
  lab.ink.change({ type: "clear" });
  await wait();
  expect(asked).toEqual([]);
});

test("a busy server is asked again later, and it is said till then", async () => {
  const works = answer;
  answer = () => Promise.reject(new Error("too many pen traces are waiting"));
  lab.trace.openTrace(true);
  await wait();
  expect(lab.trace.problem.value).toContain("waiting");
  answer = works;
  await wait(5000);
  expect(asked).toHaveLength(2);
  expect(lab.trace.penTrace.value?.probabilities.size).toBe(pointsIn(FOUR));
  expect(lab.trace.problem.value).toBeNull();
});

test("what was refused is not asked again", async () => {
  answer = () => Promise.reject(new RefusedError(422, "moments: wrong"));
  lab.trace.openTrace(true);
  await wait(60_000);
  expect(asked).toHaveLength(1);
  expect(lab.trace.problem.value).toBe("moments: wrong");
});

test("an answer for a drawing that has gone is left alone", async () => {
  let late: (() => void) | undefined;
  const works = answer;
  answer = (request) =>
    new Promise((done) => {
      late = () => done(works(request));
    });
  lab.trace.openTrace(true);
  await wait();
  lab.ink.change({ type: "replace", drawing: SAMPLES.get("7") ?? [] });
  late?.();
  await wait(0);
  expect(lab.trace.penTrace.value?.probabilities.size).toBe(0);
});

test("a network without classes is asked for no moments, and its drawing can still be played", async () => {
  const answers = [{ kind: "numbers", name: "slant", operation: "output", names: ["slant"] }];
  const network = indexNetwork({ ...DESCRIPTION, answers } as unknown as typeof DESCRIPTION);
  lab.change(network, () => lab.reader.describe(network), null);
  lab.trace.openTrace(true);
  await wait();
  expect(asked).toEqual([]);
  lab.trace.scrub(12);
  expect(lab.trace.moment.value).toBe(12);
});
