/**
 * Where every map of every layer goes: a pure function of shapes and space.
 *
 * Lengths are CSS pixels, but every position and every cell is a whole number of device pixels, so that nothing is blurred.
 */
import {
  FRAME,
  fixedGrid,
  GAP,
  type Grid,
  kernelsBelow,
  type LayerShape,
  makeGrid,
  type Page,
  paged,
  pageOf,
  SMALLEST_WEIGHT,
  stripFor,
} from "./grids.ts";

/** The room that the stage has for the layers, in CSS pixels. */
export interface Room2d {
  readonly width: number;
  readonly height: number;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  /** Room above the maps for a layer's title, and the narrowest column that holds one. */
  readonly heading: number;
  readonly narrowest: number;
  /** Least distance between columns: lines between branches want more of it. */
  readonly aisle?: number;
}

export interface Placed {
  readonly name: string;
  readonly hidden: boolean;
  /** The layer's area: heading and maps. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Left upper corner of the grid, as x and y. */
  readonly left: number;
  readonly top: number;
  readonly grid: Grid;
}

/** Whether the layers stand one below another, as on a phone. */
export function standBelow(placed: readonly Placed[]): boolean {
  return placed.length > 1 && placed.every(({ left }) => left === placed[0]?.left);
}

/** Width of what remains of a hidden layer. */
export const STUB = 28;
/** Largest cells of maps. */
const LARGEST = 16;
/** A column between layers is at least and at most this wide. */
const AISLE = 6;
const WIDEST_AISLE = 56;
/** Between layers that stand one above the other. */
const STACK_GAP = 10;
/** Below this size maps can no longer be read, times the root of their rows: 32 pixels for a map of 28 rows. */
const SMALLEST = 6;
/** A map's side grows with this power of its rows: small deep maps stay readable beside wide ones. */
const POWER = 0.6;
/** Kernels have to go where maps would be smaller for them than this times that power: 82 pixels for 28 rows. */
const ENOUGH = 11.1;
/** Where not all maps of a layer fit, at most so many are shown. */
const MOST_MAPS = [Infinity, 64, 32, 16, 8];
/** On a phone: largest sides of maps over the root of their rows, of units, a layer's largest height and most maps. */
const ROOT_SIZE = 22;
const LARGEST_UNIT = 16;
const TALLEST = 430;
const MOST_DOWN = 64;
const BETWEEN_DOWN = 32;

/**
 * Layers from left to right, those of one column one above the other, all in view, as large as width and height allow; a
 * page of a layer's maps where not all of them fit (`grid.channels` from `grid.first` on); null if even that is too wide.
 *
 * Where the maps would have to be small for kernels beside them, those of layers with several input maps first stand
 * below their maps; they are left out where height is short as well.
 */
export function layOutAcross(layers: readonly LayerShape[], space: Room2d): Placed[] | null {
  for (const most of MOST_MAPS) {
    const pages = layers.map((layer) => pageOf(layer, most));
    const plain = layOutAll(withKernels(pages, 0), space);
    if (plain === null) continue;
    const enough = Math.min(ENOUGH, smallestOf(plain, space));
    for (const count of [Infinity, 1]) {
      const placed = layOutAll(withKernels(pages, count), space);
      if (placed === null || !kernelsReadable(placed, space)) continue;
      if (smallestOf(placed, space) >= enough) return placed;
    }
    return plain;
  }
  return null;
}

/** Keeps the kernels beside the maps of layers that look at no more maps than this; the others go below. */
function withKernels(layers: readonly Page[], most: number): Page[] {
  return layers.map((layer) =>
    (layer.kernels?.count ?? 0) <= most
      ? layer
      : { ...layer, kernels: undefined, below: layer.kernels },
  );
}

function kernelsReadable(placed: readonly Placed[], { ratio }: Room2d): boolean {
  return placed.every(({ grid }) => (grid.kernels?.cell ?? Infinity) >= SMALLEST_WEIGHT * ratio);
}

/** The side of the smallest maps for their rows, in CSS pixels over that power of the rows. */
function smallestOf(placed: readonly Placed[], { ratio }: Room2d): number {
  const maps = placed.filter(({ hidden, grid }) => !hidden && grid.columns > 0 && grid.rows > 1);
  return Math.min(...maps.map(({ grid }) => (grid.cell * grid.rows ** (1 - POWER)) / ratio));
}

/** A layer with the part of the height that it has. */
interface Slot {
  readonly layer: Page;
  readonly column: number;
  readonly y: number;
  readonly height: number;
  /** Height for its maps. */
  readonly room: number;
}

