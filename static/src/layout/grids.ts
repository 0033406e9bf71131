/** How one layer's maps, kernels and units are set side by side. */
import { rowsFor } from "./sizes.ts";

export interface LayerShape {
  readonly name: string;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  /** A row of units (fully connected): it is folded into lines of dots. */
  readonly units: boolean;
  /** A layer that has a picture of its own (the output's named units): only its place is decided here. */
  readonly fixed?: Fixed;
  readonly hidden: boolean;
  /** Layers of one column stand one above the other; if not given, the layer's index in the order. */
  readonly column?: number;
  /** In a U: its level from the top, and whether a skip of this level goes past it, above. */
  readonly level?: number;
  readonly passed?: boolean;
  /** Which page of the maps is shown where not all of them fit; from 0. */
  readonly page?: number;
  /** Its part of the height, in CSS pixels; `row`: its maps stand in one row, its heading close to them. */
  readonly band?: { readonly y: number; readonly height: number; readonly row: boolean };
  /** It joins others: its maps may stand in more rows than elsewhere. */
  readonly joins?: boolean;
  /** At most so many of its maps are shown side by side with other layers. */
  readonly most?: number;
  /** Height below each map for its name, in CSS pixels. */
  readonly named?: number;
  /** Height of its heading; the room's own if not given. */
  readonly heading?: number;
  /** Least width between its column and the one before it, in rem. */
  readonly gap?: number;
  /** How far its title reaches to both sides of its column's middle, and the width of the name of what happens before it; CSS pixels. */
  readonly title?: Reach;
  readonly operation?: number;
  /** Kernels drawn beside each map. */
  readonly kernels?: Kernels | undefined;
}

export interface Reach {
  readonly left: number;
  readonly right: number;
}

/** Named units, `rows` rows of `across`, all in a box of this size. */
export interface Fixed {
  readonly width: number;
  readonly height: number;
  readonly across: number;
  readonly rows: number;
}

