/** Lines from column to column, behind the maps: what each layer is made from. They change with the layout alone. */
import type { Placed } from "../layout/placed.ts";
import { kernelCorner, mapCorner } from "../layout/places.ts";
import { connectionsOf } from "../network/branches.ts";
import { edgesOf } from "../network/edges.ts";
import { kindOf } from "../network/kinds/kinds.ts";
import type { Layer, Network } from "../network/network.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line, `straight` or curved along the flow; `strength` is its opacity. */
export interface Wire {
  /** The layer that it leads to. */
  readonly into: string;
  readonly from: Point;
  readonly to: Point;
  readonly straight: boolean;
  readonly strength: number;
  /** Maps in its way are gone past: level between their rows from `x` on, then up or down to its end. */
  readonly past?: Point;
}

/** How much lines stand out: between units, between maps, one to one. */
const STRENGTH = { full: 0.36, mixing: 0.5, single: 0.9 };
/** How far before a corner a line leaves its way, in CSS pixels. */
const CORNER = 8;
/** A strip has one end of a line for about so many dots. */
const DOTS_AN_END = 6;

/** All lines between neighbours, in CSS pixels of the stage; the outlines draw those that go past other columns. */
export function wiresOf(network: Network, placed: readonly Placed[], ratio: number): Wire[] {
  const shown = placed.filter(({ part }) => part !== "stub");
  const byName = new Map(shown.map((each) => [each.name, each]));
  const drawn = new Set(connectionsOf(network).map((pair) => pair.join()));
  return edgesOf(network).flatMap(([from, to]) => {
    const [one, other] = [byName.get(from), byName.get(to)];
    if (one === undefined || other === undefined || drawn.has([from, to].join())) return [];
    return between(network, one, other, ratio);
  });
}

function between(network: Network, one: Placed, other: Placed, ratio: number): Wire[] {
  const starts = endsOf(one, "right", ratio);
  const tiles = tilesOf(other, ratio);
  const into = other.name;
  const single = { into, strength: STRENGTH.single };
  if (tiles.length > 0)
    return tiles.flatMap((tile) => [
      ...starts.map((from) => ({ ...single, from, straight: false, ...wayTo(tile, from) })),
      { ...single, from: tile.right, to: tile.map, straight: true },
    ]);
  const ends = endsOf(other, "left", ratio);
  const layer = network.layer.get(other.name);
  const isEach = starts.length === ends.length && one.grid.across === other.grid.across;
  if (layer !== undefined && !mixes(layer, network) && isEach)
    return starts.flatMap((from, i) => {
      const to = ends[i];
      return to === undefined ? [] : [{ ...single, from, to, straight: true }];
    });
  // A page of maps beside all of them: no line leads from each to its own.
  if (other.part !== undefined && layer !== undefined && !mixes(layer, network)) return [];
  const straight = layer !== undefined && layer.shape.length < 3;
  const strength = straight ? STRENGTH.full : STRENGTH.mixing;
  return starts.flatMap((from) => ends.map((to) => ({ into, from, to, straight, strength })));
}

function mixes(layer: Layer, { graph }: Network): boolean {
  return layer.operations.some((name) => {
    const operation = graph.byName.get(name);
    return operation !== undefined && kindOf(operation)?.mixesMaps !== false;
  });
}

/** Where lines end at one side of a layer: one for each row of maps or names, some along a strip, one for a stub. */
function endsOf(layer: Placed, side: "left" | "right", ratio: number): Point[] {
  const { hidden, grid, left, top, x, y, width, height } = layer;
  if (hidden) return [{ x: side === "left" ? x : x + width, y: y + height / 2 }];
  const lead = grid.lead / ratio;
  const at = side === "left" ? left + lead : left + grid.width;
  if (grid.channels === 0 || grid.folded) {
    const rows = grid.folded ? Math.max(1, Math.round(grid.rows / DOTS_AN_END)) : grid.rows;
    return Array.from({ length: rows }, (_, i) => ({
      x: at,
      y: top + ((i + 0.5) * grid.height) / rows,
    }));
  }
  const rows = Math.ceil(grid.channels / grid.across);
  return Array.from({ length: rows }, (_, i) => {
    const corner = mapCorner(grid, grid.first + i * grid.across);
    return { x: at, y: top + (corner.y + (grid.rows * grid.cell) / 2) / ratio };
  });
}

