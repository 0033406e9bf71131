/**
 * Where every map of every layer lies in space: a pure function of shapes, spacing and arrangement.
 *
 * Layers are slabs: planes across the flow, their maps side by side in them. In a row they stand upright and the flow runs
 * to the right; in a stack they lie flat and it runs upward. Layers of the same depth (branches) lie beside one another.
 */

import { countOf, positionIn } from "../math/shape.ts";
import { add, scaled, type Vector } from "../math/vectors.ts";
import type { Box } from "../network/boxes.ts";
import { extent } from "../network/graph.ts";
import type { Arrangement } from "./pose.ts";

export interface SlabShape {
  readonly name: string;
  /** (C, H, W), or (N) for units. */
  readonly shape: readonly number[];
  readonly hidden: boolean;
  /** Layers of the same depth stand beside one another. */
  readonly depth: number;
  /** It stands close behind the one before it, which is like it. */
  readonly close?: boolean;
}

export interface Slab {
  readonly name: string;
  readonly hidden: boolean;
  readonly depth: number;
  /** How many values it shows. */
  readonly count: number;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  /** Maps in a row of maps, side of a cell, space between maps. */
  readonly across: number;
  readonly cell: number;
  readonly gap: number;
  /** Its middle: along the flow, and to the right. */
  readonly along: number;
  readonly aside: number;
  readonly width: number;
  readonly height: number;
}

/** Directions of the slabs' planes: `normal` is the side from which they are read. */
export interface Axes {
  readonly flow: Vector;
  readonly right: Vector;
  readonly up: Vector;
  readonly normal: Vector;
}

/** All layers as they stand in space. */
export interface Slabs {
  readonly slabs: readonly Slab[];
  readonly axes: Axes;
}

/** A rectangle in space: its left upper corner, its edges to the right and downward. */
export interface Tile {
  readonly corner: Vector;
  readonly right: Vector;
  readonly down: Vector;
}

const AXES: Readonly<Record<Arrangement, Axes>> = {
  row: { flow: [1, 0, 0], right: [0, 0, 1], up: [0, 1, 0], normal: [-1, 0, 0] },
  stack: { flow: [0, 1, 0], right: [1, 0, 0], up: [0, 0, -1], normal: [0, 1, 0] },
};

/** The side of a unit in a folded strip, and of one of a few units that stand alone. */
const UNIT = 0.5;
const LONE_UNIT = 1.05;
/** More units than this are folded into a strip. */
const FEW = 16;
/** From layer to layer at a spacing of 1: always so much, and a part of the width of what stands in front. */
const STEP = 2.6;
const STEP_PART = 0.54;
/** Planes that lie flat can be nearer to each other. */
const STEPS: Readonly<Record<Arrangement, number>> = { row: 1, stack: 0.62 };
/** The part of a step to a slab that stands close behind the one before it. */
const CLOSE = 0.45;
/** Between branches beside one another. */
const BESIDE = 3;
/** A stub's side. */
const STUB = 1.4;
export const SPACINGS: readonly [number, number] = [0.15, 2];

export function layOutInSpace(
  shapes: readonly SlabShape[],
  spacing: number,
  arrangement: Arrangement,
): Slabs {
  const flat = shapes.map(slabFor);
  const close = new Set(shapes.filter((each) => each.close).map(({ depth }) => depth));
  const depths = [...new Set(flat.map(({ depth }) => depth))].sort((a, b) => a - b);
  let along = 0;
  const slabs = new Map<string, Slab>();
  for (const [i, depth] of depths.entries()) {
    const beside = flat.filter((slab) => slab.depth === depth);
    const wide = beside.reduce((sum, { width }) => sum + width + BESIDE, -BESIDE);
    let left = -wide / 2;
    for (const slab of beside) {
      slabs.set(slab.name, { ...slab, along, aside: left + slab.width / 2 });
      left += slab.width + BESIDE;
    }
    // Hidden layers are small, and so is the step past them.
    const widest = Math.max(...beside.map(({ width }) => width));
    const step = spacing * STEPS[arrangement] * (STEP + STEP_PART * widest);
    along += close.has(depths[i + 1] ?? depth) ? CLOSE * step : step;
  }
  const centred = flat.map(({ name }) => slabs.get(name) as Slab);
  const middle = ((centred[0]?.along ?? 0) + (centred.at(-1)?.along ?? 0)) / 2;
  return {
    slabs: centred.map((slab) => ({ ...slab, along: slab.along - middle })),
    axes: AXES[arrangement],
  };
}

function slabFor({ name, shape, hidden, depth }: SlabShape): Slab {
  const base = { name, hidden, depth, along: 0, aside: 0 };
  const count = countOf(shape);
  const grid = shape.length < 3 ? gridOfUnits(count) : gridOfMaps(shape);
  if (hidden) return { ...base, ...grid, count, width: STUB, height: STUB };
  const down = Math.ceil(grid.channels / grid.across);
  return {
    ...base,
    ...grid,
    count,
    width: grid.across * grid.columns * grid.cell + (grid.across - 1) * grid.gap,
    height: down * grid.rows * grid.cell + (down - 1) * grid.gap,
  };
}

