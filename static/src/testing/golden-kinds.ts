/** Small networks of each kind of operation with PyTorch's numbers, as tests/models/golden_kinds.py writes them. */
import { readdirSync, readFileSync } from "node:fs";
import type { Tensor } from "../math/tensor.ts";
import type { Range } from "../network/boxes.ts";
import type { Snapshot } from "../network/explain.ts";
import type { Operation } from "../network/graph.ts";
import { indexNetwork } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import type { Operation as Described, NetworkDescription } from "../wire/messages.ts";

/** A network; its last operation is of the kind that is tried. */
export interface Case {
  readonly settings: string;
  readonly operations: Described[];
  readonly values: Readonly<Record<string, readonly number[]>>;
  readonly weights: Readonly<Record<string, { shape: readonly number[]; values: number[] }>>;
  /** Of some cells of the output: the box of the image that they depend on, and the other way round. */
  readonly sees: readonly SeenFrom[];
  readonly seen_by: readonly SeenFrom[];
}

type SeenFrom = readonly [
  index: number,
  box: readonly [channels: Range, rows: Range, columns: Range] | null,
];

function casesIn(folder: string): readonly (readonly [name: string, cases: readonly Case[]])[] {
  return readdirSync(folder).map((file) => {
    const cases: readonly Case[] = JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));
    return [file.replace(".json", ""), cases];
  });
}

/** [kind, its cases] */
export const GOLDEN = casesIn("tests/golden/kinds");
/** [name, a case of several operations after one another] */
export const GOLDEN_NETWORKS = casesIn("tests/golden/networks");

/** The network of a case, a layer for each operation, with its values and weights. */
export function snapshotOf({ operations, values, weights }: Case): {
  readonly snapshot: Snapshot;
  readonly operation: Operation;
} {
  const network = indexNetwork(described(operations));
  const tensors = operations.map(({ name, output_shape }): [string, Tensor] => {
    const made = Float32Array.from(values[name] ?? []);
    const [low, high] = [Math.min(...made), Math.max(...made)];
    return [name, { shape: output_shape, values: made, low, high }];
  });
  const learnt = Object.entries(weights).map(([name, { shape, values: numbers }]) => {
    return [name, { shape, values: Float32Array.from(numbers) }] as const;
  });
  const reading = { exact: true, off: "", values: new Map(tensors) } as unknown as Reading;
  return {
    snapshot: { network, reading, weights: new Map(learnt) },
    operation: network.operations.at(-1) as Operation,
  };
}

function described(operations: Described[]): NetworkDescription {
  const layers = operations.map((each): NetworkDescription["layers"][number] => ({
    name: each.name,
    title: `Layer ${each.name}`,
    kind: each.kind === "input" ? "input" : "convolution",
    operations: [each.name],
    shown: each.name,
    shape: each.output_shape,
    parameters: 0,
    multiply_adds: 0,
  }));
  const named = operations.map((each) => ({ ...each, layer: each.name }));
  const sizes = { input_shape: operations[0]?.output_shape ?? [], parameters: 0, multiply_adds: 0 };
  return {
    preprocessing: [],
    name: "made-up",
    title: "Made up",
    year: null,
    answers: [],
    blocks: [],
    layers,
    operations: named,
    edges: [],
    ...sizes,
  };
}
