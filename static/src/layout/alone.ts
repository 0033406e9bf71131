/** Where one layer's maps go that has the whole width for itself, as on phones. */
import { placeLayer } from "./flat.ts";
import {
  emptyGrid,
  fixedGrid,
  type Grid,
  type LayerShape,
  mapsOf,
  type Page,
  pageOf,
  stripOf,
} from "./grids.ts";
import type { Placed, Room2d } from "./placed.ts";

/** At most so many maps at once, and the largest side of one, in rem. */
export const MOST_ALONE = 64;
const LARGEST = 20;
/** Between maps, from one dot to the next at least, and the height of what remains of a hidden layer, in rem. */
const GAP = 0.5;
const DOT = 1.75;
const STUB = 2.75;

/** `room.height`: the height that maps may take, unless more of them side by side would be too small; `room.heading`: the height above them. */
export function layOutAlone(layer: LayerShape, room: Room2d): Placed {
  const grid = gridOf(pageOf(layer, MOST_ALONE), room);
  const heading = layer.hidden ? 0 : room.heading;
  const height = layer.hidden ? STUB * room.rem : heading + grid.height + (layer.named ?? 0);
  const left = layer.fixed === undefined ? (room.width - grid.width) / 2 : 0;
  const block = { x: 0, y: 0, width: room.width, height, left, top: heading };
  return placeLayer(layer, grid, block, room.ratio);
}

function gridOf(layer: Page, room: Room2d): Grid {
  if (layer.hidden) return emptyGrid();
  if (layer.fixed !== undefined) return fixedGrid(layer.fixed);
  return layer.units ? dotsIn(layer, room) : mapsIn(layer, room);
}

/** As many lines as are wide enough for a finger to meet a dot. */
function dotsIn({ columns: units }: Page, { width, rem, ratio }: Room2d): Grid {
  const lines = Math.max(1, Math.min(units, Math.floor(width / (DOT * rem))));
  const pitch = Math.floor((width * ratio) / Math.max(lines, 8)) / ratio;
  return stripOf(units, pitch, ratio, { lines, dots: Math.ceil(units / lines) });
}

/** About as many rows as maps in a row; more in a row where that is too high. */
function mapsIn(layer: Page, room: Room2d): Grid {
  const grids: Grid[] = [];
  for (let across = Math.ceil(Math.sqrt(layer.channels)); across <= layer.channels; across++)
    grids.push(inRowsOf(across, layer, room));
  return grids.find(({ height }) => height <= room.height) ?? (grids[0] as Grid);
}

function inRowsOf(across: number, layer: Page, { width, rem, ratio }: Room2d): Grid {
  const { channels, rows, columns } = layer;
  const down = Math.ceil(channels / across);
  const wide = Math.min(LARGEST * rem, (width - (across - 1) * GAP * rem - 2) / across);
  const cell = Math.max(1, Math.floor((wide * ratio) / columns));
  const side = (Math.max(rows, columns) * cell) / ratio;
  const pitch = (rows * cell) / ratio + (layer.named ?? 0) + GAP * rem;
  return mapsOf({ ...layer, kernels: undefined }, { side, down, pitch, rem, ratio });
}