/** The kernels that make one map, one for each map that they look at. */
export interface Kernels {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

/** Maps side by side, `across` of them in a row; or units in lines of dots. Lengths are device pixels if not said otherwise. */
export interface Grid {
  /** Maps that are shown, and the first of them: a page of the layer's maps where not all fit. */
  readonly channels: number;
  readonly first: number;
  /** Which page that is, from 0, and of how many. */
  readonly page: number;
  readonly pages: number;
  readonly rows: number;
  readonly columns: number;
  readonly across: number;
  /** A cell's side; maps of many cells may have cells of broken pixels, painted to the nearest whole one. */
  readonly cell: number;
  /** From one map to the next. */
  readonly pitch: { readonly x: number; readonly y: number };
  /** Of the line around each map. */
  readonly frame: number;
  /** Before each map, for its kernel. */
  readonly lead: number;
  readonly kernels: KernelGrid | null;
  /** Units go down one line of dots and up the next. */
  readonly folded: boolean;
  /** Units stand in a block of many lines, and no line is drawn through their dots. */
  readonly loose?: boolean;
  /** Of the whole grid, in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Kernels in a block beside their map: `across` in a row, `cell` device pixels a weight, one pixel between them. */
export interface KernelGrid extends Kernels {
  readonly across: number;
  readonly cell: number;
}

/** CSS pixels between maps where layers stand one under the other. */
const GAP_DOWN = 6;
/** A kernel beside its map, its distance from it, and what is between maps, in rem. */
const KERNEL = 1.875;
const KERNEL_GAP = 0.5;
export const BETWEEN_ROWS = 0.375;
export const BETWEEN_COLUMNS = 0.5;
/** With more kernels than this for one map there is no room beside it; with more than the second number they would be specks in a saved picture. */
export const MOST_KERNELS_BESIDE = 1;
export const MOST_KERNELS = 8;
/** Units stand in lines of at most so many dots. */
const LONGEST_LINE = 64;
/** From so few units on there is one line. */
const ONE_LINE = 16;

/** A layer with a page of its maps: `channels` places, of which `count` are taken, from map `first` on. */
export interface Page extends LayerShape {
  readonly first: number;
  readonly count: number;
  readonly pages: number;
}

/** The page of a layer's maps that is shown where there is room for `most` of them. */
export function pageOf(layer: LayerShape, most: number): Page {
  const channels = Math.min(layer.channels, most);
  const pages = Math.ceil(layer.channels / channels);
  const page = Math.max(0, Math.min(layer.page ?? 0, pages - 1));
  const first = page * channels;
  const count = Math.min(channels, layer.channels - first);
  return { ...layer, channels, page, pages, first, count };
}

/** The last page may have fewer maps; they lie where those of a full one do. */
export function paged({ first, count, page = 0, pages }: Page, grid: Grid): Grid {
  return { ...grid, first, channels: count, page, pages };
}

const NONE = {
  channels: 0,
  first: 0,
  page: 0,
  pages: 1,
  rows: 1,
  columns: 0,
  across: 1,
  cell: 0,
  pitch: { x: 0, y: 0 },
  frame: 0,
  lead: 0,
  kernels: null,
  folded: false,
  width: 0,
  height: 0,
} as const satisfies Grid;

/** The grid of a hidden layer. */
export function emptyGrid(): Grid {
  return NONE;
}

export function fixedGrid({ width, height, across, rows }: Fixed): Grid {
  return { ...NONE, rows, across, width, height };
}

/** The lines and dots that this many units take. */
export function linesFor(units: number): { readonly lines: number; readonly dots: number } {
  const least = units <= ONE_LINE ? 1 : 2;
  const lines = Math.max(least, Math.ceil(units / LONGEST_LINE));
  return { lines, dots: Math.ceil(units / lines) };
}

/** Units as dots, `pitch` CSS pixels from one to the next, down a line and up the next one; in `lines` lines. */
export function stripOf(
  units: number,
  pitch: number,
  ratio: number,
  { lines, dots } = linesFor(units),
): Grid {
  const cell = Math.max(1, Math.round(pitch * ratio));
  return {
    ...NONE,
    channels: 1,
    rows: dots,
    columns: lines,
    cell,
    folded: true,
    width: (lines * cell) / ratio,
    height: (dots * cell) / ratio,
  };
}

/** What the grid of a layer's maps follows from. */
export interface MapSetting {
  /** A map's side and the most rows of maps, the distance from one row to the next; CSS pixels. */
  readonly side: number;
  readonly down: number;
  readonly pitch: number;
  readonly rem: number;
  readonly ratio: number;
  /** The side of a kernel and what is between two maps of a row, in rem, where they are not as elsewhere. */
  readonly kernel?: number;
  readonly between?: number;
}

/** Maps in `down` rows, each with a side of `side` CSS pixels. */
export function mapsOf(layer: Page, setting: MapSetting): Grid {
  const { side, down, pitch, rem, ratio, kernel = KERNEL, between = BETWEEN_COLUMNS } = setting;
  const { channels, rows, columns } = layer;
  const across = Math.ceil(channels / down);
  const cell = (side * ratio) / Math.max(rows, columns);
  const frame = Math.max(1, Math.round(ratio));
  const { kernels, lead } = kernelsBefore(layer, rem, ratio, kernel);
  const wide = Math.round(columns * cell);
  const high = Math.round(rows * cell);
  const x = lead + wide + Math.round(between * rem * ratio);
  const y = Math.round(pitch * ratio);
  const grid = {
    ...NONE,
    channels,
    rows,
    columns,
    across,
    cell,
    frame,
    lead,
    kernels,
    pitch: { x, y },
    width: ((across - 1) * x + lead + wide + 2 * frame) / ratio,
    height: ((down - 1) * y + high + 2 * frame) / ratio,
  };
  return paged(layer, grid);
}

/** The least height of maps in so many rows; `named`: of the name below each. */
export function leastHeight(down: number, side: number, rem: number, named = 0): number {
  return down * (side + named) + (down - 1) * BETWEEN_ROWS * rem;
}

/** The kernels before each map, and the room that they take. */
function kernelsBefore(layer: LayerShape, rem: number, ratio: number, size = KERNEL) {
  const kernels = kernelTile(layer.kernels, size * rem, ratio);
  const tile = kernels === null ? 0 : kernels.across * (kernels.columns * kernels.cell + 1) - 1;
  return { kernels, lead: kernels === null ? 0 : tile + Math.round(KERNEL_GAP * rem * ratio) };
}

/** One kernel a map as a tile whose weights are as large as a whole number of pixels allows; null where there are more. */
function kernelTile(kernels: Kernels | undefined, size: number, ratio: number): KernelGrid | null {
  if (kernels === undefined || kernels.count > MOST_KERNELS_BESIDE) return null;
  const across = kernels.count;
  const side = Math.max(kernels.rows, kernels.columns);
  return { ...kernels, across, cell: Math.max(1, Math.round((size / side) * ratio)) };
}

/** For layers one under the other: `across` maps in a row, `cell` device pixels a cell. */
export function rowsOfMaps(
  layer: Page,
  cell: number,
  across: number,
  { rem, ratio }: { readonly rem: number; readonly ratio: number },
): Grid {
  const { channels, rows, columns } = layer;
  const gap = Math.round(GAP_DOWN * ratio);
  const down = Math.ceil(channels / across);
  const { kernels, lead } = kernelsBefore(layer, rem, ratio);
  const [x, y] = [lead + columns * cell + 2 + gap, rows * cell + 2 + gap];
  return {
    ...NONE,
    lead,
    kernels,
    channels,
    rows,
    columns,
    across,
    cell,
    frame: 1,
    pitch: { x, y },
    width: (across * x - gap) / ratio,
    height: (down * y - gap) / ratio,
  };
}

/** How many rows the maps of a layer stand in, where a column has it for itself. */
export function downOf({ channels }: Pick<LayerShape, "channels">): number {
  return rowsFor(channels);
}
