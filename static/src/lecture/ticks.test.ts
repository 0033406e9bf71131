import { expect, test } from "vitest";
import { forwardSteps } from "../network/forward.ts";
import { indexNetwork } from "../network/network.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { namedOn, nearest, ticksOfSteps, ticksOfStrokes } from "./ticks.ts";

const network = indexNetwork(DESCRIPTION);
const steps = forwardSteps(network.layers, network.graph, DESCRIPTION.answers);
const TICKS = ticksOfSteps(steps, (name) => name, "chances");

test("layers stand at even distances, a ReLU half-way to the next, chances at the end", () => {
  const named = TICKS.filter(({ name }) => name !== "");
  expect(named.map(({ name }) => name)).toEqual([
    ...["input", "conv1", "pool1", "conv2", "pool2", "fc1", "fc2", "output", "chances"],
  ]);
  expect(named.map(({ at }) => at * 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(TICKS[2]).toEqual({ at: 1.5 / 8, name: "" });
});

test("every step is the nearest to its own place", () => {
  for (const [i, { at }] of TICKS.entries()) expect(nearest(TICKS, at)).toBe(i);
  expect([nearest(TICKS, -1), nearest(TICKS, 2)]).toEqual([0, TICKS.length - 1]);
});

test("a stroke's tick is where it ends", () => {
  const strokes = [{ points: [1, 2, 3] }, { points: [4] }];
  expect(ticksOfStrokes(strokes, (stroke) => `stroke ${stroke}`)).toEqual([
    { at: 0.75, name: "stroke 1" },
    { at: 1, name: "stroke 2" },
  ]);
  expect(ticksOfStrokes([], String)).toEqual([]);
});

test("names that would overlap are left out, never the current one", () => {
  const names = (width: number, current: number) =>
    [...namedOn(TICKS, width, current)].map((i) => TICKS[i]?.name).sort();
  expect(names(30, 0)).toHaveLength(9);
  expect(names(8, 4)).toContain("conv2");
  expect(names(8, 4).length).toBeLessThan(6);
  for (let width = 1; width < 40; width++) {
    const spans = [...namedOn(TICKS, width, 4)].map((i) => {
      const { at, name } = TICKS[i] ?? { at: 0, name: "" };
      return [at * width - 0.2 * name.length, at * width + 0.2 * name.length] as const;
    });
    const inOrder = spans.sort(([one], [other]) => one - other);
    for (const [i, [from]] of inOrder.entries())
      if (i > 0) expect(from).toBeGreaterThan(inOrder[i - 1]?.[1] ?? 0);
  }
});
