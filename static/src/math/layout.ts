/**
 * Where every map of every layer goes: a pure function of shapes and space.
 *
 * Lengths are CSS pixels, but every position and every cell is a whole number of device pixels, so that nothing is blurred.
 */

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

export interface Space {
  readonly width: number;
  readonly height: number;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  /** Room above the maps for a layer's title, and the narrowest column that holds one. */
  readonly heading: number;
  readonly narrowest: number;
}

export interface Placed {
  readonly name: string;
  readonly hidden: boolean;
  /** The layer's block: heading and maps. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Left upper corner of the grid, as x and y. */
  readonly left: number;
  readonly top: number;
  readonly grid: Grid;
}

/** Maps side by side; `across` maps in a row, `cell` device pixels a cell. */
export interface Grid {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly across: number;
  readonly cell: number;
  /** Device pixels between maps. */
  readonly gap: number;
  /** Device pixels before each map, for its kernels. */
  readonly lead: number;
  readonly kernels: KernelGrid | null;
  /** Of the whole grid, in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Kernels in a block beside their map: `across` in a row, `cell` device pixels a weight, one pixel between them. */
export interface KernelGrid extends Kernels {
  readonly across: number;
  readonly cell: number;
}

const GAP = 6;
/** CSS pixels a weight, and between kernels and their map. */
const LARGEST_WEIGHT = 5;
const KERNEL_GAP = 4;
/** More kernels than this for one map would be specks. */
export const MOST_KERNELS = 8;
/** Width of what remains of a hidden layer. */
export const STUB = 28;
/** Largest cells: of maps and of unit strips. */
const LARGEST = 9;
const LARGEST_UNIT = 16;
/** On a phone: side of a map over the root of its rows, and height of a layer's maps. */
const ROOT_SIZE = 22;
const TALLEST = 330;
/** A column between layers is at least this wide. */
const AISLE = 6;
/** Device pixels of the line around each map. */
export const FRAME = 1;

/** Below this size maps can no longer be read: 32 pixels for a map of 28 rows. */
const SMALLEST = 6;

/** Where not all maps of a layer fit, at most so many are shown. */
const MOST_MAPS = [Infinity, 64, 32, 16, 8];

/**
 * Layers from left to right, all in view, as large as width and height allow, the first maps of a layer where not all of
 * them fit (`grid.channels` of them); null if even those are too wide.
 */
export function layOutAcross(layers: readonly LayerShape[], space: Space): Placed[] | null {
  for (const most of MOST_MAPS) {
    const fewer = layers.map((layer) => ({ ...layer, channels: Math.min(layer.channels, most) }));
    const placed = layOutAll(fewer, space);
    if (placed !== null) return placed;
  }
  return null;
}

function layOutAll(layers: readonly LayerShape[], space: Space): Placed[] | null {
  const room = space.height - space.heading;
  // The side of a map grows with the root of its rows: small deep maps stay readable beside wide ones.
  let size = 40;
  let sizes = layers.map(() => size);
  let chosen = columnsFor(layers, sizes, room, space);
  while (chosen.used > space.width) {
    size -= 0.25;
    if (size < SMALLEST) return null;
    sizes = layers.map(() => size);
    chosen = columnsFor(layers, sizes, room, space);
  }
  chosen = grow(layers, sizes, chosen, room, space);
  const aisle = layers.length > 1 ? (space.width - sum(chosen.widths)) / (layers.length - 1) : 0;
  const between = Math.min(Math.max(aisle, 0), 56);
  let x = Math.max(0, (space.width - sum(chosen.widths) - between * (layers.length - 1)) / 2);
  return layers.map((layer, i) => {
    const width = chosen.widths[i] as number;
    const grid = chosen.grids[i] as Grid;
    const left = x + (width - grid.width) / 2;
    const top = space.heading + Math.max(0, (room - grid.height) / 2);
    const block = { x, y: 0, width, height: space.height, left, top };
    const placed = place(layer, grid, block, space.ratio);
    x += width + between;
    return placed;
  });
}

interface Columns {
  readonly grids: readonly Grid[];
  readonly widths: readonly number[];
  readonly used: number;
}

function columnsFor(
  layers: readonly LayerShape[],
  sizes: readonly number[],
  room: number,
  space: Space,
): Columns {
  const grids = layers.map((layer, i) => gridFor(layer, sizes[i] as number, room, space));
  const widths = layers.map((layer, i) => columnWidth(layer, grids[i] as Grid, space));
  return { grids, widths, used: sum(widths) + AISLE * (layers.length - 1) };
}

/**
 * Gives what width is left to the layers with the finest maps, all of one resolution alike, a device pixel a cell:
 * maps that were downsampled stay smaller than those before.
 */
function grow(
  layers: readonly LayerShape[],
  sizes: readonly number[],
  columns: Columns,
  room: number,
  space: Space,
): Columns {
  const finest = Math.max(...layers.map((layer) => (layer.hidden ? 0 : layer.rows)));
  let best = columns;
  for (let cell = 2; cell <= LARGEST * space.ratio; cell++) {
    const size = (cell * Math.sqrt(finest)) / space.ratio + 1e-6;
    const larger = layers.map(({ rows }, i) =>
      rows === finest ? Math.max(size, sizes[i] as number) : (sizes[i] as number),
    );
    const tried = columnsFor(layers, larger, room, space);
    if (tried.used <= space.width) best = tried;
  }
  return best;
}

/** Layers from top to bottom, each as wide as the page; the height is what it takes. */
export function layOutDown(layers: readonly LayerShape[], space: Space): Placed[] {
  let y = 0;
  return layers.map((layer) => {
    const grid = widestGrid(layer, space);
    const height = layer.hidden ? STUB + 16 : space.heading + grid.height;
    const block = { x: 0, y, width: space.width, height, left: 0, top: y + space.heading };
    const placed = place(layer, grid, block, space.ratio);
    y += height + (layer.hidden ? 0 : 22);
    return placed;
  });
}

function place(layer: LayerShape, grid: Grid, block: Block, ratio: number): Placed {
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

type Block = Pick<Placed, "x" | "y" | "width" | "height" | "left" | "top">;

function columnWidth(layer: LayerShape, grid: Grid, space: Space): number {
  return layer.hidden ? STUB : Math.max(layer.narrowest ?? space.narrowest, grid.width);
}

function gridFor(layer: LayerShape, size: number, room: number, space: Space): Grid {
  if (layer.hidden) return makeGrid(layer, 0, 1, space.ratio);
  if (layer.fixed !== undefined) return fixedGrid(layer.fixed);
  if (layer.units) return stripFor(layer, room, space);
  const { ratio } = space;
  const tallest = Math.floor((room * ratio - 2 * FRAME) / layer.rows);
  const wanted = Math.floor((size * Math.sqrt(layer.rows) * ratio) / layer.rows);
  const cell = Math.max(1, Math.min(wanted, Math.floor(LARGEST * ratio), tallest));
  const side = (layer.rows * cell + 2 * FRAME) / ratio;
  const down = Math.max(1, Math.floor((room + GAP) / (side + GAP)));
  return makeGrid(layer, cell, Math.ceil(layer.channels / down), ratio);
}

/** Units folded into a strip as wide as its title and not higher than the room. */
function stripFor(layer: LayerShape, room: number, space: Space): Grid {
  const { ratio } = space;
  let best = makeGrid({ ...layer, rows: layer.columns, columns: 1 }, 1, 1, ratio);
  for (let across = 1; across <= layer.columns; across++) {
    const rows = Math.ceil(layer.columns / across);
    const cell = Math.floor(
      Math.min(
        LARGEST_UNIT,
        ((layer.narrowest ?? space.narrowest) - 8) / across,
        (0.82 * room) / rows,
      ) * ratio,
    );
    if (cell <= best.cell) continue;
    best = makeGrid({ ...layer, rows, columns: across }, cell, 1, ratio);
  }
  return best;
}

/** For a column of layers: as many maps in a row as make the cells largest, up to a cap. */
function widestGrid(layer: LayerShape, space: Space): Grid {
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
  for (let across = 1; across <= layer.channels; across++) {
    const beside = across * leadOf(layer);
    const space = width - beside - (across - 1) * GAP - (2 * FRAME * across) / ratio;
    const fewer = across > 1 && Math.ceil(layer.channels / (across - 1));
    if (fewer === Math.ceil(layer.channels / across)) continue; // rows as even as they can be
    const largest = ROOT_SIZE / Math.sqrt(layer.rows);
    const cell = Math.floor(Math.min(largest, space / (across * layer.columns)) * ratio);
    const grid = makeGrid(layer, cell, across, ratio);
    if (cell >= 1 && grid.height <= TALLEST && grid.cell >= best.cell) best = grid;
  }
  return best;
}

/** CSS pixels that kernels may take beside a map. */
function leadOf({ kernels }: LayerShape): number {
  if (kernels === undefined) return 0;
  return (kernels.count > 2 ? 2 : 1) * (kernels.columns * LARGEST_WEIGHT + 1) + KERNEL_GAP;
}

function makeGrid(
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
  return { channels, rows, columns, across, cell, gap, lead, kernels, width, height };
}

/** Kernels as large as a block as high as their map allows; null if there are none. */
function kernelGrid(kernels: Kernels | undefined, side: number, ratio: number): KernelGrid | null {
  if (kernels === undefined || side === 0) return null;
  const across = kernels.count > 2 ? 2 : 1;
  const down = Math.ceil(kernels.count / across);
  const fitting = Math.floor((side - (down - 1)) / (down * kernels.rows));
  const cell = Math.max(1, Math.min(Math.floor(LARGEST_WEIGHT * ratio), fitting));
  return { ...kernels, across, cell };
}

function fixedGrid({ width, height, across, rows }: Fixed): Grid {
  return {
    channels: 0,
    rows,
    columns: 0,
    across,
    cell: 0,
    gap: 0,
    lead: 0,
    kernels: null,
    width,
    height,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