function layOutAll(layers: readonly Page[], space: Room2d): Placed[] | null {
  const slots = slotsOf(layers, space);
  const grids = fill(slots, space);
  if (grids === null) return null;
  const widths = widthsOf(slots, grids, space);
  const free = space.width - sum(widths);
  const gaps = widths.length - 1;
  const between = gaps === 0 ? 0 : Math.min(Math.max(free / gaps, 0), WIDEST_AISLE);
  const start = Math.max(0, (free - between * gaps) / 2);
  return slots.map(({ layer, column, y, height, room }, i) => {
    const alone = grids[i] as Grid;
    const below = layer.hidden ? undefined : layer.below;
    const grid = below === undefined ? alone : kernelsBelow(alone, below, room, space.ratio);
    const x = start + sum(widths.slice(0, column)) + between * column;
    const width = widths[column] as number;
    const left = x + (width - grid.width) / 2;
    const top = y + space.heading + Math.max(0, (room - grid.height) / 2);
    return placeLayer(layer, grid, { x, y, width, height, left, top }, space.ratio);
  });
}

/** Shares the height of each column among its layers: hidden ones take a stub, the others what their maps need. */
function slotsOf(layers: readonly Page[], space: Room2d): Slot[] {
  const given = layers.map(({ column }, i) => column ?? i);
  const order = [...new Set(given)].sort((one, other) => one - other);
  const slots: Slot[] = [];
  for (const [column, key] of order.entries()) {
    const inColumn = layers.filter((_, i) => given[i] === key);
    const shown = inColumn.filter(({ hidden }) => !hidden);
    const gaps = STACK_GAP * (inColumn.length - 1);
    const stub = shown.length === 0 ? (space.height - gaps) / inColumn.length : STUB;
    const stubs = stub * (inColumn.length - shown.length);
    const free = Math.max(0, space.height - gaps - stubs - space.heading * shown.length);
    const need = ({ channels }: Page) => Math.sqrt(channels);
    const needed = sum(shown.map(need));
    let y = 0;
    for (const layer of inColumn) {
      const room = layer.hidden ? 0 : (free * need(layer)) / needed;
      const height = layer.hidden ? stub : space.heading + room;
      slots.push({ layer, column, y, height, room });
      y += height + STACK_GAP;
    }
  }
  // In the order of computation again: that of the layers.
  return layers.map((layer) => slots.find((slot) => slot.layer === layer) as Slot);
}

/** Makes maps larger step by step, always those that are smallest for their rows, while all fit the width. */
function fill(slots: readonly Slot[], space: Room2d): Grid[] | null {
  const cells = slots.map((slot) => smallestCell(slot, space.ratio));
  let grids = slots.map((slot, i) => gridFor(slot, cells[i] as number, space));
  if (usedBy(slots, grids, space) > space.width) return null;
  const maps = slots.flatMap(({ layer }, i) => (isMaps(layer) ? [i] : []));
  const resolutions = [...new Set(maps.map((i) => slots[i]?.layer.rows ?? 1))];
  const sideOf = (rows: number) => {
    const alike = maps.filter((i) => slots[i]?.layer.rows === rows);
    return rows * Math.min(...alike.map((i) => cells[i] as number));
  };
  /** One device pixel a cell more for all maps of this resolution, if that fits. */
  const grown = (rows: number): boolean => {
    const finer = resolutions.filter((each) => each > rows);
    const alike = maps.filter((i) => slots[i]?.layer.rows === rows);
    const larger = alike.filter(
      (i) => (cells[i] as number) < largestCell(slots[i] as Slot, space.ratio),
    );
    const next = Math.min(...larger.map((i) => cells[i] as number)) + 1;
    if (larger.length === 0 || finer.some((each) => next * rows >= sideOf(each))) return false;
    const tried = [...grids];
    const growing = larger.filter((i) => (cells[i] as number) < next);
    for (const i of growing) tried[i] = gridFor(slots[i] as Slot, next, space);
    if (usedBy(slots, tried, space) > space.width) return false;
    for (const i of growing) cells[i] = next;
    grids = tried;
    return true;
  };
  for (;;) {
    const bySize = [...resolutions].sort(
      (one, other) => sideOf(one) / one ** POWER - sideOf(other) / other ** POWER,
    );
    if (!bySize.some(grown)) return grids;
  }
}

function isMaps(layer: LayerShape): boolean {
  return !layer.hidden && !layer.units && layer.fixed === undefined;
}