/** A kernel beside its map: the middles of its edges, where its map begins, and what is free around its row of maps. */
interface Tile {
  readonly left: Point;
  readonly right: Point;
  readonly above: Point;
  readonly below: Point;
  readonly map: Point;
  /** Other maps of its row stand before it. */
  readonly behind: boolean;
  /** Where the first map of its row begins, and the middles between that row and its neighbours; null beside none. */
  readonly row: {
    readonly x: number;
    readonly above: number | null;
    readonly below: number | null;
  };
}

/** The kernels beside a layer's maps, as far as there is one for each map. */
function tilesOf({ hidden, grid, left, top, part }: Placed, ratio: number): Tile[] {
  const { kernels } = grid;
  // A large layer has several in a row.
  if (hidden || kernels === null || (grid.across > 1 && part !== "focus")) return [];
  const [wide, high] = [kernels.columns * kernels.cell, kernels.rows * kernels.cell];
  const side = grid.rows * grid.cell;
  const between = (grid.pitch.y - side) / 2;
  const rows = Math.ceil(grid.channels / grid.across);
  const at = (x: number, y: number) => ({ x: left + x / ratio, y: top + y / ratio });
  return Array.from({ length: grid.channels }, (_, i) => {
    const channel = grid.first + i;
    const corner = kernelCorner(grid, kernels, channel, 0);
    const map = mapCorner(grid, channel);
    const row = Math.floor(i / grid.across);
    const [x, y] = [corner.x + wide / 2, corner.y + high / 2];
    return {
      left: at(corner.x - ratio, y),
      right: at(corner.x + wide, y),
      above: at(x, corner.y - ratio),
      below: at(x, corner.y + high),
      map: at(map.x - grid.frame, y),
      behind: i % grid.across > 0,
      row: {
        x: at(grid.lead, 0).x,
        above: row > 0 || rows === 1 ? at(0, map.y - Math.max(between, 3 * ratio)).y : null,
        below: row + 1 < rows ? at(0, map.y + side + between).y : null,
      },
    };
  });
}

/** Where a line from there ends; behind other maps it comes between the rows, on the side that it comes from. */
function wayTo({ left, above, below, behind, row }: Tile, from: Point): Pick<Wire, "to" | "past"> {
  if (!behind) return { to: left };
  const isBelow = row.above === null || (row.below !== null && left.y < from.y);
  const y = isBelow ? row.below : row.above;
  if (y === null) return { to: left };
  return { to: isBelow ? below : above, past: { x: row.x, y } };
}

/** Paints on a canvas over the stage; it reaches `reach` CSS pixels beyond its left edge, where the input stands. */
export function paintWires(
  canvas: HTMLCanvasElement,
  wires: readonly Wire[],
  size: { width: number; height: number; ratio: number; rem: number; reach: number },
): void {
  const { ratio, reach } = size;
  const [width, height] = [size.width + reach, size.height];
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  canvas.style.transform = `translateX(${-reach}px)`; // no shift of the layout, as another `left` would be
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.setTransform(ratio, 0, 0, ratio, reach * ratio, 0);
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = Math.max(0.7, size.rem / 20);
  drawWires(context, wires);
}

export function drawWires(context: CanvasRenderingContext2D, wires: readonly Wire[]): void {
  for (const { from, to, straight, strength, past } of wires) {
    context.globalAlpha = strength;
    context.beginPath();
    context.moveTo(from.x, from.y);
    if (straight) context.lineTo(to.x, to.y);
    else curve(context, from, past ?? to);
    if (past !== undefined) turn(context, past, to);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function curve(context: CanvasRenderingContext2D, from: Point, to: Point): void {
  const middle = (from.x + to.x) / 2;
  context.bezierCurveTo(middle, from.y, middle, to.y, to.x, to.y);
}

/** Level as far as above or below the end, and round a corner to it. */
function turn(context: CanvasRenderingContext2D, { x, y }: Point, to: Point): void {
  const corner = Math.min(CORNER, Math.abs(to.y - y), to.x - x);
  context.lineTo(to.x - corner, y);
  context.quadraticCurveTo(to.x, y, to.x, y + Math.sign(to.y - y) * corner);
  context.lineTo(to.x, to.y);
}
