/**
 * Networks that go down to small maps and up again, with skips past the bottom: which level of the U each layer stands on, and
 * in which column. It follows from the description alone.
 */
import { edgesOf } from "./edges.ts";
import { extent } from "./graph.ts";
import type { Layer, Network } from "./network.ts";

type Edge = readonly [string, string];

export interface UShape {
  /** A level has maps of one size; 0 are the largest. */
  readonly level: ReadonlyMap<string, number>;
  /** Within a level layers go on to the right; the first of another level stands above or below what it is made of. */
  readonly column: ReadonlyMap<string, number>;
  /** From a block to where its maps are put beside others of their size. */
  readonly skips: readonly Edge[];
  /** Layers that a skip of their own level goes past. */
  readonly passed: ReadonlySet<string>;
}

/** Null for a network of another form: one without blocks or skips, or with branches. */
export function uShapeOf(network: Network): UShape | null {
  const { layers, whole } = network;
  if (whole === undefined || layers.some(({ shape }) => shape.length !== 3)) return null;
  const edges = edgesOf(network);
  const skips = edges.filter((edge) => isSkip(edge, network, whole));
  if (skips.length === 0 || !isRow(layers, edges, skips)) return null;
  const level = levelsOf(layers);
  const column = columnsIn(layers, level);
  const passed = passedBy(skips, level, column);
  return skips.some((ends) => ends.some((end) => passed.has(end)))
    ? null
    : { level, column, skips, passed };
}

function sideOf({ shape }: Layer): number {
  return extent(shape)[1];
}

/** Whether maps of a block are put beside others of their size, with smaller ones on the other way. */
function isSkip([from, to]: Edge, { layers, operations }: Network, whole: Network): boolean {
  const [start, end] = [from, to].map((name) => layers.findIndex((each) => each.name === name));
  const between = layers.slice((start ?? 0) + 1, end);
  const [source, join] = [layers[start ?? 0], layers[end ?? 0]];
  if (source === undefined || join === undefined || sideOf(source) !== sideOf(join)) return false;
  const isJoined = operations.some(
    ({ layer, kind, inputs }) =>
      layer === to && kind === "concatenate" && inputs.some((input) => input.layer === from),
  );
  const isBlock = whole.description.blocks.some(({ layers: inside }) => inside.includes(from));
  return isJoined && isBlock && between.some((each) => sideOf(each) < sideOf(source));
}

/** Whether the layers are one row, each made of the one before it; what else joins them stays within one level. */
function isRow(layers: readonly Layer[], edges: readonly Edge[], skips: readonly Edge[]): boolean {
  const at = new Map(layers.map(({ name }, i) => [name, i]));
  const steps = edges.map(([from, to]) => [at.get(from) ?? 0, at.get(to) ?? 0] as const);
  const isNext = layers
    .slice(1)
    .every((_, i) => steps.some(([from, to]) => from === i && to === i + 1));
  const others = steps.filter(
    ([from, to], i) => to !== from + 1 && !skips.includes(edges[i] as Edge),
  );
  return (
    isNext &&
    others.every(([from, to]) => {
      const sides = layers.slice(from, to + 1).map(sideOf);
      return new Set(sides).size === 1;
    })
  );
}

function levelsOf(layers: readonly Layer[]): Map<string, number> {
  const sides = [...new Set(layers.map(sideOf))].sort((one, other) => other - one);
  return new Map(layers.map((layer) => [layer.name, sides.indexOf(sideOf(layer))]));
}

function columnsIn(
  layers: readonly Layer[],
  level: ReadonlyMap<string, number>,
): Map<string, number> {
  const columns = new Map<string, number>();
  const taken = new Set<string>();
  let [column, before] = [0, level.get(layers[0]?.name ?? "")];
  for (const [i, { name }] of layers.entries()) {
    const now = level.get(name);
    if (i > 0 && now === before) column++;
    while (taken.has(`${now} ${column}`)) column++;
    taken.add(`${now} ${column}`);
    columns.set(name, column);
    before = now;
  }
  return columns;
}

function passedBy(
  skips: readonly Edge[],
  level: ReadonlyMap<string, number>,
  column: ReadonlyMap<string, number>,
): Set<string> {
  const at = (name: string) => column.get(name) ?? 0;
  return new Set(
    skips.flatMap(([from, to]) =>
      [...level.keys()].filter(
        (name) => level.get(name) === level.get(from) && at(name) > at(from) && at(name) < at(to),
      ),
    ),
  );
}
