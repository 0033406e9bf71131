/**
 * Where every map of every layer goes: a pure function of shapes and room.
 *
 * Lengths are CSS pixels if not said otherwise; positions are whole device pixels. What is pointed at, opened or played is
 * no part of it: nothing on the stage moves for that.
 */
import {
  BETWEEN_ROWS,
  downOf,
  emptyGrid,
  type Fixed,
  fixedGrid,
  type Grid,
  type LayerShape,
  leastHeight,
  linesFor,
  mapsOf,
  type Page,
  pageOf,
  stripOf,
} from "./grids.ts";
import { middlesApart, placeInLevels } from "./levels.ts";
import type { Placed, Room2d } from "./placed.ts";
import { pitchOf, rowsFor, sideOf } from "./sizes.ts";

/** Layers side by side. */
export interface Across {
  /** The side of a map of 28 x 28. */
  readonly unit: number;
  readonly placed: readonly Placed[];
}

/** What remains of a hidden layer is as wide as this, in rem. */
export const STUB = 1.75;
/** The same in a U, where its name may take two lines. */
const HIDDEN_LEVEL = 2.75;
/**
 * The sides of a map of 28 x 28 that are tried, from the largest. Before it gets smaller than the least, layers of many maps
 * are shown page by page. With 56, a map of 5 x 5 would be more than 0.74 of its source.
 */
const UNITS: readonly number[] = Array.from({ length: 44 }, (_, i) => 336 - 7 * i).filter(
  (unit) => unit !== 56,
);
const LEAST = 42;
/** Where not all maps of a layer fit, at most so many are shown. */
const MOST_MAPS = [Infinity, 64, 32, 16, 8];
/** Of large maps, where even these are too high. */
const FEWEST_MAPS = 4;
/** From one dot of a strip to the next at most, in rem; the part of the height that a strip may take; an eye beside the name of an operation, in rem. */
const DOT = 0.5625;
const LONGEST_STRIP = 0.86;
const EYE = 1.5;
/** Least width between two columns and between two titles, in rem. */
const LEAST_GAP = 1.25;
const BETWEEN_TITLES = 0.5;
/** The most rows of maps in a layer that joins others. */
const MOST_JOINED = 16;
/** How much of a column's height a named unit needs, where a map needs 1. */
const NAME = 0.6;
/** Above and below named units, where their heads stand, in rem. */
const AROUND_NAMES = 4.5;
/** Between layers that stand one above the other. */
const STACK_GAP = 10;

/** Layers from left to right, those of one column one above the other, all in view, as large as the room allows; null if even the smallest are too wide. */
export function layOutAcross(layers: readonly LayerShape[], room: Room2d): Across | null {
  const tries = [
    ...MOST_MAPS.map((most) => [most, LEAST] as const),
    [MOST_MAPS.at(-1) ?? 1, 0] as const,
    [FEWEST_MAPS, 0] as const,
  ];
  for (const [most, least] of tries) {
    const pages = layers.map((layer) => pageOf(layer, Math.min(most, layer.most ?? most)));
    for (const unit of UNITS.filter((each) => each >= least)) {
      const placed = layOutWith(pages, unit, room);
      if (placed !== null) return { unit, placed };
    }
  }
  return null;
}

/** A layer with the part of the height that it has. */
interface Slot {
  readonly layer: Page;
  readonly column: number;
  /** It shares its column with others. */
  readonly shared: boolean;
  readonly y: number;
  readonly height: number;
  /** Height for its maps. */
  readonly room: number;
  readonly line?: number;
}

