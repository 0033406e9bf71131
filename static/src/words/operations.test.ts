import { expect, test } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { operation, SKIPPING } from "../testing/skipping.ts";
import { meaningOf } from "./operations.ts";

test("a window of one cell is told as what it does: it reads all maps at one place", () => {
  const network = indexNetwork(SKIPPING);
  expect(meaningOf(["narrow"], network)).toContain("reads its own place in all maps");
  expect(meaningOf(["wide"], network)).toContain("window of 25 learned weights");
});

test("a maximum that keeps a map's size does not say that it gets smaller", () => {
  const pooled = (shape: number[]) => {
    const pool = operation("pool", "max-pooling", "narrow", ["added"], shape, 3);
    const operations = [...SKIPPING.operations, pool];
    return meaningOf(["pool"], indexNetwork({ ...SKIPPING, operations }));
  };
  expect(pooled([4, 8, 8])).toContain("the map keeps its size");
  expect(pooled([4, 3, 3])).toContain("a smaller map");
});
