import { expect, test } from "vitest";
import { countsOf, KINDS, outputsOf, WEIGHTS, wiresOf } from "./wiring.ts";

test("each kind has as many weights as its wires name", () => {
  for (const kind of KINDS) {
    const places = new Set(wiresOf(kind).map(({ weight }) => weight));
    expect([...places].sort((one, other) => one - other)).toEqual(
      Array.from({ length: WEIGHTS[kind] }, (_, at) => at),
    );
  }
  expect(KINDS.map((kind) => [WEIGHTS[kind], wiresOf(kind).length])).toEqual([
    [15, 15],
    [9, 9],
    [3, 9],
  ]);
});

test("sharing is the neighbours' figure with three equal windows, and that is every wire's with zeros", () => {
  const inputs = [0.2, 0.9, 1, 0.4, 0];
  const window = [-0.6, 0.9, 0.4];
  const shared = outputsOf(inputs, window, wiresOf("shared"));
  expect(outputsOf(inputs, [...window, ...window, ...window], wiresOf("neighbours"))).toEqual(
    shared,
  );
  const all = [0, 1, 2].flatMap((to) => [0, 1, 2, 3, 4].map((from) => window[from - to] ?? 0));
  const every = outputsOf(inputs, all, wiresOf("every"));
  for (const [at, value] of every.entries())
    expect(value).toBeCloseTo(shared[at] ?? Number.NaN, 12);
});

test("a layer's weights are counted by its shape alone", () => {
  const counts = countsOf({ input: [1, 28, 28], output: [6, 28, 28], kernel: [5, 5] });
  expect(KINDS.map((kind) => counts[kind].all)).toEqual([3_692_640, 122_304, 156]);
  const second = countsOf({ input: [6, 14, 14], output: [16, 10, 10], kernel: [5, 5] });
  expect(second.shared).toEqual({ factors: [150, 16], biases: 16, all: 2_416 });
});
