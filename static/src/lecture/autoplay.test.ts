import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { createLab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { followAutoplay, stayFor } from "./autoplay.ts";
import { sentenceOf } from "./sentence.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function playing() {
  const lab = createLab({ reader: { network: indexNetwork(DESCRIPTION) } });
  const sentence = sentenceOf(lab);
  const stop = followAutoplay(lab, sentence);
  lab.forward.playSteps(true);
  return { lab, stop, stay: () => stayFor(sentence.value, lab.forward.step.value === 0) };
}

test("it begins at the first step, goes through all of them, and stops at the last", () => {
  const { lab, stay } = playing();
  const last = lab.forward.steps.value.length - 1;
  for (let step = 0; step < last; step++) {
    expect([lab.forward.step.value, lab.forward.autoplay.value]).toEqual([step, true]);
    vi.advanceTimersByTime(stay());
  }
  expect([lab.forward.step.value, lab.forward.autoplay.value]).toEqual([last, false]);
  vi.advanceTimersByTime(60_000);
  expect(lab.forward.step.value).toBe(last);
  lab.forward.playSteps(true);
  expect(lab.forward.step.value).toBe(0);
});

test("a pause keeps its step, and playing goes on from there", () => {
  const { lab, stay } = playing();
  lab.forward.stepTo(4);
  lab.forward.playSteps(false);
  vi.advanceTimersByTime(60_000);
  expect(lab.forward.step.value).toBe(4);
  lab.forward.playSteps(true);
  vi.advanceTimersByTime(stay());
  expect(lab.forward.step.value).toBe(5);
});

test("who skips a step by hand has the next one for its whole time", () => {
  const { lab, stay } = playing();
  vi.advanceTimersByTime(stay() - 10);
  lab.forward.stepOn();
  vi.advanceTimersByTime(stay() - 10);
  expect(lab.forward.step.value).toBe(1);
  vi.advanceTimersByTime(10);
  expect(lab.forward.step.value).toBe(2);
});

test("the end of the steps and the end of the page end it", () => {
  const { lab, stop } = playing();
  lab.forward.endSteps();
  expect([lab.forward.step.value, lab.forward.autoplay.value]).toEqual([null, false]);
  lab.forward.playSteps(true);
  stop();
  vi.advanceTimersByTime(60_000);
  expect(lab.forward.step.value).toBe(0);
});

test("a longer sentence stays longer", () => {
  expect(stayFor("x".repeat(120))).toBeGreaterThan(stayFor("x".repeat(60)) + 2000);
});
