/** How the network stands in space and from where it is seen, as state and links hold it; the arithmetic is in `camera.ts`. */
import type { Vector } from "../math/vectors.ts";

export type Arrangement = "row" | "stack";
export const ARRANGEMENTS: readonly Arrangement[] = ["row", "stack"];

/** Directions from which the whole network can be seen. */
export type Preset = "front" | "side" | "top" | "isometric";

export const PRESETS: readonly Preset[] = ["front", "side", "top", "isometric"];

/** A camera that orbits a point. */
export interface Camera {
  /** Degrees about the vertical: 0 looks along x, 90 along −z, with x to the right. */
  readonly yaw: number;
  /** Degrees above the horizon. */
  readonly pitch: number;
  /** From the point that it looks at. */
  readonly distance: number;
  readonly target: Vector;
  /** The layer that it was brought to: layers in the way are drawn as frames only. */
  readonly focus: string | null;
}

/** The largest pitch, in degrees above the horizon. */
export const STEEPEST = 89;
/** The least and the largest distance from the target. */
export const CLOSEST = 1.5;
export const FURTHEST = 900;

/** Rounded to hundredths, as links hold it: nobody sees the difference, and whoever opens the link sees exactly the same. */
export function tidied(camera: Camera): Camera {
  const hundredths = (value: number) => Math.round(value * 100) / 100 + 0; // no −0
  const [x, y, z] = camera.target;
  return {
    yaw: hundredths(camera.yaw),
    pitch: hundredths(camera.pitch),
    distance: hundredths(camera.distance),
    target: [hundredths(x), hundredths(y), hundredths(z)],
    focus: camera.focus,
  };
}
