/**
 * A lecture's stage: one layer large on at least half of the width, its neighbour in true proportion to it, and stubs of the
 * others in narrow columns. A pure function of shapes, room and which layer is large.
 */
import type { Cast } from "./cast.ts";
import { type Block, placeLayer } from "./flat.ts";
import {
  BETWEEN_COLUMNS,
  BETWEEN_ROWS,
  fixedGrid,
  type Grid,
  type LayerShape,
  linesFor,
  mapsOf,
  pageOf,
  stripOf,
} from "./grids.ts";
import type { Part, Placed, Room2d } from "./placed.ts";
import { rowsFor, sideOf } from "./sizes.ts";

/** A stub is so wide, in rem, and its pictures at most so large; more maps than these are specks in it. */
export const HALL_STUB = 2.7;
/** Where layers are left out stands a sign that says how many, in rem. */
const SIGN = 1.75;
const STUB_PICTURE = 1.9;
const STUB_MARGIN = 0.6;
const STUB_MAPS = 16;
/** The part of the width that the large layer has at least. */
const LEAST_FOCUS = 0.5;
/** The part of the height that maps have at least, if they can. */
const LEAST_HEIGHT = 0.62;
/** The part of its largest size that the large layer keeps, so that more maps of its neighbour are seen. */
const LEAST_PART = 0.6;
/** Between the large layer and its neighbour, between a stub and the next layer, in rem. */
const GAP = 1.5;
const BESIDE_STUBS = 0.6;
/** A kernel beside a map, as a part of its side. */
const KERNEL = 0.26;
/** The sides of a map of 28 x 28 that are tried, from the largest, in CSS pixels. */
const UNITS: readonly number[] = Array.from({ length: 126 }, (_, i) => 910 - 7 * i);
/** The largest dot of a strip, and the widest row of a named unit, in rem. */
const LARGEST_DOT = 2.5;
const WIDEST_ROW = 24;
const HIGHEST_ROW = 4;
/** Height above and below the rows of named units together, for their heads; below a neighbour, for the way to its other maps; in rem. */
const HEADS = 5.5;
const TURNING = 4;

/** The room of the two large layers: their columns lie beside one another, `before` says in which order. */
interface Pair {
  readonly focus: LayerShape;
  readonly neighbour: LayerShape | undefined;
  /** The width of both with the gap between them, and the height of maps. */
  readonly width: number;
  readonly height: number;
  readonly least: number;
  readonly room: Room2d;
}

export function layOutHall(
  layers: readonly LayerShape[],
  cast: Cast,
  room: Room2d,
): readonly Placed[] {
  const shapeOf = (name: string | null) => layers.find((layer) => layer.name === name);
  const [focus, neighbour] = [shapeOf(cast.focus), shapeOf(cast.neighbour)];
  if (focus === undefined) return [];
  const all = layers.map(({ name }) => name);
  const order = all.filter((name) => partOf(name, cast) !== null);
  const leftOut = leftOutBefore(all, order);
  const sides = sidesOf(order, cast, leftOut, room);
  const width = room.width - sides.left - sides.right;
  const height = room.height - room.heading;
  const least = Math.min(width, LEAST_FOCUS * room.width);
  const grids = gridsOf({ focus, neighbour, width, height, least, room });
  // Where a low room has no place for the neighbour, the large layer stands alone.
  if (neighbour !== undefined && grids.neighbour === null)
    return layOutHall(layers, { ...cast, neighbour: null }, room);
  const beside = grids.neighbour?.width ?? null;
  const columns = columnsOf(order, cast, sides, { width: beside, leftOut, room });
  return order.map((name) => {
    const layer = shapeOf(name) as LayerShape;
    const part = partOf(name, cast) ?? "stub";
    const grid = part === "stub" ? stubGrid(layer, height, room) : (grids[part] as Grid);
    const column = columns.get(name) as Column;
    const block = blockOf(column, grid, part, room);
    const count = leftOut.get(name) ?? 0;
    const placed = { ...placeLayer(layer, grid, block, room.ratio), part };
    return count === 0 ? placed : { ...placed, leftOut: { count, x: column.x - SIGN * room.rem } };
  });
}