function smallestCell(slot: Slot, ratio: number): number {
  const { rows } = slot.layer;
  const readable = Math.round((SMALLEST * Math.sqrt(rows) * ratio) / rows);
  return Math.max(1, Math.min(readable, largestCell(slot, ratio)));
}

function largestCell({ layer, room }: Slot, ratio: number): number {
  const tallest = Math.floor((room * ratio - 2 * FRAME) / layer.rows);
  return Math.max(1, Math.min(Math.floor(LARGEST * ratio), tallest));
}

function gridFor({ layer, room }: Slot, cell: number, space: Room2d): Grid {
  const { ratio } = space;
  if (layer.hidden) return makeGrid(layer, 0, 1, ratio);
  if (layer.fixed !== undefined) return fixedGrid(layer.fixed);
  if (layer.units) return stripFor(layer, room, layer.narrowest ?? space.narrowest, ratio);
  const side = (layer.rows * cell + 2 * FRAME) / ratio;
  const down = Math.max(1, Math.floor((room + GAP) / (side + GAP)));
  return paged(layer, makeGrid(layer, cell, Math.ceil(layer.channels / down), ratio));
}

function widthsOf(slots: readonly Slot[], grids: readonly Grid[], space: Room2d): number[] {
  const widths: number[] = [];
  for (const [i, { layer, column }] of slots.entries()) {
    const width = layer.hidden
      ? STUB
      : Math.max(layer.narrowest ?? space.narrowest, (grids[i] as Grid).width);
    widths[column] = Math.max(widths[column] ?? 0, width);
  }
  return widths;
}

function usedBy(slots: readonly Slot[], grids: readonly Grid[], space: Room2d): number {
  const widths = widthsOf(slots, grids, space);
  return sum(widths) + (space.aisle ?? AISLE) * Math.max(0, widths.length - 1);
}

/** Layers from top to bottom, each as wide as the page; the height is what it takes. */
export function layOutDown(layers: readonly LayerShape[], space: Room2d): Placed[] {
  let y = 0;
  return layers.map((layer) => {
    const grid = widestGrid(pageOf(layer, MOST_DOWN), space);
    const heading = layer.heading ?? space.heading;
    const height = layer.hidden ? STUB + 16 : heading + grid.height;
    const area = { x: 0, y, width: space.width, height, left: 0, top: y + heading };
    const placed = placeLayer(layer, grid, area, space.ratio);
    y += height + (layer.hidden ? 0 : BETWEEN_DOWN);
    return placed;
  });
}

function placeLayer(layer: LayerShape, grid: Grid, area: LayerArea, ratio: number): Placed {
  const snap = (length: number) => Math.round(length * ratio) / ratio;
  const { name, hidden } = layer;
  return {
    name,
    hidden,
    x: snap(area.x),
    y: snap(area.y),
    width: snap(area.width),
    height: snap(area.height),
    left: snap(area.left),
    top: snap(area.top),
    grid,
  };
}

type LayerArea = Pick<Placed, "x" | "y" | "width" | "height" | "left" | "top">;

/** For a column of layers: as many maps in a row as make the cells largest, up to a cap. */
function widestGrid(layer: Page, space: Room2d): Grid {
  const { ratio, width } = space;
  if (layer.hidden) return makeGrid(layer, 0, 1, ratio);
  if (layer.fixed !== undefined) return fixedGrid(layer.fixed);
  if (layer.units) {
    const across = Math.max(1, Math.min(layer.columns, Math.floor(width / LARGEST_UNIT)));
    const rows = Math.ceil(layer.columns / across);
    const columns = Math.ceil(layer.columns / rows); // no nearly empty last row
    const widest = (width - (2 * FRAME) / ratio) / columns;
    const cell = Math.max(1, Math.floor(Math.min(LARGEST_UNIT + 2, widest) * ratio));
    return makeGrid({ ...layer, rows, columns }, cell, 1, ratio);
  }
  let best = makeGrid(layer, 1, 1, ratio);
  const largest = Math.floor((ROOT_SIZE / Math.sqrt(layer.rows)) * ratio);
  for (let across = 1; across <= layer.channels; across++) {
    const fewer = across > 1 && Math.ceil(layer.channels / (across - 1));
    if (fewer === Math.ceil(layer.channels / across)) continue; // rows as even as they can be
    for (let cell = largest; cell >= best.cell; cell--) {
      const grid = makeGrid(layer, cell, across, ratio);
      if (grid.width <= width && grid.height <= TALLEST) {
        best = grid;
        break;
      }
    }
  }
  return paged(layer, best);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
