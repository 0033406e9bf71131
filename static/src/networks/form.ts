/** The form of a network as a small picture: a bar for each layer or closed block, as high as its maps; arcs where it forks. */
import { ideaOf, withOneOpen } from "../network/blocks.ts";
import { edgesOf } from "../network/edges.ts";
import { extent } from "../network/graph.ts";
import type { Layer, Network } from "../network/network.ts";

export interface Bar {
  /** 0..1 of the picture's height. */
  readonly height: number;
  readonly isInput: boolean;
}

export interface Form {
  readonly bars: readonly Bar[];
  /** From bar to bar, past what lies between; or, from one bar to the next, past what is inside a block. */
  readonly arcs: readonly (readonly [number, number])[];
  /** From bar to bar in several ways side by side. */
  readonly fans: readonly (readonly [number, number])[];
}

export function formOf(network: Network): Form {
  const closed = network.description.blocks.length > 0 ? withOneOpen(network, null) : network;
  const layers = onTheWay(closed);
  const at = new Map(layers.map(({ name }, i) => [name, i]));
  const ideas = layers.map(({ block }) => ideaIn(network, block));
  const inside = (idea: string) =>
    layers.flatMap((_, i) => (ideas[i] === idea && i > 0 ? [[i - 1, i] as const] : []));
  const past = edgesOf(closed).flatMap(([from, to]) => {
    const [start, end] = [at.get(from), at.get(to)];
    return start === undefined || end === undefined || end === start + 1
      ? []
      : [[start, end] as const];
  });
  const largest = closed.side || 1;
  const bars = layers.map((layer) => ({
    height: heightOf(layer, largest),
    isInput: layer.kind === "input",
  }));
  // What comes past other layers into a block is an arc already.
  const isTold = ([, end]: readonly [number, number]) => past.some(([, to]) => to === end);
  const fans = inside("branches").filter((each) => !isTold(each));
  return { bars, arcs: [...inside("shortcut"), ...past], fans };
}

/** The last layer and all that it is computed from: other layers end in an answer half-way up. */
function onTheWay(network: Network): readonly Layer[] {
  const edges = edgesOf(network);
  const last = network.layers.at(-1)?.name ?? "";
  const found = new Set([last]);
  // Set iteration goes on to what is added meanwhile.
  for (const name of found) for (const [from, to] of edges) if (to === name) found.add(from);
  return network.layers.filter(({ name }) => found.has(name));
}

function ideaIn(network: Network, name: string | undefined): string {
  const block = network.description.blocks.find((each) => each.name === name);
  return block === undefined ? "" : ideaOf(network, block);
}

/** Units have no places: they are as high as a map of few cells. */
const OF_UNITS = 0.2;

function heightOf({ shape }: Layer, largest: number): number {
  if (shape.length < 3) return OF_UNITS;
  const [, rows = 1] = extent(shape);
  return Math.max(OF_UNITS, Math.sqrt(rows / largest));
}
