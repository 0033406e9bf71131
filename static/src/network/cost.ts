/** What a network costs, layer by layer: weights to learn, multiply-adds of one drawing, memory. All of it follows from the description. */
import { countOf } from "../math/shape.ts";
import type { NetworkDescription } from "../wire/messages.ts";
import type { Layer, Network } from "./network.ts";

/** What is counted; "parameters" are the weights with their biases. */
export type Count = "parameters" | "multiply_adds";
/** How a layer's numbers are made: by a window that slides, by a weight for every pair, or otherwise. */
export type Way = "convolution" | "dense" | "other";

export interface Share {
  readonly layer: Layer;
  readonly amount: number;
  /** Its part of all layers, 0 to 1. */
  readonly part: number;
  /** How most of its amount is made. */
  readonly way: Way;
}

export interface Cost {
  readonly total: number;
  /** Layers that cost anything, in the order of computation. */
  readonly shares: readonly Share[];
  /** Each way's part of the total; ways without any are left out. */
  readonly ways: ReadonlyMap<Way, number>;
}

type Counted = NetworkDescription["operations"][number];

/** The cost of the network as it is shown: a closed block is one layer. */
export function costOf({ description, layers }: Network, count: Count): Cost {
  const all = waysOf(description.operations, count);
  const total = sumOf(all);
  const shares = layers.flatMap((layer): Share[] => {
    const inside = description.operations.filter(({ name }) => layer.operations.includes(name));
    const ways = waysOf(inside, count);
    const amount = sumOf(ways);
    if (amount === 0) return [];
    return [{ layer, amount, part: amount / total, way: mostOf(ways) }];
  });
  return { total, shares, ways: new Map([...all].map(([way, each]) => [way, each / total])) };
}

/** The amount of each way, the largest first. */
function waysOf(operations: readonly Counted[], count: Count): ReadonlyMap<Way, number> {
  const ways = new Map<Way, number>();
  for (const operation of operations) {
    const amount = operation[count];
    const way = wayOf(operation.kind);
    if (amount > 0) ways.set(way, (ways.get(way) ?? 0) + amount);
  }
  return new Map([...ways].sort(([, one], [, other]) => other - one));
}

const sumOf = (ways: ReadonlyMap<Way, number>) =>
  [...ways.values()].reduce((sum, each) => sum + each, 0);

const mostOf = (ways: ReadonlyMap<Way, number>): Way => [...ways.keys()][0] ?? "other";

function wayOf(kind: string): Way {
  if (kind === "linear") return "dense";
  return kind.endsWith("convolution") ? "convolution" : "other";
}

/** Bytes of a float32. */
export const BYTES = 4;

/** Values that one forward pass makes: the outputs of all operations, the drawing with them. */
export function valuesOf({ description }: Network): number {
  return description.operations.reduce((sum, { output_shape }) => sum + countOf(output_shape), 0);
}

interface Listed {
  readonly name: string;
  readonly depth: number;
  readonly multiply_adds: number;
  readonly ready: boolean;
  /** The kinds of its answers. */
  readonly answers: readonly string[];
}

/** Whether both answer the same question: which digit, also by ways of writing it, or the same kind of question. */
function areComparable(one: Listed, other: Listed): boolean {
  const [question, another] = [one, other].map(({ answers: [kind] }) =>
    kind === "ways" ? "one" : kind,
  );
  return question === another;
}

/** The network to compare with at first: of those of one depth, or else of all, the one whose cost is nearest; `fits`: who may be compared. */
export function nearest<Each extends Listed>(
  current: Each,
  listed: readonly Each[],
  fits: (one: Listed, other: Listed) => boolean = areComparable,
): Each | undefined {
  const apart = (each: Each) =>
    Math.abs(Math.log(Math.max(1, each.multiply_adds) / Math.max(1, current.multiply_adds)));
  const others = listed.filter(
    (each) => each.ready && each.name !== current.name && fits(current, each),
  );
  const alike = others.filter(({ depth }) => depth === current.depth);
  return (alike.length > 0 ? alike : others).sort((one, next) => apart(one) - apart(next))[0];
}