function layOutWith(layers: readonly Page[], unit: number, room: Room2d): Placed[] | null {
  const slots = layers.some(({ level }) => level !== undefined)
    ? slotsInLevels(layers, unit, room)
    : slotsOf(layers, room);
  if (slots === null) return null;
  const grids = slots.map((slot) => gridFor(slot, slots, unit, room));
  if (grids.some((grid) => grid === null)) return null;
  const columns = columnsOf(slots, grids as Grid[], room);
  if (columns === null) return null;
  return slots.map(({ layer, column, y, height, room: high, line }, i) => {
    const grid = grids[i] as Grid;
    const { x, width } = within(columns[column] as Column, layer, room);
    const maps = grid.width - beside(grid, room.ratio);
    const left = x + (width - maps) / 2 - (grid.lead + grid.frame) / room.ratio;
    const above = headingOf(layer, room);
    const top = y + above + (layer.named ? 0 : Math.max(0, (high - grid.height) / 2));
    const block =
      layer.band?.row && !layer.hidden
        ? { y: top - above, height: above + grid.height }
        : { y, height };
    const placed = placeLayer(layer, grid, { x, width, left, top, ...block }, room.ratio);
    return line === undefined ? placed : { ...placed, line };
  });
}

/** What remains of a hidden layer of a U is no wider than elsewhere, whatever stands above and below it. */
function within({ x, width }: Column, { level, hidden }: Page, { rem }: Room2d): Column {
  const wide = level !== undefined && hidden ? Math.min(width, HIDDEN_LEVEL * rem) : width;
  return { x: x + (width - wide) / 2, width: wide };
}

/** The layers of a U: each in its column, all levels at their own height; null where they are too high. */
function slotsInLevels(layers: readonly Page[], unit: number, room: Room2d): Slot[] | null {
  const { rem, ratio, height, heading, toScale } = room;
  const order = [...new Set(layers.map(({ column }) => column ?? 0))].sort((a, b) => a - b);
  const placed = placeInLevels(layers, {
    height,
    rem,
    heading,
    frame: 1 / ratio,
    headingOf: (layer) => headingOf(layer, room),
    sideOf: (layer) => sideOfLayer(layer, unit, toScale),
    rowsOf: downOf,
  });
  if (placed === null) return null;
  return placed.map((at, i) => {
    const layer = layers[i] as Page;
    return { layer, column: order.indexOf(layer.column ?? 0), shared: true, ...at };
  });
}

/** What of a grid's width stands in the gaps beside its column: the first kernels, and the line around the maps. */
function beside({ lead, frame }: Grid, ratio: number): number {
  return (lead + 2 * frame) / ratio;
}

interface Column {
  readonly x: number;
  readonly width: number;
}

/** What a column of layers needs. */
interface Need {
  readonly slots: readonly Slot[];
  /** Of its maps. */
  readonly width: number;
  /** How far titles reach to both sides of its middle. */
  readonly reach: { readonly left: number; readonly right: number };
  /** The width of the longest name of an operation before it. */
  readonly operation: number;
  /** The least gap before it. */
  readonly least: number;
}

/** The columns, what is left of the width shared among the gaps before them; null if they do not fit. */
function columnsOf(slots: readonly Slot[], grids: readonly Grid[], room: Room2d): Column[] | null {
  const needs = needsOf(slots, grids, room);
  const measures: Measures = {
    rem: room.rem,
    inLevels: isInLevels(slots),
    wideOf: (slot) => grids[slots.indexOf(slot)]?.width ?? 0,
  };
  const gaps = needs.map((need, i) => gapBefore(need, needs[i - 1], measures));
  const last = needs.at(-1);
  const beyond = last === undefined ? 0 : over(last.reach.right, last.width);
  const spare = room.width - beyond - sum(needs.map(({ width }) => width)) - sum(gaps);
  if (spare < 0) return null;
  const stretch = 1 + spare / Math.max(1, sum(gaps));
  let x = 0;
  return needs.map(({ width }, column) => {
    x += (gaps[column] as number) * stretch;
    const placed = { x, width };
    x += width;
    return placed;
  });
}

