/** What stands out: the selected cell, what it sees, what feeds it; stubs of hidden layers; skips. */
import { linksTo, momentOf, onPage, pathFrom, shownCell } from "../../inspection.ts";
import { coneOf, sidesOf } from "../../math/cone.ts";
import { fieldOf, seersOf } from "../../math/receptive-field.ts";
import {
  cellTile,
  cornersOf,
  middleOf,
  middleOfTile,
  type Slab,
  type Space,
  slabTile,
  type Tile,
  tilesOf,
} from "../../math/space.ts";
import { add, scaled, type Vector } from "../../math/vectors.ts";
import { connectionsOf, type Network } from "../../network.ts";
import type { Cell, Store } from "../../store.ts";
import type { Ribbon, Tint, Triangles } from "./picture.ts";

/** Shares smaller than this part of the largest are not drawn: they would be a fog. */
const FAINTEST = 0.02;
/** Pieces of a curve. */
const PIECES = 14;

export type TintOf = (name: string, opacity?: number) => Tint;

export interface Highlights {
  readonly ribbons: Ribbon[];
  readonly cones: Triangles[];
}

/** `pixel`: device pixels in a CSS pixel, for the lines' widths. */
export function highlightsOf(store: Store, space: Space, tint: TintOf): Highlights {
  const network = store.network.peek();
  if (network === null) return { ribbons: [], cones: [] };
  const slabs = new Map(space.slabs.map((slab) => [slab.name, slab]));
  const ribbons: Ribbon[] = [];
  const cones: Triangles[] = [];
  for (const slab of space.slabs)
    if (slab.hidden) ribbons.push(outline(slabTile(space, slab), tint("--quiet", 0.7), 1));
  for (const [from, to] of connectionsOf(network))
    ribbons.push(...skip(space, slabs.get(from), slabs.get(to), tint("--quiet", 0.8)));
  const selected = store.selected.peek();
  if (selected !== null)
    addSelected({ store, network, space, slabs, tint, ribbons, cones }, selected);
  const pointed = store.cell.peek();
  const tile = pointed === null ? null : tileOfCell(space, slabs, pointed);
  if (store.pinned.peek() !== null && tile !== null)
    ribbons.push(outline(tile, tint("--quiet"), 1.5));
  return { ribbons, cones };
}

interface Scene extends Highlights {
  readonly store: Store;
  readonly network: Network;
  readonly space: Space;
  readonly slabs: ReadonlyMap<string, Slab>;
  readonly tint: TintOf;
}

function addSelected(scene: Scene, selected: Cell): void {
  const { network, space, slabs, tint, ribbons, cones } = scene;
  const cell = shownCell(network, selected);
  const shown = new Map(network.layers.map((layer) => [layer.name, layer.shown]));
  const hulls = coneOf(network.graph, shown, space, cell);
  const opacity = Math.max(0.035, 0.16 / Math.sqrt(Math.max(1, hulls.length)));
  for (const hull of hulls) cones.push({ points: sidesOf(hull), tint: tint("--accent", opacity) });
  const seen =
    network.layer.get(selected.layer)?.kind === "input"
      ? seersOf(network.graph, cell.operation, cell.index)
      : fieldOf(network.graph, cell.operation, cell.index);
  for (const { name, shown: operation } of network.layers) {
    const box = seen.get(operation);
    const slab = slabs.get(name);
    if (box === undefined || slab === undefined || slab.hidden || name === selected.layer) continue;
    for (const tile of tilesOf(space, slab, box))
      ribbons.push(outline(tile, tint("--source"), 1.6));
  }
  addLines(scene, selected);
  const own = tileOfCell(space, slabs, selected);
  if (own !== null) ribbons.push(outline(own, tint("--accent"), 2.6));
}

/** Lines from what feeds the cell: sign of the weight as colour, share of the sum as width. */
function addLines({ store, network, space, slabs, tint, ribbons }: Scene, selected: Cell): void {
  const moment = momentOf(store);
  const to = tileOfCell(space, slabs, selected);
  if (moment === null || to === null) return;
  const links = linksTo(moment, shownCell(network, selected));
  const largest = Math.max(...links.map(({ product }) => Math.abs(product)), 1e-12);
  for (const { operation, index, weight, product } of links) {
    const share = Math.abs(product) / largest;
    const from = tileOfCell(space, slabs, onPage(network, { operation, index }));
    if (share < FAINTEST || from === null) continue;
    ribbons.push({
      points: curve(space, middleOfTile(from), middleOfTile(to)),
      width: 0.6 + 3 * share,
      tint: tint(weight < 0 ? "--negative" : "--positive", 0.15 + 0.75 * share),
    });
  }
  if (!store.path.peek()) return;
  const cells = pathFrom(moment, shownCell(network, selected)).map((each) => onPage(network, each));
  const tiles = cells.map((each) => tileOfCell(space, slabs, each));
  for (const [i, tile] of tiles.entries()) {
    if (tile === null) continue;
    ribbons.push(outline(tile, tint("--accent"), 2));
    const next = tiles[i + 1];
    if (!next) continue;
    const points = curve(space, middleOfTile(next), middleOfTile(tile));
    ribbons.push({ points, width: 3, tint: tint("--accent") });
  }
}

/** A cell's tile; null while its layer is hidden. */
export function tileOfCell(
  space: Space,
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
function curve({ frame }: Space, from: Vector, to: Vector): Vector[] {
  const reach = frame.flow.reduce(
    (sum, part, i) => sum + part * ((to[i] ?? 0) - (from[i] ?? 0)),
    0,
  );
  const out = scaled(frame.flow, reach / 2);
  return bezier(from, add(from, out), add(to, scaled(out, -1)), to);
}

/** Past the layers between, below them. */
function skip(space: Space, from: Slab | undefined, to: Slab | undefined, tint: Tint): Ribbon[] {
  if (from === undefined || to === undefined) return [];
  const lowest = Math.max(...space.slabs.map(({ height }) => height)) / 2 + 1.5;
  const below = (slab: Slab, depth: number) =>
    add(middleOf(space, slab), scaled(space.frame.up, -depth));
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