/** How many layers are left out right before each that is shown; between the two large ones stands a line instead. */
function leftOutBefore(
  all: readonly string[],
  order: readonly string[],
): ReadonlyMap<string, number> {
  const at = order.map((name) => all.indexOf(name));
  return new Map(order.map((name, i) => [name, (at[i] ?? 0) - (at[i - 1] ?? -1) - 1]));
}

function partOf(name: string, { focus, neighbour, stubs }: Cast): Part | null {
  if (name === focus) return "focus";
  if (name === neighbour) return "neighbour";
  return stubs.includes(name) ? "stub" : null;
}

/** Stubs of layers before the two large ones stand on their left, all others on their right. */
interface Sides {
  /** How many stand on the left. */
  readonly before: number;
  readonly left: number;
  readonly right: number;
}

function sidesOf(
  order: readonly string[],
  cast: Cast,
  leftOut: ReadonlyMap<string, number>,
  { rem }: Room2d,
): Sides {
  const before = order.findIndex((name) => partOf(name, cast) !== "stub");
  const wide = (stubs: readonly string[], signs: readonly string[]) => {
    const count = signs.filter((name) => (leftOut.get(name) ?? 0) > 0).length;
    const columns = stubs.length * HALL_STUB + count * SIGN;
    return columns === 0 ? 0 : (columns + BESIDE_STUBS) * rem;
  };
  const [left, right] = [
    order.slice(0, before),
    order.slice(order.length - cast.stubs.length + before),
  ];
  return { before, left: wide(left, order.slice(0, before + 1)), right: wide(right, right) };
}

interface Column {
  readonly x: number;
  readonly width: number;
}

/** `width`: of the neighbour; the large layer has what is left. */
function columnsOf(
  order: readonly string[],
  cast: Cast,
  { before, left, right }: Sides,
  {
    width,
    leftOut,
    room,
  }: {
    readonly width: number | null;
    readonly leftOut: ReadonlyMap<string, number>;
    readonly room: Room2d;
  },
): ReadonlyMap<string, Column> {
  const { rem } = room;
  const columns = new Map<string, Column>();
  const beside = width === null ? 0 : width + GAP * rem;
  let x = left;
  for (const name of order.filter((each) => partOf(each, cast) !== "stub")) {
    const wide = name === cast.focus ? room.width - left - right - beside : (width ?? 0);
    columns.set(name, { x, width: wide });
    x += wide + GAP * rem;
  }
  let next = 0;
  for (const [i, name] of cast.stubs.entries()) {
    if (i === before) next = room.width - right + BESIDE_STUBS * rem;
    if ((leftOut.get(name) ?? 0) > 0) next += SIGN * rem;
    columns.set(name, { x: next, width: HALL_STUB * rem });
    next += HALL_STUB * rem;
  }
  return columns;
}

/** In the middle of its column and of the height; the neighbour's title stands close above it. */
function blockOf(
  { x, width }: { readonly x: number; readonly width: number },
  grid: Grid,
  part: Part,
  { height, heading }: Room2d,
): Block {
  const top = heading + Math.max(0, (height - heading - grid.height) / 2);
  // Its title is with its maps, or in the row of all titles: never a little below that.
  const y = part === "neighbour" && top >= 2 * heading ? top - heading : 0;
  return { x, y, width, height: height - y, left: x + (width - grid.width) / 2, top };
}

interface PairGrids {
  readonly focus: Grid;
  readonly neighbour: Grid | null;
}

/**
 * Both grids in true proportion, and high enough to be seen from the last row. A little smaller than the room allows where much more of
 * the neighbour is seen: six of its maps instead of two large ones.
 */
function gridsOf(pair: Pair): PairGrids {
  const { focus, neighbour, room } = pair;
  const tries = isMaps(focus) ? UNITS.map((unit) => pairWith(unit, pair)) : [];
  const fitting = tries.filter((grids) => grids !== null);
  const isHigh = (grids: PairGrids) =>
    Math.max(grids.focus.height, grids.neighbour?.height ?? 0) >= LEAST_HEIGHT * room.height;
  const largest = fitting.find(isHigh) ?? fitting[0];
  const least = LEAST_PART * (largest?.focus.cell ?? 0);
  const large = fitting.filter((grids) => isHigh(grids) && grids.focus.cell >= least);
  const most = Math.max(...large.map(seenOf));
  const best = large.find((grids) => seenOf(grids) === most) ?? largest;
  if (best !== undefined) return best;
  const beside = neighbour === undefined ? null : largestBeside(neighbour, pair);
  return { focus: focusUnits(focus, leftBy(beside, pair), pair), neighbour: beside };
}

