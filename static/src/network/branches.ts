/** Where a network forks and joins: which layers feed which, and the columns that they stand in. */
import type { Network } from "./network.ts";

/** Which layers feed which, once each. */
export function edgesOf(network: Network): (readonly [string, string])[] {
  const pairs = network.operations.flatMap(({ layer, inputs }) =>
    inputs.map((input) => [input.layer, layer] as const),
  );
  const between = pairs.filter(([from, to]) => from !== to);
  return [...new Map(between.map((pair) => [pair.join(), pair])).values()];
}

/** The column of each layer, from 0: one after everything that feeds it. Branches stand one above the other. */
export function columnsOf(network: Network): Map<string, number> {
  const edges = edgesOf(network);
  const columns = new Map<string, number>();
  for (const { name } of network.layers) {
    const before = edges.filter(([, to]) => to === name).map(([from]) => columns.get(from) ?? 0);
    columns.set(name, 1 + Math.max(-1, ...before));
  }
  return columns;
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
