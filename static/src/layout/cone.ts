/** A cell's receptive field in space: translucent hulls from layer to layer, down to the drawing. */

import { add, dot, scaled, subtract, type Vector } from "../math/vectors.ts";
import type { Box } from "../network/boxes.ts";
import type { Graph, Operation } from "../network/graph.ts";
import { kindOf } from "../network/kinds/kinds.ts";
import { cornersOf, type Slab, type Slabs, type Tile, tilesOf } from "./space.ts";

/** From what is seen in one layer to what that is made from in an earlier one. */
export interface Hull {
  readonly layer: string;
  readonly before: string;
  readonly from: Tile;
  readonly to: Tile;
}

/** More pairs of tiles than this become one hull around all of them. */
const MOST_PAIRS = 24;

/** `shown`: the operation that each layer shows; `field`: what the cell sees of each operation. Layers that are hidden are passed through. */
export function coneOf(
  graph: Graph,
  shown: ReadonlyMap<string, string>,
  space: Slabs,
  field: ReadonlyMap<string, Box>,
): Hull[] {
  const slabs = new Map<string, Slab>();
  for (const slab of space.slabs) {
    const operation = shown.get(slab.name);
    if (!slab.hidden && operation !== undefined) slabs.set(operation, slab);
  }
  const hulls: Hull[] = [];
  for (const operation of [...graph.operations].reverse()) {
    const [slab, box] = [slabs.get(operation.name), field.get(operation.name)];
    if (slab === undefined || box === undefined) continue;
    const nearTiles = tilesOf(space, slab, box);
    for (const [before, mixes] of seenFrom(operation, slabs, field)) {
      const earlier = slabs.get(before) as Slab;
      const farTiles = tilesOf(space, earlier, field.get(before) as Box);
      for (const [from, to] of pairs(nearTiles, farTiles, mixes))
        hulls.push({ layer: slab.name, before: earlier.name, from, to });
    }
  }
  return hulls;
}

/** The nearest operations before this one that can be seen, by name, and whether maps are mixed on the way. */
function seenFrom(
  operation: Operation,
  slabs: ReadonlyMap<string, Slab>,
  field: ReadonlyMap<string, Box>,
): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const visit = (each: Operation, mixed: boolean) => {
    const mixes = mixed || kindOf(each)?.mixesMaps !== false;
    for (const input of each.inputs) {
      const { name } = input;
      if (!field.has(name)) continue;
      if (slabs.has(name)) found.set(name, mixes || found.get(name) === true);
      else visit(input, mixes);
    }
  };
  visit(operation, false);
  return found;
}

function pairs(
  near: readonly Tile[],
  far: readonly Tile[],
  mixes: boolean,
): (readonly [Tile, Tile])[] {
  if (!mixes && near.length === far.length)
    return near.map((tile, i) => [tile, far[i] as Tile] as const);
  if (near.length * far.length <= MOST_PAIRS)
    return near.flatMap((tile) => far.map((other) => [tile, other] as const));
  return near.length === 0 || far.length === 0 ? [] : [[around(near), around(far)]];
}

/** The smallest tile around tiles of one plane. */
export function around(tiles: readonly Tile[]): Tile {
  const [first] = tiles;
  if (first === undefined) return { corner: [0, 0, 0], right: [0, 0, 0], down: [0, 0, 0] };
  const span = (edge: Vector) => {
    const unit = scaled(edge, 1 / Math.sqrt(dot(edge, edge) || 1));
    const places = tiles.flatMap((tile) =>
      cornersOf(tile).map((corner) => dot(subtract(corner, first.corner), unit)),
    );
    const [least, most] = [Math.min(...places), Math.max(...places)];
    return { before: scaled(unit, least), edge: scaled(unit, most - least) };
  };
  const [right, down] = [span(first.right), span(first.down)];
  return {
    corner: add(first.corner, add(right.before, down.before)),
    right: right.edge,
    down: down.edge,
  };
}

/** The four sides of a hull, two triangles each. */
export function sidesOf({ from, to }: Hull): Vector[] {
  const [near, far] = [cornersOf(from), cornersOf(to)];
  return [0, 1, 2, 3].flatMap((i) => {
    const next = (i + 1) % 4;
    const [a, b, c, d] = [near[i], near[next], far[next], far[i]] as [
      Vector,
      Vector,
      Vector,
      Vector,
    ];
    return [a, b, c, a, c, d];
  });
}