/** How much of the neighbour is seen: twice as many maps of half the size are as much. */
function seenOf({ neighbour }: PairGrids): number {
  if (neighbour === null) return 0;
  const { page, first, channels, cell } = neighbour;
  // The last page may have fewer maps, and turning to it changes no size.
  return cell * (page > 0 ? first / page : channels);
}

/** Both grids, where a map of 28 x 28 takes `unit`; null where they do not fit. */
function pairWith(unit: number, pair: Pair): PairGrids | null {
  const beside = pair.neighbour === undefined ? null : besideOf(pair.neighbour, unit, pair);
  if (pair.neighbour !== undefined && beside === null) return null;
  const focus = focusMaps(pair.focus, unit, leftBy(beside, pair), pair);
  return focus === null ? null : { focus, neighbour: beside };
}

/** The width that the neighbour leaves. */
function leftBy(beside: Grid | null, { width, room }: Pair): number {
  return width - (beside === null ? 0 : beside.width + GAP * room.rem);
}

/** All maps of the large layer in the full rectangle that fits; spread over the least width where they take less. */
function focusMaps(layer: LayerShape, unit: number, width: number, pair: Pair): Grid | null {
  const { room, height, least } = pair;
  const { rem, ratio } = room;
  const page = pageOf(layer, MOST_MAPS);
  const side = sideOf(Math.max(layer.rows, layer.columns), unit, room.toScale);
  const kernel = (KERNEL * side) / rem;
  for (const down of shapesFor(page.channels)) {
    if (down * side + (down - 1) * BETWEEN_ROWS * rem + 2 > height) continue;
    const pitch = down === 1 ? side : Math.min(1.06 * side, (height - side - 2) / (down - 1));
    const setting = { side, down, pitch, rem, ratio, kernel };
    const narrow = mapsOf(page, setting);
    if (narrow.width > width) continue;
    const gaps = narrow.across - 1;
    const spread = gaps === 0 ? 0 : Math.max(0, Math.min(least, width) - narrow.width) / gaps / rem;
    const most = Math.min(spread, MOST_BETWEEN);
    return mapsOf(page, { ...setting, between: BETWEEN_COLUMNS + most });
  }
  return null;
}

/** More maps than these are shown page by page. */
const MOST_MAPS = 32;
/** Columns of maps are spread at most so far, in rem. */
const MOST_BETWEEN = 2.5;

/** The numbers of rows that so many maps may stand in: those with full rows, the most even one first. */
function shapesFor(maps: number): number[] {
  const all = Array.from({ length: maps }, (_, i) => i + 1);
  const full = all.filter((down) => maps % down === 0);
  const useful = full.length > 2 || maps < 4 ? full : all;
  return useful.sort((one, other) => uneven(maps, one) - uneven(maps, other));
}

/** How far rows and columns are from a square; of two that are equally far, the higher one counts as nearer. */
function uneven(maps: number, down: number): number {
  const across = Math.ceil(maps / down);
  return Math.abs(Math.log(down / across)) - (down > across ? 0.01 : 0);
}

/** The neighbour where a map of 28 x 28 takes `unit`: as many of its maps as there is room for, all or a page; null if not one. */
function besideOf(layer: LayerShape, unit: number, pair: Pair): Grid | null {
  const { room, width, height, least } = pair;
  const { rem, ratio } = room;
  const most = width - least - GAP * rem - 2;
  if (!isMaps(layer)) return largestBeside(layer, pair);
  const side = sideOf(Math.max(layer.rows, layer.columns), unit, room.toScale);
  const fits = (high: number) =>
    Math.floor((high + BETWEEN_ROWS * rem) / (side + BETWEEN_ROWS * rem));
  const across = Math.floor((most + BETWEEN_COLUMNS * rem) / (side + BETWEEN_COLUMNS * rem));
  const isWhole = fits(height) * across >= layer.channels;
  const down = fits(isWhole ? height : height - TURNING * rem);
  if (down < 1 || across < 1) return null;
  const page = pageOf({ ...layer, kernels: undefined }, down * across);
  const rows = Math.min(down, rowsThatFill(page.channels, down, across));
  const pitch = side + BETWEEN_ROWS * rem;
  return mapsOf(page, { side, down: rows, pitch, rem, ratio });
}

