/** Layers from top to bottom, where they have no room side by side. */
import { headingOf, placeLayer, STUB } from "./flat.ts";
import {
  emptyGrid,
  fixedGrid,
  type Grid,
  type LayerShape,
  type Page,
  pageOf,
  rowsOfMaps,
  stripOf,
} from "./grids.ts";
import type { Placed, Room2d } from "./placed.ts";

/** On a phone: the largest side of a map, divided by the root of its rows; the largest unit; a layer's largest height and most maps; the gap between layers. */
const ROOT_SIZE = 22;
const LARGEST_UNIT = 16;
const TALLEST = 430;
const MOST_DOWN = 64;
const BETWEEN_DOWN = 32;

/** Layers from top to bottom, each as wide as the page; the height is what it takes. */
export function layOutDown(layers: readonly LayerShape[], room: Room2d): Placed[] {
  let y = 0;
  return layers.map((layer) => {
    const grid = widestGrid(pageOf(layer, MOST_DOWN), room);
    const heading = headingOf(layer, room);
    const height = layer.hidden ? STUB * room.rem + 16 : heading + grid.height;
    const block = { x: 0, y, width: room.width, height, left: 0, top: y + heading };
    const placed = placeLayer(layer, grid, block, room.ratio);
    y += height + (layer.hidden ? 0 : BETWEEN_DOWN);
    return placed;
  });
}

/** For a column of layers: as many maps in a row as make the cells largest, up to a cap. */
function widestGrid(layer: Page, room: Room2d): Grid {
  const { ratio, width } = room;
  if (layer.hidden) return emptyGrid();
  if (layer.fixed !== undefined) return fixedGrid(layer.fixed);
  if (layer.units) return stripOf(layer.columns, LARGEST_UNIT, ratio);
  let best = rowsOfMaps(layer, 1, 1, room);
  const largest = Math.floor((ROOT_SIZE / Math.sqrt(layer.rows)) * ratio);
  for (let across = 1; across <= layer.channels; across++) {
    const fewer = across > 1 && Math.ceil(layer.channels / (across - 1));
    if (fewer === Math.ceil(layer.channels / across)) continue; // rows as even as they can be
    for (let cell = largest; cell >= best.cell; cell--) {
      const grid = rowsOfMaps(layer, cell, across, room);
      if (grid.width <= width && grid.height <= TALLEST) {
        best = grid;
        break;
      }
    }
  }
  return {
    ...best,
    first: layer.first,
    channels: layer.count,
    page: layer.page ?? 0,
    pages: layer.pages,
  };
}
