/** What moves by itself: the camera on a flight, the maps on their way to other places. */
import { type Camera, ease, flight } from "../layout/camera.ts";
import type { Tile } from "../layout/space.ts";
import { between } from "../math/vectors.ts";

/** Milliseconds. */
const FLIGHT = 900;
const RISE = 900;
/** The part of a rise by which the last map sets out later than the first. */
const STAGGER = 0.35;

export interface Motion {
  readonly camera: Camera;
  readonly tiles: readonly Tile[];
  /** 0..1: how far the maps have come. */
  readonly risen: number;
  readonly moving: boolean;
  /** Puts the camera there at once. */
  put(camera: Camera): void;
  fly(to: Camera): void;
  /** Puts the maps there at once. */
  lay(tiles: readonly Tile[]): void;
  /** Lets the maps go there from where they are, or from `from`. */
  rise(to: readonly Tile[], from?: readonly Tile[]): void;
  /** Goes on to this moment; whether the maps have moved. */
  advance(now: number): boolean;
}

/** `still`: whether nothing may move by itself. */
export function makeMotion(start: Camera, still: () => boolean): Motion {
  let camera = start;
  let tiles: readonly Tile[] = [];
  let course: { from: Camera; to: Camera; began: number | null } | null = null;
  let way: { from: readonly Tile[]; to: readonly Tile[]; began: number | null } | null = null;
  let risen = 1;
  return {
    get camera() {
      return camera;
    },
    get tiles() {
      return tiles;
    },
    get risen() {
      return risen;
    },
    get moving() {
      return course !== null || way !== null;
    },
    put: (next) => {
      camera = next;
      course = null;
    },
    fly: (to) => {
      course = still() ? null : { from: camera, to, began: null };
      if (course === null) camera = to;
    },
    lay: (next) => {
      tiles = next;
      way = null;
      risen = 1;
    },
    rise: (to, from = tiles) => {
      const go = !still() && from.length === to.length;
      way = go ? { from, to, began: null } : null;
      tiles = go ? from : to;
      risen = go ? 0 : 1;
    },
    advance: (now) => {
      if (course !== null) {
        course.began ??= now;
        const part = (now - course.began) / FLIGHT;
        camera = flight(course.from, course.to, part);
        if (part >= 1) course = null;
      }
      if (way === null) return false;
      way.began ??= now;
      risen = Math.min(1, (now - way.began) / RISE);
      tiles = tilesBetween(way.from, way.to, risen);
      if (risen >= 1) way = null;
      return true;
    },
  };
}

/** The maps on their way, those of later layers later. */
export function tilesBetween(
  from: readonly Tile[],
  to: readonly Tile[],
  part: number,
): readonly Tile[] {
  if (part >= 1) return to;
  return from.map((tile, i) => {
    const end = to[i] as Tile;
    const late = (STAGGER * i) / Math.max(1, from.length - 1);
    const eased = ease((part * (1 + STAGGER) - late) / 1);
    return {
      corner: between(tile.corner, end.corner, eased),
      right: between(tile.right, end.right, eased),
      down: between(tile.down, end.down, eased),
    };
  });
}