/** Full rows where they fit. */
function rowsThatFill(maps: number, down: number, across: number): number {
  for (let rows = Math.min(down, maps); rows >= 1; rows--)
    if (maps % rows === 0 && maps / rows <= across) return rows;
  return Math.max(1, Math.ceil(maps / across));
}

/** A neighbour whose size does not follow from the large layer: as large as fits. */
function largestBeside(layer: LayerShape, pair: Pair): Grid | null {
  const { room, width, height, least } = pair;
  const most = width - least - GAP * room.rem;
  if (layer.fixed !== undefined)
    return namedGrid(layer, Math.min(most, 8 * room.rem), height, room);
  if (layer.units) return stripIn(layer, most, height, room);
  const units = UNITS.map((unit) => besideOf(layer, unit, pair));
  const whole = units.find((grid) => grid !== null && grid.channels === layer.channels);
  return whole ?? units.findLast((grid) => grid !== null) ?? null;
}

function focusUnits(layer: LayerShape, width: number, { room, height, least }: Pair): Grid {
  // Above the rows stand their heads.
  if (layer.fixed !== undefined) return namedGrid(layer, width, height - HEADS * room.rem, room);
  if (layer.units) return stripIn(layer, Math.max(least, 0.8 * width), height, room);
  const smallest = UNITS.at(-1) ?? 1;
  const { rem, ratio } = room;
  const side = sideOf(Math.max(layer.rows, layer.columns), smallest, room.toScale);
  return mapsOf(pageOf(layer, 1), { side, down: 1, pitch: side, rem, ratio });
}

/** Rows of named units, no wider and no higher than can be read along. */
function namedGrid({ fixed }: LayerShape, width: number, height: number, { rem }: Room2d): Grid {
  const rows = fixed?.rows ?? 1;
  return fixedGrid({
    rows,
    across: fixed?.across ?? 1,
    width: Math.min(width, WIDEST_ROW * rem),
    height: Math.min(height, rows * HIGHEST_ROW * rem),
  });
}

/** A strip folded into as many lines as make its dots largest. */
function stripIn(layer: LayerShape, width: number, height: number, { rem, ratio }: Room2d): Grid {
  const units = layer.columns;
  let best = { ...linesFor(units), pitch: 0 };
  for (let lines = 1; lines <= units; lines++) {
    const dots = Math.ceil(units / lines);
    const pitch = Math.min(width / lines, height / dots, LARGEST_DOT * rem);
    if (pitch > best.pitch) best = { lines, dots, pitch };
  }
  const whole = Math.max(1, Math.floor(best.pitch * ratio)) / ratio;
  return { ...stripOf(units, whole, ratio, best), loose: true };
}

/** A stub: its maps as small pictures, its units in two lines, its names one under the other. */
function stubGrid(layer: LayerShape, height: number, { rem, ratio }: Room2d): Grid {
  const width = (HALL_STUB - STUB_MARGIN) * rem;
  if (layer.fixed !== undefined) {
    const { rows, across } = layer.fixed;
    return fixedGrid({ rows, across, width, height: Math.min(height, rows * 3 * rem) });
  }
  if (layer.units) {
    const { lines, dots } = linesFor(layer.columns);
    const pitch = Math.min(width / lines, (0.9 * height) / dots, 0.5625 * rem);
    return stripOf(layer.columns, Math.max(1, Math.floor(pitch * ratio)) / ratio, ratio);
  }
  const page = pageOf({ ...layer, kernels: undefined, page: 0 }, STUB_MAPS);
  const down = rowsFor(page.channels);
  const across = Math.ceil(page.channels / down);
  const gap = 0.2 * rem;
  const side = Math.min(
    (width - gap * (across - 1)) / across,
    (0.6 * height) / down - gap,
    STUB_PICTURE * rem,
  );
  const whole = Math.floor(side * ratio) / ratio;
  return mapsOf(page, { side: whole, down, pitch: whole + gap, rem, ratio, between: 0.2 });
}

function isMaps({ units, fixed }: LayerShape): boolean {
  return !units && fixed === undefined;
}
