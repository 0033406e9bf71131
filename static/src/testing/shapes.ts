import type { LayerShape } from "../layout/grids.ts";

/** A layer of square maps that is shown. */
export function layerOf(
  name: string,
  channels: number,
  side: number,
  more: Partial<LayerShape> = {},
): LayerShape {
  return { name, channels, rows: side, columns: side, units: false, hidden: false, ...more };
}
