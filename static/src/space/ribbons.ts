/** Lines and surfaces over the maps: the selected cell, what it sees, what feeds it; stubs of hidden layers; skips. */
import { coneOf, sidesOf } from "../layout/cone.ts";
import {
  cellTile,
  cornersOf,
  middleOf,
  middleOfTile,
  type Slab,
  type Slabs,
  slabTile,
  type Tile,
  tilesOf,
} from "../layout/space.ts";
import { add, scaled, type Vector } from "../math/vectors.ts";
import { cutIn, skipsOf } from "../network/branches.ts";
import type { Network } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import type { Line, Patch } from "../state/highlights.ts";
import type { Lab } from "../state/lab.ts";
import type { Ribbon, Tint, Triangles } from "./geometries.ts";
import { MASK } from "./mask.ts";

/** Pieces of a curve. */
const PIECES = 14;

export type TintOf = (name: string, opacity?: number) => Tint;

/** What is drawn over the maps: lines and translucent sides. */
export interface Overlay {
  readonly ribbons: Ribbon[];
  readonly cones: Triangles[];
}

export function overlayOf(lab: Lab, space: Slabs, tint: TintOf): Overlay {
  const network = lab.reader.network.peek();
  if (network === null) return { ribbons: [], cones: [] };
  const slabs = new Map(space.slabs.map((slab) => [slab.name, slab]));
  const ribbons: Ribbon[] = [];
  const cones: Triangles[] = [];
  for (const slab of space.slabs)
    if (slab.hidden && slab.name !== MASK)
      ribbons.push(outline(slabTile(space, slab), tint("--quiet", 0.7), 1));
  const cut = cutIn(network);
  for (const [from, to] of skipsOf(network))
    if (!cut.has([from, to].join()))
      ribbons.push(...skip(space, slabs.get(from), slabs.get(to), tint("--quiet", 0.8)));
  const scene = { lab, network, space, slabs, tint, ribbons, cones };
  addFloor(scene);
  addHighlights(scene);
  return { ribbons, cones };
}

interface Scene extends Overlay {
  readonly lab: Lab;
  readonly network: Network;
  readonly space: Slabs;
  readonly slabs: ReadonlyMap<string, Slab>;
  readonly tint: TintOf;
}

/** What the network stands on: a line along the flow, and one below each layer; with light, a shadow. */
function addFloor({ lab, space, tint, ribbons, cones }: Scene): void {
  const shown = space.slabs.filter(({ hidden }) => !hidden);
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined || space.axes.up[1] === 0) return;
  const lowest = Math.max(...shown.map(({ height }) => height / 2)) + 0.9;
  const at = (along: number, aside: number): Vector =>
    add(
      add(scaled(space.axes.flow, along), scaled(space.axes.right, aside)),
      scaled(space.axes.up, -lowest),
    );
  const rule = tint("--rule");
  ribbons.push({ points: [at(first.along, 0), at(last.along, 0)], width: 1.2, tint: rule });
  for (const { along, aside, width } of shown) {
    const [left, right] = [aside - width / 2, aside + width / 2];
    ribbons.push({ points: [at(along, left), at(along, right)], width: 1.2, tint: rule });
    if (!lab.space.lit.peek()) continue;
    for (const reach of [-2.2, 2.2])
      cones.push(
        shadow(
          at(along, left),
          at(along, right),
          scaled(space.axes.flow, reach),
          tint("--text", 0.13),
        ),
      );
  }
}

/** Dark along an edge, fading away from it. */
function shadow(from: Vector, to: Vector, away: Vector, tint: Tint): Triangles {
  const none: Tint = [tint[0], tint[1], tint[2], 0];
  const [far, further] = [add(from, away), add(to, away)];
  return {
    points: [from, to, further, from, further, far],
    tints: [tint, tint, none, tint, none, none],
  };
}

function addHighlights(scene: Scene): void {
  const highlights = scene.lab.selection.highlights.peek();
  const { selected, pointed, weighed } = highlights;
  if (selected !== null) addCone(scene);
  for (const patch of [...highlights.seers, ...highlights.seen]) addPatch(scene, patch, "--source");
  for (const line of highlights.lines) addLine(scene, line);
  addPath(scene, highlights.path);
  addCell(scene, selected, "--accent", 2.6);
  addCell(scene, pointed, "--quiet", 1.5);
  if (weighed !== null) addPatch(scene, weighed, "--kernel");
}

