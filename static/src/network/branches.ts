/** Where a network forks and joins: which layers feed which, and the columns that they stand in. */
import { edgesOf } from "./edges.ts";
import type { Layer, Network } from "./network.ts";
import { uShapeOf } from "./u-shape.ts";

/**
 * The column of each layer, from 0: one after everything that feeds it. Branches stand one above the other, and so do closed
 * blocks of one shape that follow one another; in a U the levels do.
 */
export function columnsOf(network: Network): ReadonlyMap<string, number> {
  const { places } = network;
  if (places) return new Map([...places].map(([name, { column }]) => [name, column]));
  return uShapeOf(network)?.column ?? stepsTo(network, follows);
}

/** The depth of each layer, from 0: one more than that of everything that feeds it. */
export function depthsOf(network: Network): ReadonlyMap<string, number> {
  return stepsTo(network, () => false);
}

type IsBelow = (before: Layer | undefined, layer: Layer, from: readonly string[]) => boolean;

/** Numbers each layer one more than everything that feeds it, except a layer that stands below the one before it. */
function stepsTo(network: Network, isBelow: IsBelow): Map<string, number> {
  const edges = edgesOf(network);
  const steps = new Map<string, number>();
  for (const [i, layer] of network.layers.entries()) {
    const { name } = layer;
    const from = edges.filter(([, to]) => to === name).map(([from]) => from);
    const before = from.map((each) => steps.get(each) ?? 0);
    const isSame = isBelow(network.layers[i - 1], layer, from);
    steps.set(name, Math.max(-1, ...before) + (isSame ? 0 : 1));
  }
  return steps;
}

/** Closed blocks of one shape that follow one another: of each such row its blocks, the first one first. */
export function rowsOfBlocks(network: Network): readonly (readonly Layer[])[] {
  const edges = edgesOf(network);
  const rows: Layer[][] = [];
  for (const [i, layer] of network.layers.entries()) {
    const from = edges.filter(([, to]) => to === layer.name).map(([from]) => from);
    if (follows(network.layers[i - 1], layer, from)) rows.at(-1)?.push(layer);
    else rows.push([layer]);
  }
  return rows.filter(({ length }) => length > 1);
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

/** The branches of the open block that a layer stands in, each from left to right; none where it has not several. */
export function branchesAround({ layers, places }: Network, name: string): Layer[][] {
  if (places?.get(name)?.inside !== true) return [];
  const branches: Layer[][] = [];
  for (const layer of layers) {
    const row = places.get(layer.name)?.branch?.row;
    if (row !== undefined) branches[row] = [...(branches[row] ?? []), layer];
  }
  const all = branches.filter((each) => each !== undefined);
  return all.length > 1 ? all : [];
}

/**
 * The layers of a network with blocks whose titles are short: those that share their column with others, and while a block is
 * open all but answers.
 */
export function compactIn(network: Network): ReadonlySet<string> {
  if (network.whole === undefined) return new Set();
  if (uShapeOf(network) !== null) return betweenLevels(network);
  const columns = columnsOf(network);
  const all = [...columns.values()];
  const isOpen = insideOpen(network).length > 0;
  const compact = network.layers.filter(({ name, kind }) => {
    const isShared = all.filter((column) => column === columns.get(name)).length > 1;
    const isEnd = kind === "input" || name === network.layers.at(-1)?.name;
    return isShared || (isOpen && !isEnd);
  });
  return new Set(compact.map(({ name }) => name));
}

/** In a U the layers that are neither a closed block nor the input or the output; while a block is open the closed blocks, too. */
function betweenLevels({ layers, open }: Network): ReadonlySet<string> {
  const isEnd = ({ kind }: Layer) => kind === "input" || kind === "output";
  const isOpen = open != null;
  const compact = layers.filter((each) => !isEnd(each) && (isOpen || each.block === undefined));
  return new Set(compact.map(({ name }) => name));
}

/** The layers whose titles say what happens in them: those inside an open block, and of a U all but its levels and ends. */
export function answeringOperations(network: Network): ReadonlySet<string> {
  return uShapeOf(network) === null ? new Set(insideOpen(network)) : betweenLevels(network);
}

/**
 * The connections between layers that are drawn as lines: those that skip a column, and those to or from a column with several
 * layers. Between single neighbours no line is needed; in a U every step but the last is a line.
 */
export function connectionsOf(network: Network): (readonly [string, string])[] {
  const last = network.layers.at(-1)?.name;
  return uShapeOf(network) === null
    ? connectionsIn(network, columnsOf(network))
    : edgesOf(network).filter(([, to]) => to !== last);
}

/** The connections that are drawn as lines where each depth is a column. */
export function skipsOf(network: Network): (readonly [string, string])[] {
  return connectionsIn(network, depthsOf(network));
}

function connectionsIn(
  network: Network,
  columns: ReadonlyMap<string, number>,
): (readonly [string, string])[] {
  const all = [...columns.values()];
  const shared = (column: number) => all.filter((each) => each === column).length > 1;
  const isBranch = (name: string) => network.places?.get(name)?.branch !== undefined;
  return edgesOf(network).filter(([from, to]) => {
    if (isBranch(from) || isBranch(to)) return true;
    const [start, end] = [columns.get(from) ?? 0, columns.get(to) ?? 0];
    return end !== start + 1 || shared(start) || shared(end);
  });
}

/** The connections that carry nothing, as all that goes that way is switched off: "from,to". */
export function cutIn(network: Network): ReadonlySet<string> {
  if (network.off.size === 0) return new Set();
  const carrying = new Set(edgesOf(network, true).map((pair) => pair.join()));
  const all = edgesOf(network).map((pair) => pair.join());
  return new Set(all.filter((pair) => !carrying.has(pair)));
}
