/** Where the camera can be sent: everything from one side, or up to one layer or cell. */

import { add, scaled, type Vector } from "../math/vectors.ts";
import { fitTo, orbited, panned } from "./camera.ts";
import type { Arrangement, Camera, Preset } from "./pose.ts";
import { cellTile, cornersOf, middleOfTile, type Slab, type Slabs, slabTile } from "./space.ts";

/** Part of the picture's height for the floor that the network stands on. */
const FLOOR = 0.04;

/** Directions from which a turn is tried. */
const TURN_LOOKS = 16;

type Direction = Pick<Camera, "yaw" | "pitch">;

/** Never exactly along the maps' planes: they would vanish. */
const DIRECTIONS: Readonly<Record<Arrangement, Readonly<Record<Preset, Direction>>>> = {
  row: {
    front: { yaw: 36, pitch: 13 },
    side: { yaw: 68, pitch: 4 },
    top: { yaw: 50, pitch: 33 },
    isometric: { yaw: 54, pitch: 15 },
  },
  stack: {
    front: { yaw: 90, pitch: 20 },
    side: { yaw: 0, pitch: 20 },
    top: { yaw: 90, pitch: 84 },
    isometric: { yaw: 58, pitch: 34 },
  },
};

/** Looks at a layer: nearly straight at its maps. */
const AT_MAPS: Readonly<Record<Arrangement, Direction>> = {
  row: { yaw: 14, pitch: 6 },
  stack: { yaw: 84, pitch: 72 },
};

/** Parts of the picture's width and height that names need: on its left and its right, and above the network. */
export interface Margins {
  readonly aside: number;
  readonly beyond: number;
  readonly above: number;
}

export function presetCamera(
  preset: Preset,
  arrangement: Arrangement,
  space: Slabs,
  aspect: number,
  room: Margins = { aside: 0, beyond: 0, above: 0 },
  tall = 0,
): Camera {
  const { aside, beyond, above } = room;
  const floor = arrangement === "row" ? FLOOR : 0;
  const margins = { across: 0.95 * (1 - aside - beyond), down: 0.95 * (1 - above - floor) };
  const camera = fitTo(DIRECTIONS[arrangement][preset], outlineOf(space, tall), aspect, margins);
  return panned(camera, aside - beyond, floor - above, aspect);
}

/** The corners of everything that is shown; `tall`: boxes stand so many sides of a cell out of their planes, either way. */
export function outlineOf(space: Slabs, tall = 0): Vector[] {
  const shown = space.slabs.filter(({ hidden }) => !hidden);
  return (shown.length > 0 ? shown : space.slabs).flatMap((slab) => {
    const corners = cornersOf(slabTile(space, slab));
    if (tall === 0) return corners;
    const out = scaled(space.axes.normal, tall * slab.cell);
    return corners.flatMap((corner) => [add(corner, out), add(corner, scaled(out, -1))]);
  });
}

/** Up to a layer, all of its maps in the picture. */
export function layerCamera(
  slab: Slab,
  arrangement: Arrangement,
  space: Slabs,
  aspect: number,
): Camera {
  const camera = fitTo(AT_MAPS[arrangement], cornersOf(slabTile(space, slab)), aspect);
  return { ...camera, focus: slab.name };
}

/** Up to a cell: a dozen cells around it fill the picture. */
export function cellCamera(
  slab: Slab,
  index: number,
  arrangement: Arrangement,
  space: Slabs,
  aspect: number,
): Camera {
  const tile = cellTile(space, slab, index);
  const middle = middleOfTile(tile);
  const around = cornersOf(tile).map((corner) => {
    const out = add(corner, scaled(middle, -1));
    return add(middle, scaled(out, 9));
  });
  return { ...fitTo(AT_MAPS[arrangement], around, aspect), focus: slab.name };
}

/** At `part` (0..1) of a full turn that begins here: always so far that everything is in the picture. */
export function turntable(
  start: Camera,
  space: Slabs,
  page: { readonly width: number; readonly height: number },
  part: number,
): Camera {
  const aspect = page.width / page.height;
  const points = outlineOf(space);
  const around = Array.from({ length: TURN_LOOKS }, (_, i) =>
    fitTo({ yaw: (360 * i) / TURN_LOOKS, pitch: start.pitch }, points, aspect),
  );
  const axes = [0, 1, 2] as const;
  const ends = axes.map((axis) => points.map((point) => point[axis]));
  const [x = 0, y = 0, z = 0] = ends.map((all) => (Math.min(...all) + Math.max(...all)) / 2);
  const away = ({ distance, target }: Camera) =>
    distance + Math.hypot(target[0] - x, target[1] - y, target[2] - z);
  return orbited(
    { ...start, focus: null, target: [x, y, z], distance: Math.max(...around.map(away)) },
    360 * part,
    0,
  );
}
