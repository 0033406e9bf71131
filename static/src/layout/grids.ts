/** How one layer's maps, kernels and units are set side by side. */

export interface LayerShape {
  readonly name: string;
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  /** A row of units (fully connected): it may be folded into a strip. */
  readonly units: boolean;
  /** A layer that has a picture of its own (the output's named units): only its place is decided here. */
  readonly fixed?: Fixed;
  readonly hidden: boolean;
  /** Layers of one column stand one above the other; its own place in the order if not given. */
  readonly column?: number;
  /** Which page of the maps is shown where not all of them fit; from 0. */
  readonly page?: number;
  /** Height of its heading where layers stand one under the other; the space's own if not given. */
  readonly heading?: number;
  /** The narrowest column that holds its heading; the space's own if not given. */
  readonly narrowest?: number;
  /** Kernels drawn beside each map. */
  readonly kernels?: Kernels | undefined;
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

/** Maps side by side; `across` maps in a row, `cell` device pixels a cell. */
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
  readonly cell: number;
  /** Device pixels between maps. */
  readonly gap: number;
  /** Device pixels before each map, or below it, for its kernels. */
  readonly lead: number;
  readonly foot: number;
  readonly kernels: KernelGrid | null;
  /** Of the whole grid, in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Kernels in rows beside their map: `across` in a row, `cell` device pixels a weight, one pixel between them. */
export interface KernelGrid extends Kernels {
  readonly across: number;
  readonly cell: number;
}

/** CSS pixels between maps. */
export const GAP = 6;
/** CSS pixels a weight, and between kernels and their map beside or above them. */
const LARGEST_WEIGHT = 5;
export const SMALLEST_WEIGHT = 2;
const KERNEL_GAP = 4;
const KERNEL_GAP_BELOW = 1;
/** More kernels than this for one map would be specks. */
export const MOST_KERNELS = 8;
/** Largest cells of unit strips. */
const LARGEST_UNIT = 16;
/** Device pixels of the line around each map. */
export const FRAME = 1;

/** A layer with a page of its maps: `channels` make its places, `count` of them are shown from map `first` on. */
export interface Page extends LayerShape {
  /** Kernels that there is no room for beside the maps. */
  readonly below?: Kernels | undefined;
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

/** Units folded into a strip as wide as its title and not higher than the room. */
export function stripFor(layer: LayerShape, room: number, narrowest: number, ratio: number): Grid {
  let best = makeGrid({ ...layer, rows: layer.columns, columns: 1 }, 1, 1, ratio);
  for (let across = 1; across <= layer.columns; across++) {
    const rows = Math.ceil(layer.columns / across);
    const cell = Math.floor(
      Math.min(LARGEST_UNIT, (narrowest - 8) / across, (0.82 * room) / rows) * ratio,
    );
    if (cell <= best.cell) continue;
    best = makeGrid({ ...layer, rows, columns: across }, cell, 1, ratio);
  }
  return best;
}

export function makeGrid(
  shape: Pick<LayerShape, "channels" | "rows" | "columns" | "kernels">,
  cell: number,
  across: number,
  ratio: number,
): Grid {
  const { channels, rows, columns } = shape;
  const gap = Math.round(GAP * ratio);
  const down = Math.ceil(channels / across);
  const kernels = kernelGrid(shape.kernels, rows * cell, ratio);
  const lead =
    kernels === null
      ? 0
      : kernels.across * (kernels.columns * kernels.cell + 1) + Math.round(KERNEL_GAP * ratio);
  const width = (across * (lead + columns * cell + 2 * FRAME) + (across - 1) * gap) / ratio;
  const height = (down * (rows * cell + 2 * FRAME) + (down - 1) * gap) / ratio;
  return {
    channels,
    first: 0,
    page: 0,
    pages: 1,
    rows,
    columns,
    across,
    cell,
    gap,
    lead,
    foot: 0,
    kernels,
    width,
    height,
  };
}

/** The same maps with their kernels below them, as large as the height allows; without them where it does not. */
export function kernelsBelow(grid: Grid, kernels: Kernels, room: number, ratio: number): Grid {
  const { rows, columns, count } = kernels;
  const rowsOfMaps = Math.round((grid.height * ratio + grid.gap) / slotHeight(grid));
  const saved = savedBelow(grid);
  const free = Math.floor(((room - grid.height) * ratio - saved) / rowsOfMaps);
  const gap = Math.round(KERNEL_GAP_BELOW * ratio);
  const smallest = Math.ceil(SMALLEST_WEIGHT * ratio);
  for (let cell = Math.floor(LARGEST_WEIGHT * ratio); cell >= smallest; cell--) {
    const most = Math.floor((grid.columns * grid.cell + 1) / (columns * cell + 1));
    const across = Math.min(count, most);
    const foot = Math.ceil(count / across) * (rows * cell + 1) - 1 + gap - saved;
    if (across < 1 || foot > free) continue;
    const height = grid.height + (rowsOfMaps * foot + saved) / ratio;
    return { ...grid, foot, height, kernels: { ...kernels, across, cell } };
  }
  return grid;
}

/** Between kernels and the map below them there is less than between maps: they stand apart already. */
export const savedBelow = ({ gap }: Pick<Grid, "gap">) => Math.floor(gap / 3);

/** From one row of maps to the next, in device pixels. */
export function slotHeight({ rows, cell, foot, gap }: Grid): number {
  return rows * cell + 2 * FRAME + foot + gap;
}

/** The largest kernels whose rows are together no higher than their map; null if there are none. */
function kernelGrid(kernels: Kernels | undefined, side: number, ratio: number): KernelGrid | null {
  if (kernels === undefined || side === 0) return null;
  const across = kernels.count > 2 ? 2 : 1;
  const down = Math.ceil(kernels.count / across);
  const most = Math.floor((side - (down - 1)) / (down * kernels.rows));
  const cell = Math.max(1, Math.min(Math.floor(LARGEST_WEIGHT * ratio), most));
  return { ...kernels, across, cell };
}

export function fixedGrid({ width, height, across, rows }: Fixed): Grid {
  return {
    channels: 0,
    first: 0,
    page: 0,
    pages: 1,
    rows,
    columns: 0,
    across,
    cell: 0,
    gap: 0,
    lead: 0,
    foot: 0,
    kernels: null,
    width,
    height,
  };
}
