/** The network's maps as tiles: one a map, one a strip of units, hidden ones without size. */

import { type Lens, pointAhead } from "../layout/camera.ts";
import type { Placed } from "../layout/placed.ts";
import { cellsOnStage } from "../layout/places.ts";
import {
  cellTile,
  middleOf,
  middleOfTile,
  type Slab,
  type Slabs,
  type Tile,
  tileOf,
} from "../layout/space.ts";
import { positionIn } from "../math/shape.ts";
import { subtract } from "../math/vectors.ts";
import type { Offsets } from "./colours.ts";
import type { MapTile, ValueBox } from "./geometries.ts";
import { MASK } from "./mask.ts";

/** Every map of every layer, in order: the values that it shows. */
export function mapsIn(space: Slabs, offsets: Offsets): MapTile[] {
  return space.slabs.flatMap((slab) => {
    const { columns, rows } = slab;
    const first = offsets.start.get(slab.name) ?? 0;
    const count = slab.channels === 1 ? slab.count : rows * columns;
    return channels(slab, (channel) => ({
      start: first + channel * rows * columns,
      columns,
      rows,
      count,
    }));
  });
}

/** Where each of them stands; all maps of a hidden layer are one point. */
export function tilesIn(space: Slabs): Tile[] {
  return space.slabs.flatMap((slab) =>
    channels(slab, (channel) =>
      slab.hidden ? nothingAt(space, slab) : tileOf(space, slab, channel),
    ),
  );
}

/** The layer of each of them. */
export function slabsOfTiles(space: Slabs): Slab[] {
  return space.slabs.flatMap((slab) => channels(slab, () => slab));
}

function nothingAt(space: Slabs, slab: Slab): Tile {
  return { corner: middleOf(space, slab), right: [0, 0, 0], down: [0, 0, 0] };
}

/** A rectangle in CSS pixels of the 3D view. */
interface MapArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Tiles that look, through this lens, as the maps lay on the stage; `left` and `top`: of the stage in the view. */
export function flatTiles(
  space: Slabs,
  placed: readonly Placed[],
  lens: Lens,
  view: { readonly width: number; readonly height: number },
  stage: { readonly left: number; readonly top: number },
  ahead: number,
): Tile[] {
  const byName = new Map(placed.map((each) => [each.name, each]));
  const point = (x: number, y: number) =>
    pointAhead(lens, (2 * x) / view.width - 1, 1 - (2 * y) / view.height, ahead);
  return space.slabs.flatMap((slab) =>
    channels(slab, (channel) => {
      const area =
        slab.name === MASK ? areaOfMask(placed) : areaOf(byName.get(slab.name), slab, channel);
      if (area === null) return nothingAt(space, slab);
      const [x, y] = [area.x + stage.left, area.y + stage.top];
      const corner = point(x, y);
      return {
        corner,
        right: subtract(point(x + area.width, y), corner),
        down: subtract(point(x, y + area.height), corner),
      };
    }),
  );
}

function areaOfMask(placed: readonly Placed[]): MapArea | null {
  const mask = placed.find(({ finished }) => finished !== undefined)?.finished;
  return mask === undefined
    ? null
    : { x: mask.left, y: mask.top, width: mask.side, height: mask.side };
}

function areaOf(placed: Placed | undefined, slab: Slab, channel: number): MapArea | null {
  if (placed === undefined || placed.hidden) return null;
  const { grid, left, top } = placed;
  if (grid.channels === 0) {
    const [width, height] = [grid.width / grid.across, grid.height / grid.rows];
    const y = top + Math.floor(channel / grid.across) * height + (height - 20) / 2;
    return { x: left + (channel % grid.across) * width, y, width: 20, height: 20 };
  }
  const onPage = channel >= grid.first && channel < grid.first + grid.channels;
  if (slab.channels > 1 && !onPage) return null;
  const rows = [0, grid.rows - 1] as const;
  return cellsOnStage(placed, channel, rows, [0, grid.columns - 1], devicePixelRatio);
}

/** A box for each value of the layers that are shown. */
export function boxesIn(
  space: Slabs,
  offsets: Offsets,
  solid: (slab: Slab) => boolean,
): ValueBox[] {
  return space.slabs.flatMap((slab) => {
    if (slab.hidden || !solid(slab)) return [];
    const first = offsets.start.get(slab.name) ?? 0;
    return Array.from({ length: slab.count }, (_, index) => ({
      middle: middleOfTile(cellTile(space, slab, index)),
      side: slab.cell,
      index: first + index,
      beside: besideOf(slab, index).map((at) => (at === null ? -1 : first + at)) as [
        number,
        number,
        number,
        number,
      ],
    }));
  });
}

/** The cells to the left and right of one, above and below it, in its map. */
function besideOf({ rows, columns, count }: Slab, index: number): (number | null)[] {
  const { row, column } = positionIn({ rows, columns }, index);
  const below = row < rows - 1 && index + columns < count;
  return [
    column > 0 ? index - 1 : null,
    column < columns - 1 && index + 1 < count ? index + 1 : null,
    row > 0 ? index - columns : null,
    below ? index + columns : null,
  ];
}

function channels<Made>(slab: Slab, make: (channel: number) => Made): Made[] {
  return Array.from({ length: slab.channels }, (_, channel) => make(channel));
}
