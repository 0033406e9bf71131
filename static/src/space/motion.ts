/** What moves by itself: the camera on a flight, the maps on their way to other positions. */

import { ease, flight } from "../layout/camera.ts";
import type { Camera } from "../layout/pose.ts";
import type { Tile } from "../layout/space.ts";
import { between } from "../math/vectors.ts";

/** Milliseconds. */
const FLIGHT = 900;
const RISE = 900;
/** How much later the last map starts than the first, as a part of RISE. */
const STAGGER = 0.35;

/** A way from one state to another; `began`: null until its first frame. */
interface Way<State> {
  readonly from: State;
  readonly to: State;
  began: number | null;
}

export class Motion {
  readonly #still: () => boolean;
  #camera: Camera;
  #tiles: readonly Tile[] = [];
  #flight: Way<Camera> | null = null;
  #rise: Way<readonly Tile[]> | null = null;
  #risen = 1;

  /** `still`: whether nothing may move by itself. */
  constructor(camera: Camera, still: () => boolean) {
    this.#camera = camera;
    this.#still = still;
  }

  get camera(): Camera {
    return this.#camera;
  }

  get tiles(): readonly Tile[] {
    return this.#tiles;
  }

  /** 0..1: how far the maps have come. */
  get risen(): number {
    return this.#risen;
  }

  get moving(): boolean {
    return this.#flight !== null || this.#rise !== null;
  }

  /** Puts the camera there at once. */
  put(camera: Camera): void {
    this.#camera = camera;
    this.#flight = null;
  }

  fly(to: Camera): void {
    if (this.#still()) this.put(to);
    else this.#flight = { from: this.#camera, to, began: null };
  }

  /** Puts the maps there at once. */
  lay(tiles: readonly Tile[]): void {
    this.#tiles = tiles;
    this.#rise = null;
    this.#risen = 1;
  }

  /** Lets the maps go there from where they are, or from `from`. */
  rise(to: readonly Tile[], from: readonly Tile[] = this.#tiles): void {
    if (this.#still() || from.length !== to.length) {
      this.lay(to);
      return;
    }
    this.#rise = { from, to, began: null };
    this.#tiles = from;
    this.#risen = 0;
  }

  /** Moves on to this moment; returns whether the maps have moved. */
  advance(now: number): boolean {
    this.#advanceCamera(now);
    const way = this.#rise;
    if (way === null) return false;
    way.began ??= now;
    this.#risen = Math.min(1, (now - way.began) / RISE);
    this.#tiles = tilesBetween(way.from, way.to, this.#risen);
    if (this.#risen >= 1) this.#rise = null;
    return true;
  }

  #advanceCamera(now: number): void {
    const way = this.#flight;
    if (way === null) return;
    way.began ??= now;
    const part = (now - way.began) / FLIGHT;
    this.#camera = flight(way.from, way.to, part);
    if (part >= 1) this.#flight = null;
  }
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
