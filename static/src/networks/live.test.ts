/** Live guesses: one request at a time, the newest drawing, nobody left out. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RefusedError } from "../server/api.ts";
import { createLab, type Lab } from "../state/lab.ts";
import type { Guess } from "./guess.ts";
import { LiveGuesses } from "./live.ts";

const BLANK: Guess = { kind: "blank" };
const NAMES = ["one", "two", "three"];

let lab: Lab;
let asked: string[];
let told: [string, Guess | string][];
let answers: ((answer: Guess | Error) => void)[];
let signals: AbortSignal[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  lab = createLab();
  [asked, told, answers, signals] = [[], [], [], []];
  const live = new LiveGuesses<Guess>(lab, {
    names: () => NAMES,
    ask: (name, signal) =>
      new Promise((done, fail) => {
        asked.push(name);
        signals.push(signal);
        answers.push((answer) => (answer instanceof Error ? fail(answer) : done(answer)));
      }),
    tell: (name, guess) => told.push([name, guess]),
  });
  stop = live.follow();
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const drawAt = (x: number) => lab.ink.change({ type: "begin", point: [x, 0.5], width: 0.1 });
async function answer(with_: Guess | Error = BLANK) {
  answers.at(-1)?.(with_);
  await vi.advanceTimersByTimeAsync(0);
}

test("the networks are asked one after the other, then nobody until something is drawn", async () => {
  expect(asked).toEqual(["one"]);
  for (let i = 0; i < 3; i++) await answer();
  expect(asked).toEqual(NAMES);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toEqual(NAMES);
  drawAt(0.1);
  expect(asked).toEqual([...NAMES, "one"]);
});

test("however much is drawn, one request is in flight, and the oldest guess is renewed next", async () => {
  await answer();
  for (let x = 0; x < 1; x += 0.01) drawAt(x);
  expect(asked).toEqual(["one", "two"]);
  await answer();
  expect(asked.at(-1)).toBe("three"); // it has none yet
  for (let i = 0; i < 3; i++) await answer();
  expect(asked).toEqual(["one", "two", "three", "one", "two"]);
});

test("while the pen is down there is a pause between two", async () => {
  lab.session.holdPen(true);
  await answer();
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(60);
  expect(asked).toHaveLength(2);
});

test("a network that cannot answer says why, is asked again later, and holds up no other", async () => {
  await answer(new RefusedError(503, "it is loading"));
  expect(told).toEqual([["one", "it is loading"]]);
  expect(asked.at(-1)).toBe("two");
  await answer();
  await answer();
  expect(asked).toEqual(NAMES);
  await vi.advanceTimersByTimeAsync(3000);
  expect(asked).toEqual([...NAMES, "one"]);
});

test("what is refused for good is asked again with another drawing only", async () => {
  await answer(new RefusedError(404, "there is no such network"));
  await answer();
  await answer();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toEqual(NAMES);
  drawAt(0.5);
  expect(asked.at(-1)).toBe("one");
});

test("at the end the request in flight is given up, and nothing is told any more", async () => {
  stop();
  expect(signals[0]?.aborted).toBe(true);
  await answer();
  drawAt(0.2);
  await vi.advanceTimersByTimeAsync(10_000);
  expect([asked, told]).toEqual([["one"], []]);
});
