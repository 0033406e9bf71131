/** Lines from column to column, behind the maps: what each layer is made from. They change with the layout alone. */
import type { Placed } from "../layout/flat.ts";
import type { Grid } from "../layout/grids.ts";
import { kernelCorner, mapCorner } from "../layout/places.ts";
import { connectionsOf, edgesOf } from "../network/branches.ts";
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
}

/** How much lines stand out: between units, between maps, one to one. */
const STRENGTH = { full: 0.36, mixing: 0.5, single: 0.9 };
/** A strip has an end for about so many dots. */
const DOTS_AN_END = 6;

/** All lines between neighbours, in CSS pixels of the stage; the outlines draw those that go past other columns. */
export function wiresOf(network: Network, placed: readonly Placed[], ratio: number): Wire[] {
  const told = placed.filter(({ part }) => part !== "stub");
  const byName = new Map(told.map((each) => [each.name, each]));
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
    return tiles.flatMap(({ left, right, map }) => [
      ...starts.map((from) => ({ ...single, from, to: left, straight: false })),
      { ...single, from: right, to: map, straight: true },
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

/** The kernels beside a layer's maps, as far as there is one for each map. */
function tilesOf({ hidden, grid, left, top, part }: Placed, ratio: number) {
  const { kernels } = grid;
  // Where several stand in a row, a large layer has lines to the first of each.
  const each = part === "focus" ? grid.across : 1;
  if (hidden || kernels === null || grid.across > each) return [];
  const rows = Math.ceil(grid.channels / each);
  return Array.from({ length: rows }, (_, i) => tileOf(grid, grid.first + i * each)).map(
    ({ corner, wide, high, map }) => {
      const y = top + (corner.y + high / 2) / ratio;
      return {
        left: { x: left + corner.x / ratio - 1, y },
        right: { x: left + (corner.x + wide) / ratio, y },
        map: { x: left + map / ratio, y },
      };
    },
  );

  function tileOf(of: Grid, channel: number) {
    const known = kernels as NonNullable<typeof kernels>;
    return {
      corner: kernelCorner(of, known, channel, 0),
      wide: known.columns * known.cell,
      high: known.rows * known.cell,
      map: mapCorner(of, channel).x - of.frame,
    };
  }
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
  for (const { from, to, straight, strength } of wires) {
    context.globalAlpha = strength;
    context.beginPath();
    context.moveTo(from.x, from.y);
    const middle = (from.x + to.x) / 2;
    if (straight) context.lineTo(to.x, to.y);
    else context.bezierCurveTo(middle, from.y, middle, to.y, to.x, to.y);
    context.stroke();
  }
  context.globalAlpha = 1;
}