function needsOf(
  slots: readonly Slot[],
  grids: readonly Grid[],
  { ratio, rem }: Room2d,
): readonly Need[] {
  const count = 1 + Math.max(-1, ...slots.map(({ column }) => column));
  const stub = isInLevels(slots) ? HIDDEN_LEVEL : STUB;
  return Array.from({ length: count }, (_, column) => {
    const among = slots.filter((slot) => slot.column === column);
    const shown = among.filter(({ layer }) => !layer.hidden);
    const widths = shown.map((slot) => {
      const grid = grids[slots.indexOf(slot)] as Grid;
      return grid.width - beside(grid, ratio);
    });
    return {
      slots: among,
      width: shown.length === 0 ? stub * rem : Math.max(...widths),
      reach: {
        left: Math.max(0, ...shown.map(({ layer }) => layer.title?.left ?? 0)),
        right: Math.max(0, ...shown.map(({ layer }) => layer.title?.right ?? 0)),
      },
      operation: Math.max(0, ...among.map(({ layer }) => layer.operation ?? 0)),
      least:
        Math.max(column > 0 ? LEAST_GAP : 0, ...shown.map(({ layer }) => layer.gap ?? 0)) * rem,
    };
  });
}

interface Measures {
  readonly rem: number;
  readonly inLevels: boolean;
  /** A slot's width, with the first kernels and the line around its maps. */
  wideOf(slot: Slot): number;
}

/** The least width between a column and the one before it. */
function gapBefore(need: Need, before: Need | undefined, measures: Measures): number {
  // Named units that stand above others are as high as the names of operations.
  const isHigh = before?.slots.some(({ layer, shared }) => shared && layer.fixed);
  const narrowest = isHigh ? 0 : Math.min(need.width, before?.width ?? need.width);
  const named = need.operation === 0 ? 0 : need.operation + EYE * measures.rem - narrowest;
  return Math.max(need.least, betweenTitles(need, before, measures), named);
}

/** The width that the titles of two columns need between their maps. */
function betweenTitles(
  need: Need,
  before: Need | undefined,
  { rem, inLevels, wideOf }: Measures,
): number {
  const left = over(need.reach.left, need.width);
  if (before === undefined) return left;
  const apart = BETWEEN_TITLES * rem;
  if (!inLevels) return left + over(before.reach.right, before.width) + apart;
  const middles = middlesApart(before.slots, need.slots, wideOf, apart);
  return middles - (before.width + need.width) / 2;
}

/** How far a title reaches beyond maps of this width. */
function over(reach: number, wide: number): number {
  return Math.max(0, reach - wide / 2);
}

function isInLevels(slots: readonly Slot[]): boolean {
  return slots.some(({ layer }) => layer.level !== undefined);
}

/** Shares the height of each column among its layers: hidden ones take a stub, the others what their maps need. */
function slotsOf(layers: readonly Page[], room: Room2d): Slot[] {
  const given = layers.map(({ column }, i) => column ?? i);
  const order = [...new Set(given)].sort((one, other) => one - other);
  const slots = new Map<Page, Slot>();
  for (const [column, key] of order.entries()) {
    const inColumn = layers.filter(({ band }, i) => given[i] === key && band === undefined);
    const shown = inColumn.filter(({ hidden }) => !hidden);
    const gaps = STACK_GAP * (inColumn.length - 1);
    const stub = shown.length === 0 ? (room.height - gaps) / inColumn.length : STUB * room.rem;
    const stubs = stub * (inColumn.length - shown.length);
    const headings = sum(shown.map((layer) => headingOf(layer, room)));
    const free = Math.max(0, room.height - gaps - stubs - headings);
    const need = ({ channels, fixed }: Page) =>
      fixed === undefined ? Math.sqrt(channels) : NAME * fixed.rows;
    const needed = sum(shown.map(need));
    let y = 0;
    for (const layer of inColumn) {
      const high = layer.hidden ? 0 : (free * need(layer)) / needed;
      const height = layer.hidden ? stub : headingOf(layer, room) + high;
      slots.set(layer, { layer, column, shared: inColumn.length > 1, y, height, room: high });
      y += height + STACK_GAP;
    }
  }
  for (const [i, layer] of layers.entries()) {
    if (layer.band === undefined) continue;
    const { y, height } = layer.band;
    const high = layer.hidden ? 0 : height - headingOf(layer, room);
    const column = order.indexOf(given[i] as number);
    slots.set(layer, { layer, column, shared: true, y, height, room: high });
  }
  // In the order of computation again: that of the layers.
  return layers.map((layer) => slots.get(layer) as Slot);
}

