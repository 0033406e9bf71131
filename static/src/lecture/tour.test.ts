import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { createStore } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { sentenceOf } from "./sentence.ts";
import { followTour, stayFor } from "./tour.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function touring() {
  const store = createStore({ network: indexNetwork(DESCRIPTION) });
  const sentence = sentenceOf(store);
  const stop = followTour(store, sentence);
  store.tour(true);
  return { store, stop, stay: () => stayFor(sentence.value) };
}

test("it begins at the first step, goes through all of them, and stops at the last", () => {
  const { store, stay } = touring();
  const last = store.forward.value.length - 1;
  for (let step = 0; step < last; step++) {
    expect([store.step.value, store.touring.value]).toEqual([step, true]);
    vi.advanceTimersByTime(stay());
  }
  expect([store.step.value, store.touring.value]).toEqual([last, false]);
  vi.advanceTimersByTime(60_000);
  expect(store.step.value).toBe(last);
  store.tour(true);
  expect(store.step.value).toBe(0);
});

test("a pause keeps its step, and playing goes on from there", () => {
  const { store, stay } = touring();
  store.stepTo(4);
  store.tour(false);
  vi.advanceTimersByTime(60_000);
  expect(store.step.value).toBe(4);
  store.tour(true);
  vi.advanceTimersByTime(stay());
  expect(store.step.value).toBe(5);
});

test("who skips a step by hand has the next one for its whole time", () => {
  const { store, stay } = touring();
  vi.advanceTimersByTime(stay() - 10);
  store.stepOn();
  vi.advanceTimersByTime(stay() - 10);
  expect(store.step.value).toBe(1);
  vi.advanceTimersByTime(10);
  expect(store.step.value).toBe(2);
});

test("the end of the steps and the end of the page end it", () => {
  const { store, stop } = touring();
  store.endSteps();
  expect([store.step.value, store.touring.value]).toEqual([null, false]);
  store.tour(true);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(store.step.value).toBe(0);
});

test("a longer sentence stays longer", () => {
  expect(stayFor("x".repeat(120))).toBeGreaterThan(stayFor("x".repeat(60)) + 2000);
});
