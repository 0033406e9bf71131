import { expect, test } from "vitest";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import type { NetworkDescription } from "../wire/messages.ts";
import { averagingOf } from "./averaging.ts";
import { indexNetwork } from "./network.ts";

const costOf = (described: NetworkDescription, layer: string) => {
  const network = indexNetwork(described);
  const found = network.layer.get(layer);
  return found === undefined ? undefined : averagingOf(found, network);
};

/** The small network with the mean of each map before its output. */
function averaging(): NetworkDescription {
  const { operations, layers } = SKIPPING;
  const [flatten] = operations.filter(({ name }) => name === "flatten");
  const [output] = layers.filter(({ name }) => name === "output");
  if (flatten === undefined || output === undefined) throw new Error("no output");
  const mean = {
    ...flatten,
    name: "mean",
    kind: "adaptive-average-pooling",
    layer: "mean",
    inputs: ["joined"],
    output_shape: [6, 1, 1],
  };
  return {
    ...SKIPPING,
    operations: operations.flatMap((each) =>
      each.name === "flatten" ? [mean, { ...each, inputs: ["mean"], output_shape: [6] }] : [each],
    ),
    layers: layers.flatMap((each) =>
      each === output
        ? [{ ...output, name: "mean", operations: ["mean"], shown: "mean", shape: [6, 1, 1] }, each]
        : [each],
    ),
  };
}

test("the mean of each map has a weight for each map in the dense layer behind it", () => {
  expect(costOf(averaging(), "mean")).toEqual({
    maps: 6,
    rows: 8,
    columns: 8,
    outputs: 2,
    averaged: 12,
    flattened: 768,
    averages: true,
  });
  expect(costOf(averaging(), "output")).toEqual(costOf(averaging(), "mean"));
});

test("a dense layer on flattened maps has one for each of their cells", () => {
  expect(costOf(DESCRIPTION, "fc1")).toEqual({
    maps: 16,
    rows: 5,
    columns: 5,
    outputs: 120,
    averaged: 1920,
    flattened: 48_000,
    averages: false,
  });
});

test("of all other layers nothing is told", () => {
  for (const name of ["input", "conv1", "pool2", "fc2", "output"])
    expect(costOf(DESCRIPTION, name)).toBeNull();
});
