/** Where a layer goes that has room of its own beside the columns. */
import { placeLayer, sideOfLayer } from "./flat.ts";
import { downOf, emptyGrid, type LayerShape, mapsOf, pageOf } from "./grids.ts";
import type { Placed, Room2d } from "./placed.ts";

/** A layer that stands beside the columns, as large as it would be among them: its right edge and its middle. */
export function placeBeside(
  layer: LayerShape,
  unit: number,
  {
    right,
    middle,
    left,
  }: { readonly left: number; readonly right: number; readonly middle: number },
  { rem, ratio, toScale }: Room2d,
): Placed {
  const side = sideOfLayer(layer, unit, toScale);
  const grid = layer.hidden
    ? emptyGrid()
    : mapsOf(pageOf(layer, Infinity), { side, down: downOf(layer), pitch: side, rem, ratio });
  const height = layer.hidden ? unit : grid.height;
  const y = middle - height / 2;
  const area = { x: left, y, width: right - left, height, left: right - grid.width, top: y };
  return placeLayer(layer, grid, area, ratio);
}
