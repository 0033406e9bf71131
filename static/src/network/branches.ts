/** Where a network forks and joins: which layers feed which, and the columns that they stand in. */
import type { Layer, Network } from "./network.ts";

/** Which layers feed which, once each. */
export function edgesOf(network: Network): (readonly [string, string])[] {
  const pairs = network.operations.flatMap(({ layer, inputs }) =>
    inputs.map((input) => [input.layer, layer] as const),
  );
  const between = pairs.filter(([from, to]) => from !== to);
  return [...new Map(between.map((pair) => [pair.join(), pair])).values()];
}

/**
 * The column of each layer, from 0: one after everything that feeds it. Branches stand one above the other, and so do closed
 * blocks of one shape that follow one another.
 */
export function columnsOf(network: Network): Map<string, number> {
  const edges = edgesOf(network);
  const columns = new Map<string, number>();
  for (const [i, layer] of network.layers.entries()) {
    const { name } = layer;
    const from = edges.filter(([, to]) => to === name).map(([from]) => from);
    const before = from.map((each) => columns.get(each) ?? 0);
    const isSame = follows(network.layers[i - 1], layer, from);
    columns.set(name, Math.max(-1, ...before) + (isSame ? 0 : 1));
  }
  return columns;
}

/** Whether both are closed blocks of one shape, and the second is made of the first alone. */
function follows(one: Layer | undefined, other: Layer, from: readonly string[]): boolean {
  if (one?.block === undefined || other.block === undefined) return false;
  return String(from) === one.name && String(one.shape) === String(other.shape);
}

/** The layers of the block that is open; none where none is. */
export function insideOpen({ description, open }: Network): readonly string[] {
  return description.blocks.find(({ name }) => name === open)?.layers ?? [];
}

/**
 * The layers of a network with blocks whose titles are short: those that share their column with others, and while a block is
 * open all but answers.
 */
export function compactIn(network: Network): ReadonlySet<string> {
  if (network.whole === undefined) return new Set();
  const columns = columnsOf(network);
  const all = [...columns.values()];
  const isOpen = insideOpen(network).length > 0;
  const compact = network.layers.filter(({ name, kind }) => {
    const isShared = all.filter((column) => column === columns.get(name)).length > 1;
    return isShared || (isOpen && kind !== "output" && kind !== "input");
  });
  return new Set(compact.map(({ name }) => name));
}

/**
 * The connections between layers that are drawn as lines: those that skip a column, and those to or from a column with several
 * layers. Between single neighbours no line is needed.
 */
export function connectionsOf(network: Network): (readonly [string, string])[] {
  const columns = columnsOf(network);
  const all = [...columns.values()];
  const shared = (column: number) => all.filter((each) => each === column).length > 1;
  return edgesOf(network).filter(([from, to]) => {
    const [start, end] = [columns.get(from) ?? 0, columns.get(to) ?? 0];
    return end !== start + 1 || shared(start) || shared(end);
  });
}
