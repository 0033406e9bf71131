import { expect, test } from "vitest";
import { forwardSteps } from "../network/forward.ts";
import { indexNetwork } from "../network/network.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import type { NetworkDescription } from "../wire/messages.ts";
import { type Beat, beatsOf, endOfBeat, filledAt, momentAt } from "./beats.ts";

const ALL: Beat[] = ["lines", "window", "rest"];
const MAP = { cells: 784, columns: 28 };

function film(description: NetworkDescription) {
  const network = indexNetwork(description);
  const steps = forwardSteps(network.layers, network.graph, description.answers);
  return steps.map((step) => [step.layer, step.operation.kind, beatsOf(step, network).join(" ")]);
}

test("a layer of maps has three beats, a layer of units two, ReLU one; what is given has none", () => {
  expect(film(DESCRIPTION)).toEqual([
    ["input", "input", ""],
    ["conv1", "convolution", "lines window rest"],
    ["conv1", "relu", "rest"],
    ["pool1", "max-pooling", "lines window rest"],
    ["conv2", "convolution", "lines window rest"],
    ["conv2", "relu", "rest"],
    ["pool2", "max-pooling", "lines window rest"],
    ["fc1", "linear", "lines window"],
    ["fc1", "relu", "rest"],
    ["fc2", "linear", "lines window"],
    ["fc2", "relu", "rest"],
    ["output", "linear", "lines window"],
    ["output", "linear", ""],
  ]);
});

test("every step of a network with branches that computes something has beats", () => {
  for (const [layer, kind, beats] of film(SKIPPING).slice(1, -1))
    expect(beats, `${layer} ${kind}`).not.toBe("");
});

test("lines take 300 milliseconds, the window 1,200, the rest 300", () => {
  const beatAt = (elapsed: number) => momentAt(ALL, elapsed)?.beat ?? "over";
  expect([-5, 0, 299, 300, 1499, 1500, 1799, 1800].map(beatAt)).toEqual([
    ...["lines", "lines", "lines", "window", "window", "rest", "rest", "over"],
  ]);
  expect(momentAt(ALL, 900)?.part).toBeCloseTo(0.5);
  expect(momentAt([], 0)).toBeNull();
});

test("each beat can be skipped to its end", () => {
  expect([0, 299, 300, 800, 1500, 1799, 5000].map((elapsed) => endOfBeat(ALL, elapsed))).toEqual([
    300, 300, 1500, 1500, 1800, 1800, 1800,
  ]);
});

test("the window's map is made cell by cell, then the others row by row; at the end all is there", () => {
  const at = (elapsed: number) => filledAt(ALL, momentAt(ALL, elapsed), MAP);
  expect(at(0)).toEqual({ named: 0, others: 0 });
  expect(at(300)).toEqual({ named: 1, others: 0 });
  expect(at(900)).toEqual({ named: 393, others: 0 });
  expect(at(1650)).toEqual({ named: 784, others: 14 * 28 });
  expect(at(1800)).toEqual({ named: 784, others: 784 });
  for (let elapsed = 0; elapsed < 1800; elapsed += 7) {
    const [one, other] = [at(elapsed), at(elapsed + 7)];
    expect(other.named).toBeGreaterThanOrEqual(one.named);
    expect(other.others).toBeGreaterThanOrEqual(one.others);
  }
});

test("ReLU changes all maps together", () => {
  expect(filledAt(["rest"], momentAt(["rest"], 150), MAP)).toEqual({ named: 392, others: 392 });
});
