import { expect, test } from "vitest";
import { averaging } from "../testing/averaging.ts";
import { DESCRIPTION } from "../testing/description.ts";
import type { NetworkDescription } from "../wire/messages.ts";
import { averagingOf } from "./averaging.ts";
import { indexNetwork } from "./network.ts";

const costOf = (described: NetworkDescription, layer: string) => {
  const network = indexNetwork(described);
  const found = network.layer.get(layer);
  return found === undefined ? undefined : averagingOf(found, network);
};

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