/** A layer's maps where one of 28 x 28 takes `unit`; null if they are higher than its room. */
function gridFor(slot: Slot, slots: readonly Slot[], unit: number, room: Room2d): Grid | null {
  const { layer } = slot;
  const { rem, ratio, toScale } = room;
  if (layer.hidden) return emptyGrid();
  if (layer.fixed !== undefined)
    return fixedGrid(slot.shared ? lower(layer.fixed, slot, rem) : layer.fixed);
  if (layer.units) return stripOf(layer.columns, dotPitch(slots, room), ratio);
  const side = sideOfLayer(layer, unit, toScale);
  const down = slot.shared ? sharedRows(slot, side, rem) : downOf(layer);
  const frames = 2 / ratio;
  if (leastHeight(down, side, rem, layer.named) + frames > slot.room) return null;
  return mapsOf(layer, {
    side,
    down,
    pitch: layer.named
      ? side + layer.named + BETWEEN_ROWS * rem
      : rowPitch(slot, slots, down, unit, toScale),
    rem,
    ratio,
  });
}

/** Named units, made as low as their part of the column. */
function lower(fixed: Fixed, { room }: Slot, rem: number): Fixed {
  return { ...fixed, height: Math.min(fixed.height, room - AROUND_NAMES * rem) };
}

export function sideOfLayer(
  { rows, columns }: LayerShape,
  unit: number,
  toScale?: boolean,
): number {
  return sideOf(Math.max(rows, columns), unit, toScale);
}

/** Where others stand in the same column: as many rows as fit. */
function sharedRows({ layer, room }: Slot, side: number, rem: number): number {
  let down = downOf(layer);
  if (layer.band?.row) return 1;
  if (layer.joins)
    return rowsFor(layer.channels, Math.min(MOST_JOINED, Math.floor((room + 6) / (side + 8))));
  while (down > 1 && leastHeight(down, side, rem) > room) down--;
  return down;
}

/** From one row of maps to the next: the same for all layers of so many rows, so that lines between them are straight. */
function rowPitch(
  slot: Slot,
  slots: readonly Slot[],
  down: number,
  unit: number,
  toScale?: boolean,
): number {
  const alike = slots.filter(
    ({ layer, shared }) => isMaps(layer) && shared === slot.shared && downOf(layer) === down,
  );
  const largest = Math.max(
    ...(slot.shared ? [slot] : alike).map(({ layer }) => sideOfLayer(layer, unit, toScale)),
  );
  if (down === 1) return largest;
  const heights = slot.shared ? [slot.room] : alike.map(({ room }) => room);
  return Math.min(pitchOf(down) * largest, (Math.min(...heights) - largest - 2) / (down - 1));
}

function isMaps(layer: LayerShape): boolean {
  return !layer.hidden && !layer.units && layer.fixed === undefined;
}

/** From one dot to the next, the same in all strips. */
function dotPitch(slots: readonly Slot[], { rem }: Room2d): number {
  const strips = slots.filter(({ layer }) => layer.units && !layer.hidden && !layer.fixed);
  const pitches = strips.map(
    ({ layer, room }) => (LONGEST_STRIP * room) / linesFor(layer.columns).dots,
  );
  return Math.min(DOT * rem, ...pitches);
}

export type Block = Pick<Placed, "x" | "y" | "width" | "height" | "left" | "top">;

export function placeLayer(layer: LayerShape, grid: Grid, block: Block, ratio: number): Placed {
  const snap = (length: number) => Math.round(length * ratio) / ratio;
  const { name, hidden } = layer;
  return {
    name,
    hidden,
    x: snap(block.x),
    y: snap(block.y),
    width: snap(block.width),
    height: snap(block.height),
    left: snap(block.left),
    top: snap(block.top),
    grid,
  };
}

export function headingOf({ heading }: LayerShape, room: Room2d): number {
  return heading ?? room.heading;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
