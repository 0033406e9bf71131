import { expect, test } from "vitest";
import { PLAIN, RESIDUAL } from "../testing/twins.ts";
import { withOneOpen } from "./blocks.ts";
import { gradientOf } from "./gradients.ts";
import type { Layer } from "./network.ts";
import { nameOfPair, pairsOf } from "./pairs.ts";
import { twinsOf } from "./twins.ts";

const layers = (names: string) => names.split(" ").map((name) => ({ name }) as Layer);
const paired = (ones: string, others: string) =>
  pairsOf(layers(ones), layers(others)).map(
    ({ one, other }) => `${one?.name ?? "-"}/${other?.name ?? "-"}`,
  );

test("layers of one name stand in one column, all others in columns of their own, in both orders", () => {
  expect(paired("in a b out", "in a b out")).toEqual(["in/in", "a/a", "b/b", "out/out"]);
  expect(paired("in a out", "in b a c out")).toEqual(["in/in", "-/b", "a/a", "-/c", "out/out"]);
  expect(paired("a x b", "a y b")).toEqual(["a/a", "x/-", "-/y", "b/b"]);
  expect(paired("a b", "b a")).toEqual(["a/-", "b/b", "-/a"]);
  expect(paired("a", "b")).toEqual(["a/-", "-/b"]);
  expect(pairsOf([], [])).toEqual([]);
});

test("each layer of both stands in just one column, in its network's own order", () => {
  const [ones, others] = ["a b c d e f g", "x b a d y g f z"];
  const pairs = pairsOf(layers(ones), layers(others));
  const names = (which: "one" | "other") =>
    pairs.flatMap((pair) => pair[which]?.name ?? []).join(" ");
  expect([names("one"), names("other")]).toEqual([ones, others]);
});

test("closed blocks are the same part where their blocks are, whatever their last layers are called", () => {
  const [plain, residual] = [PLAIN, RESIDUAL].map((each) => withOneOpen(each, null));
  const pairs = pairsOf(plain?.layers ?? [], residual?.layers ?? []);
  expect(pairs.map(nameOfPair)).toEqual(["input", "first", "block1", "block2", "output"]);
  expect(pairs.every(({ one, other }) => one !== null && other !== null)).toBe(true);
});

test("twins are told by their weights and shortcuts, in either order", () => {
  const [plain, residual] = [PLAIN.description, RESIDUAL.description];
  expect(twinsOf(plain, residual)).toEqual({ isOne: false, shortcuts: 2, further: 0 });
  expect(twinsOf(residual, plain)?.isOne).toBe(true);
  expect(twinsOf(plain, plain)).toBeNull();
  const operations = plain.operations.map((each) =>
    each.name === "block1_conv" ? { ...each, parameters: 7 } : each,
  );
  expect(twinsOf({ ...plain, operations }, residual)).toBeNull();
});

test("a block's gradient is the root of the mean square over all of its weights", () => {
  const network = withOneOpen(PLAIN, null);
  const layer = (name: string) => network.layer.get(name) as Layer;
  const both = { ...layer("block1-conv"), operations: ["first", "block1_conv"] };
  // 4 x 1 x 9 weights, and 4 x 4 x 9.
  const mean = Math.sqrt((36 * 0.3 ** 2 + 144 * 0.1 ** 2) / 180);
  expect(gradientOf(both, network, { first: 0.3, block1_conv: 0.1 })).toBeCloseTo(mean, 12);
  expect(gradientOf(layer("output"), network, { output: 0.5 })).toBeCloseTo(0.5, 12);
  expect(gradientOf(layer("first"), network, { first: 0 })).toBe(0);
  expect(gradientOf(layer("first"), network, { output: 1 })).toBeNull();
});
