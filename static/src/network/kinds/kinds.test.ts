/** Every kind of operation against PyTorch: tests/models/golden_kinds.py writes its numbers. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DESCRIPTION } from "../../testing/description.ts";
import { type Case, GOLDEN, GOLDEN_NETWORKS, snapshotOf } from "../../testing/golden-kinds.ts";
import { SKIPPING } from "../../testing/skipping.ts";
import { type Box, type Range, union } from "../boxes.ts";
import { asPyTorch, explainCell, originOf, type Snapshot } from "../explain.ts";
import { type CellOf, graphOf, type Operation } from "../graph.ts";
import { fieldOf, seersOf } from "../receptive-field.ts";
import { cellwise } from "./cellwise.ts";
import type { Kind } from "./kind.ts";
import { KINDS, kindOf } from "./kinds.ts";

/** The cells of `count` whose lines of PyTorch are tried: the first, where padding comes in, and two further in. */
function cellsForLines(count: number): number[] {
  return [...new Set([0, Math.floor(count / 4), Math.floor((3 * count) / 4)])];
}

/** As the page explains it, from the values before. */
function explainedValue(snapshot: Snapshot, cell: CellOf): number {
  const { applied } = originOf(cell);
  const made = explainCell(snapshot, cell)?.total ?? Number.NaN;
  return applied.reduce((value, each) => each.of(value), made);
}

const boxOf = (found: readonly [Range, Range, Range] | null): Box | null =>
  found && { channels: found[0], rows: found[1], columns: found[2] };

function expectPyTorchs(each: Case): void {
  const { operation, snapshot } = snapshotOf(each);
  const { graph } = snapshot.network;
  const image = graph.operations[0] as Operation;
  expect(
    graph.operations.map((known) => kindOf(known)?.name ?? `${known.kind} is not known`),
    "a kind is known if KINDS in kinds.ts names it and its `fits` accepts the operation",
  ).toEqual(each.operations.map((described) => described.kind));

  const expected = each.values[operation.name] ?? [];
  expect(expected.length, `PyTorch's values of ${operation.name}`).toBeGreaterThan(0);
  for (const [index, value] of expected.entries()) {
    const made = explainedValue(snapshot, { operation, index });
    const about = `cell ${index} of ${operation.kind}: \`passes\` or \`explains\` makes ${made}, PyTorch ${value}`;
    expect(Math.abs(made - value), about).toBeLessThan(1e-5 * (1 + Math.abs(value)));
  }

  const seen = each.sees.map(([index]): [number, Box | null] => [
    index,
    fieldOf(graph, { operation, index }).get(image.name) ?? null,
  ]);
  expect(seen, `what cells see: \`sees\` of ${operation.kind}`).toEqual(
    each.sees.map(([index, box]) => [index, boxOf(box)]),
  );
  const seers = each.seen_by.map(([index]): [number, Box | null] => {
    const boxes = seersOf(graph, { operation: image, index }).get(operation.name) ?? [];
    return [index, boxes.reduce<Box | null>((all, box) => union(all ?? undefined, box), null)];
  });
  expect(seers, `what sees a pixel: \`seenBy\` of ${operation.kind}`).toEqual(
    each.seen_by.map(([index, box]) => [index, boxOf(box)]),
  );
}

describe.each(GOLDEN)("%s", (kind, cases) => {
  test.each(cases.map((each) => [each.settings, each] as const))("%s", (_, each) => {
    expect(each.operations.at(-1)?.kind).toBe(kind);
    expectPyTorchs(each);
  });
});

test.each(GOLDEN_NETWORKS)("a %s network is read and seen through as PyTorch does", (_, cases) => {
  for (const each of cases) expectPyTorchs(each);
});

/** Of a convolution and a linear layer: how many products their arithmetic has, over all cells. */
test.each(["convolution", "linear"])("the products of a %s are its multiply-adds", (kind) => {
  const cases = GOLDEN.find(([name]) => name === kind)?.[1] ?? [];
  expect(cases.length).toBeGreaterThan(1);
  for (const each of cases) {
    const { operation, snapshot } = snapshotOf(each);
    const cells = each.values[operation.name] ?? [];
    const products = cells.map((_value, index) => {
      const sum = explainCell(snapshot, { operation, index });
      if (sum?.form === "weighted-sum") return sum.terms.length;
      return sum?.form === "channel-sums" ? sum.channels.flatMap(({ terms }) => terms).length : 0;
    });
    expect(products.reduce((one, other) => one + other, 0)).toBe(
      each.operations.at(-1)?.multiply_adds,
    );
  }
});

test("the lines of PyTorch are those that tests/models/test_golden_kinds.py runs", async () => {
  const lines = GOLDEN.flatMap(([kind, cases]) =>
    cases.flatMap((each, number) => {
      const { operation, snapshot } = snapshotOf(each);
      const count = each.values[operation.name]?.length ?? 0;
      return cellsForLines(count).map((index) => {
        const arithmetic = explainCell(snapshot, { operation, index });
        if (arithmetic === null)
          throw new Error(`${kind} has neither \`passes\` nor \`explains\`, or they give null`);
        const line = asPyTorch(arithmetic, originOf({ operation, index }).applied);
        return JSON.stringify([kind, number, index, line]);
      });
    }),
  );
  const text = `[\n${lines.join(",\n")}\n]\n`;
  await expect(text).toMatchFileSnapshot("../../../../tests/golden/pytorch-lines.json");
});

test("every kind is tried, and every kind that PyTorch tried is known", () => {
  const names = KINDS.map(({ name }) => name).filter((name) => name !== "input");
  const tried = GOLDEN.map(([kind]) => kind);
  expect(names.sort(), "KINDS in kinds.ts, and MAKERS in tests/models/golden_kinds.py").toEqual(
    tried.sort(),
  );
});

test("every operation of the networks that other tests use is known", () => {
  for (const { operations } of [DESCRIPTION, SKIPPING])
    for (const each of graphOf(operations).operations) expect(kindOf(each)?.name).toBe(each.kind);
});

test("a kind that nobody has written is not known", () => {
  const [image] = graphOf(SKIPPING.operations).operations;
  expect(kindOf({ ...(image as Operation), kind: "fold" })).toBeNull();
});

test("the kind of docs/add-an-operation-kind.md is one", () => {
  const text = readFileSync("docs/add-an-operation-kind.md", "utf8");
  const [, block = ""] = /^ {3}```ts\n(.*?)^ {3}```/ms.exec(text) ?? [];
  const program = block.replace(/^ *import .*$/m, "").replace("export const tanh =", "return");
  const tanh: Kind = new Function("cellwise", program)(cellwise);
  const [image] = graphOf(SKIPPING.operations).operations;
  const operation = { ...(image as Operation), kind: "tanh", inputs: [image as Operation] };
  expect([tanh.name, tanh.fits(operation)]).toEqual(["tanh", true]);
  if (tanh.passes === undefined || tanh.passes === "copies") throw new Error("no function");
  expect(tanh.passes.of(0.5)).toBeCloseTo(0.46212, 5);
});