/** As high as it is wide, or a little higher: it is looked at from the side. */
function gridOfMaps(shape: readonly number[]) {
  const [channels, rows, columns] = extent(shape);
  // As on the stage, a map's side grows with the root of its rows: small deep maps stay readable beside wide ones.
  const cell = 1 / Math.sqrt(rows);
  const across = Math.max(1, Math.floor(Math.sqrt((channels * rows) / columns)));
  return { channels, rows, columns, across, cell, gap: 0.35 };
}

function gridOfUnits(count: number) {
  if (count <= FEW)
    return { channels: count, rows: 1, columns: 1, across: 1, cell: LONE_UNIT, gap: 0.3 };
  const root = Math.floor(Math.sqrt(count));
  // No unfilled last row, where a fold near the square allows it.
  const even = range(Math.ceil(root * 0.6), root).filter((columns) => count % columns === 0);
  const columns = even.at(-1) ?? root;
  const cell = UNIT * Math.min(1, 20 / root);
  return { channels: 1, rows: Math.ceil(count / columns), columns, across: 1, cell, gap: 0 };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

/** The point of a slab's plane, so far to the right of and below its left upper corner. */
export function pointOn({ axes }: Slabs, slab: Slab, right: number, down: number): Vector {
  const across = slab.aside - slab.width / 2 + right;
  const upward = slab.height / 2 - down;
  const inPlane = add(scaled(axes.right, across), scaled(axes.up, upward));
  return add(scaled(axes.flow, slab.along), inPlane);
}

export function middleOf(space: Slabs, slab: Slab): Vector {
  return pointOn(space, slab, slab.width / 2, slab.height / 2);
}

/** Some cells of one map. */
export function tileOf(
  space: Slabs,
  slab: Slab,
  channel: number,
  rows: readonly [number, number] = [0, slab.rows - 1],
  columns: readonly [number, number] = [0, slab.columns - 1],
): Tile {
  const { cell } = slab;
  const [left, top] = cornerOf(slab, channel);
  const across = (columns[1] - columns[0] + 1) * cell;
  const down = (rows[1] - rows[0] + 1) * cell;
  return {
    corner: pointOn(space, slab, left + columns[0] * cell, top + rows[0] * cell),
    right: scaled(space.axes.right, across),
    down: scaled(space.axes.up, -down),
  };
}

/** A map's left upper corner, to the right of and below its slab's. */
function cornerOf(slab: Slab, channel: number): [number, number] {
  return [
    (channel % slab.across) * (slab.columns * slab.cell + slab.gap),
    Math.floor(channel / slab.across) * (slab.rows * slab.cell + slab.gap),
  ];
}

/** The tile of one value. */
export function cellTile(space: Slabs, slab: Slab, index: number): Tile {
  const { channel, row, column } = positionIn(slab, index);
  return tileOf(space, slab, channel, [row, row], [column, column]);
}

export function middleOfTile({ corner, right, down }: Tile): Vector {
  return add(corner, add(scaled(right, 0.5), scaled(down, 0.5)));
}

/** The whole slab, maps and what is between them. */
export function slabTile(space: Slabs, slab: Slab): Tile {
  return {
    corner: pointOn(space, slab, 0, 0),
    right: scaled(space.axes.right, slab.width),
    down: scaled(space.axes.up, -slab.height),
  };
}

export function cornersOf({ corner, right, down }: Tile): [Vector, Vector, Vector, Vector] {
  const across = add(corner, right);
  return [corner, across, add(across, down), add(corner, down)];
}

/** The tiles that a box of a layer's cells covers: one for each map in it, one for a strip of units. */
export function tilesOf(space: Slabs, slab: Slab, box: Box): Tile[] {
  const [first, last] = box.channels;
  const strip = slab.channels === 1 && slab.count > 1 && slab.rows * slab.columns >= slab.count;
  const units = strip && box.rows[1] === 0 && box.columns[1] === 0;
  if (units) return first === last ? [cellTile(space, slab, first)] : [slabTile(space, slab)];
  return range(first, Math.min(last, slab.channels - 1)).map((channel) =>
    tileOf(space, slab, channel, box.rows, box.columns),
  );
}

/** The value at a place of a slab's plane, to the right of and below its left upper corner; null between maps. */
export function indexAt(slab: Slab, right: number, down: number): number | null {
  const wide = slab.columns * slab.cell + slab.gap;
  const high = slab.rows * slab.cell + slab.gap;
  const [mapColumn, mapRow] = [Math.floor(right / wide), Math.floor(down / high)];
  const column = Math.floor((right - mapColumn * wide) / slab.cell);
  const row = Math.floor((down - mapRow * high) / slab.cell);
  if (mapColumn < 0 || mapRow < 0 || mapColumn >= slab.across) return null;
  if (column >= slab.columns || row >= slab.rows) return null;
  const channel = mapRow * slab.across + mapColumn;
  const index = (channel * slab.rows + row) * slab.columns + column;
  return channel < slab.channels && index < slab.count ? index : null;
}