function addCone({ lab, network, space, tint, cones }: Scene): void {
  const shown = new Map(network.layers.map((layer) => [layer.name, layer.shown]));
  const hulls = coneOf(network.graph, shown, space, lab.selection.field.peek());
  const opacity = Math.max(0.035, 0.16 / Math.sqrt(Math.max(1, hulls.length)));
  for (const hull of hulls) {
    const points = sidesOf(hull);
    cones.push({ points, tints: points.map(() => tint("--accent", opacity)) });
  }
}

function addPatch({ space, slabs, tint, ribbons }: Scene, patch: Patch, colour: string): void {
  const slab = slabs.get(patch.layer);
  if (slab === undefined || slab.hidden) return;
  for (const tile of tilesOf(space, slab, patch.box))
    ribbons.push(outline(tile, tint(colour), 1.6));
}

function addCell(
  { space, slabs, tint, ribbons }: Scene,
  cell: Cell | null,
  colour: string,
  width: number,
): void {
  const tile = cell === null ? null : tileOfCell(space, slabs, cell);
  if (tile !== null) ribbons.push(outline(tile, tint(colour), width));
}

/** From a cell that feeds another: sign of the weight as colour, share of the sum as width. */
function addLine(scene: Scene, { from, to, share, negative }: Line): void {
  const colour = scene.tint(negative ? "--negative" : "--positive", 0.15 + 0.75 * share);
  addCurve(scene, from, to, 0.6 + 3 * share, colour);
}

function addPath(scene: Scene, path: readonly Cell[]): void {
  for (const [i, cell] of path.entries()) {
    addCell(scene, cell, "--accent", 2);
    const next = path[i + 1];
    if (next !== undefined) addCurve(scene, next, cell, 3, scene.tint("--accent"));
  }
}

function addCurve(
  { space, slabs, ribbons }: Scene,
  from: Cell,
  to: Cell,
  width: number,
  tint: Tint,
): void {
  const ends = [tileOfCell(space, slabs, from), tileOfCell(space, slabs, to)] as const;
  if (ends[0] === null || ends[1] === null) return;
  ribbons.push({
    points: curve(space, middleOfTile(ends[0]), middleOfTile(ends[1])),
    width,
    tint,
  });
}

/** A cell's tile; null while its layer is hidden. */
export function tileOfCell(
  space: Slabs,
  slabs: ReadonlyMap<string, Slab>,
  { layer, index }: Cell,
): Tile | null {
  const slab = slabs.get(layer);
  return slab === undefined || slab.hidden ? null : cellTile(space, slab, index);
}

function outline(tile: Tile, tint: Tint, width: number): Ribbon {
  const corners = cornersOf(tile);
  return { points: [...corners, corners[0]], width, tint };
}

/** From point to point along the flow: it leaves and arrives straight. */
function curve({ axes }: Slabs, from: Vector, to: Vector): Vector[] {
  const reach = axes.flow.reduce((sum, part, i) => sum + part * ((to[i] ?? 0) - (from[i] ?? 0)), 0);
  const out = scaled(axes.flow, reach / 2);
  return bezier(from, add(from, out), add(to, scaled(out, -1)), to);
}

/** Past the layers between, below them. */
function skip(space: Slabs, from: Slab | undefined, to: Slab | undefined, tint: Tint): Ribbon[] {
  if (from === undefined || to === undefined) return [];
  const lowest = Math.max(...space.slabs.map(({ height }) => height)) / 2 + 1.5;
  const below = (slab: Slab, depth: number) =>
    add(middleOf(space, slab), scaled(space.axes.up, -depth));
  const points = bezier(
    below(from, from.height / 2),
    below(from, lowest + 1),
    below(to, lowest + 1),
    below(to, to.height / 2),
  );
  return [{ points, width: 1.6, tint }];
}

function bezier(a: Vector, b: Vector, c: Vector, d: Vector): Vector[] {
  return Array.from({ length: PIECES + 1 }, (_, i) => {
    const t = i / PIECES;
    const s = 1 - t;
    const parts = [s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t] as const;
    return [a, b, c, d].reduce<Vector>(
      (sum, point, k) => add(sum, scaled(point, parts[k] ?? 0)),
      [0, 0, 0],
    );
  });
}
