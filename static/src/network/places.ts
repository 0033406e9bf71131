/** Where the layers of a network stand while one of its blocks is open: its branches are rows, and the layers of an answer half-way up have no place. */
import { edgesOf } from "./edges.ts";
import type { BlockPlace, Network } from "./network.ts";
import { uShapeOf } from "./u-shape.ts";

type Edges = readonly (readonly [string, string])[];

/** Null where no block is open, and for a U, whose levels say where its layers stand. */
export function placesIn(network: Network): ReadonlyMap<string, BlockPlace> | null {
  const { layers, open, description } = network;
  const block = description.blocks.find(({ name }) => name === open);
  if (block === undefined || uShapeOf(network) !== null) return null;
  const edges = edgesOf(network);
  const branches = branchesOf(block.layers, edges);
  const aside = asideOf(network, edges);
  const columns = columnsWith(network, edges, branches, block.layers);
  const places = new Map<string, BlockPlace>();
  for (const { name } of layers.filter((each) => !aside.has(each.name))) {
    const column = columns.get(name) ?? 0;
    const inside = block.layers.includes(name);
    const row = branches.findIndex((each) => each.includes(name));
    if (!inside) places.set(name, { column, inside });
    else if (branches.length < 2 || row < 0) places.set(name, { column, inside, part: [0, 1] });
    else {
      const part = [row / branches.length, (row + 1) / branches.length] as const;
      const isLast = branches[row]?.at(-1) === name;
      const isFirst = block.layers.every((each) => (columns.get(each) ?? 0) >= column);
      places.set(name, { column, inside, part, branch: { row, isFirst, isLast } });
    }
  }
  return places;
}

/** The layers between a block's way in and what joins its branches, each branch from left to right; a shortcut is one without layers. */
function branchesOf(inside: readonly string[], edges: Edges): readonly (readonly string[])[] {
  const before = (name: string) => edges.filter(([, to]) => to === name).map(([from]) => from);
  const isJoin = (name: string) => before(name).length > 1;
  const branches: string[][] = [];
  for (const name of inside.filter((each) => !isJoin(each))) {
    const branch = branches.find((each) => before(name).includes(each.at(-1) ?? ""));
    if (branch === undefined) branches.push([name]);
    else branch.push(name);
  }
  const isShortcut = ([from, to]: readonly [string, string]) =>
    !inside.includes(from) && inside.includes(to) && isJoin(to);
  return edges.some(isShortcut) ? [...branches, []] : branches;
}

/** The layers that lead only to a further answer. */
export function asideOf(network: Network, edges: Edges = edgesOf(network)): ReadonlySet<string> {
  const { layers } = network;
  const onWay = new Set([layers.at(-1)?.name ?? ""]);
  for (const { name } of [...layers].reverse())
    if (edges.some(([from, to]) => from === name && onWay.has(to))) onWay.add(name);
  return new Set(layers.map(({ name }) => name).filter((name) => !onWay.has(name)));
}

/** The column of each layer, after what feeds it; a branch ends where the block's longest one does. */
function columnsWith(
  { layers }: Network,
  edges: Edges,
  branches: readonly (readonly string[])[],
  inside: readonly string[],
): ReadonlyMap<string, number> {
  const columns = new Map<string, number>();
  const longest = Math.max(0, ...branches.map(({ length }) => length));
  for (const [i, { name, block, shape }] of layers.entries()) {
    const from = edges.filter(([, to]) => to === name).map(([from]) => from);
    const last = Math.max(-1, ...from.map((each) => columns.get(each) ?? 0));
    const before = layers[i - 1];
    const isBelow =
      block !== undefined &&
      before?.block !== undefined &&
      String(from) === before.name &&
      String(shape) === String(before.shape);
    const isFirst = inside.includes(name) && !from.some((each) => inside.includes(each));
    const branch = branches.find((each) => each[0] === name);
    const start = last + (isBelow ? 0 : 1);
    columns.set(name, start + (isFirst ? longest - (branch?.length ?? longest) : 0));
  }
  return columns;
}
