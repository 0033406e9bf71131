/** A camera that orbits a point: where it stands, what it sees, how it moves. */

import {
  add,
  between,
  cross,
  dot,
  normalised,
  scaled,
  subtract,
  type Vector,
} from "../math/vectors.ts";
import { type Camera, CLOSEST, FURTHEST, STEEPEST } from "./pose.ts";

/** What the camera makes of points: its place, its axes, and half its field of view as tangents. */
export interface Lens {
  readonly eye: Vector;
  readonly right: Vector;
  readonly up: Vector;
  readonly forward: Vector;
  readonly across: number;
  readonly down: number;
}

/** A place in the picture: −1..1 to the right and upward, and how far ahead. */
export interface Seen {
  readonly x: number;
  readonly y: number;
  readonly ahead: number;
}

export interface Ray {
  readonly from: Vector;
  readonly direction: Vector;
}

/** The field of view from top to bottom, in degrees. */
export const FIELD = 30;
const RADIAN = Math.PI / 180;

export function lensOf(camera: Camera, aspect: number): Lens {
  const [yaw, pitch] = [camera.yaw * RADIAN, camera.pitch * RADIAN];
  const back: Vector = [
    -Math.cos(pitch) * Math.cos(yaw),
    Math.sin(pitch),
    Math.cos(pitch) * Math.sin(yaw),
  ];
  const forward = scaled(back, -1);
  const right: Vector = [Math.sin(yaw), 0, Math.cos(yaw)];
  const half = Math.tan((FIELD * RADIAN) / 2);
  return {
    eye: add(camera.target, scaled(back, camera.distance)),
    right,
    up: cross(right, forward),
    forward,
    across: half * aspect,
    down: half,
  };
}

/** Where in the picture a point is; null behind the camera. */
export function project(lens: Lens, point: Vector): Seen | null {
  const away = subtract(point, lens.eye);
  const ahead = dot(away, lens.forward);
  if (ahead <= 0.01) return null;
  const x = dot(away, lens.right) / (ahead * lens.across);
  return { x, y: dot(away, lens.up) / (ahead * lens.down), ahead };
}

/** What lies behind a place in the picture. */
export function rayThrough(lens: Lens, x: number, y: number): Ray {
  const aside = add(scaled(lens.right, x * lens.across), scaled(lens.up, y * lens.down));
  return { from: lens.eye, direction: normalised(add(lens.forward, aside)) };
}

/** The point at a place in the picture, so far ahead of the camera. */
export function pointAhead(lens: Lens, x: number, y: number, ahead: number): Vector {
  const aside = add(scaled(lens.right, x * lens.across), scaled(lens.up, y * lens.down));
  return add(lens.eye, scaled(add(lens.forward, aside), ahead));
}

/** Turned by so many degrees; it never goes over the top. */
export function orbited(camera: Camera, yaw: number, pitch: number): Camera {
  return {
    ...camera,
    yaw: within180(camera.yaw + yaw),
    pitch: Math.max(-STEEPEST, Math.min(STEEPEST, camera.pitch + pitch)),
  };
}

/**
 * Nearer or further by a factor; what is at the place (x, y) of the picture stays there. A camera as close as it can be to
 * its target moves on through it.
 */
export function zoomed(camera: Camera, factor: number, aspect: number, x = 0, y = 0): Camera {
  const distance = Math.max(CLOSEST, Math.min(FURTHEST, camera.distance * factor));
  const lens = lensOf(camera, aspect);
  const at = pointAhead(lens, x, y, camera.distance);
  const target = between(at, camera.target, distance / camera.distance);
  const through = Math.max(0, distance - camera.distance * factor);
  if (distance !== CLOSEST || through === 0) return { ...camera, distance, target };
  const ahead = normalised(subtract(at, lens.eye));
  return { ...camera, distance, target: add(target, scaled(ahead, through)) };
}

/** Shifted in the plane of the picture, by parts of half the picture: what was at the pointer goes with it. */
export function panned(camera: Camera, x: number, y: number, aspect: number): Camera {
  const lens = lensOf(camera, aspect);
  const by = add(
    scaled(lens.right, -x * lens.across * camera.distance),
    scaled(lens.up, -y * lens.down * camera.distance),
  );
  return { ...camera, target: add(camera.target, by) };
}

/** How much of the picture's half width and height the points may fill, and how far the middle is lowered for titles. */
export interface Margins {
  readonly across: number;
  readonly down: number;
}

/** As near as possible, seen from this direction, with every point in the picture. */
export function fitTo(
  direction: Pick<Camera, "yaw" | "pitch">,
  points: readonly Vector[],
  aspect: number,
  margins: Margins = { across: 0.92, down: 0.86 },
): Camera {
  const base = { ...direction, distance: 1, target: [0, 0, 0] as Vector, focus: null };
  const lens = lensOf(base, aspect);
  const seen = points.map((point) => [
    dot(point, lens.right),
    dot(point, lens.up),
    dot(point, lens.forward),
  ]);
  const axis = (at: 0 | 1, tangent: number) => {
    const least = Math.max(...seen.map((p) => (p[at] ?? 0) - (p[2] ?? 0) * tangent));
    const most = Math.min(...seen.map((p) => (p[at] ?? 0) + (p[2] ?? 0) * tangent));
    return { middle: (least + most) / 2, furthest: (most - least) / (2 * tangent) };
  };
  const across = axis(0, lens.across * margins.across);
  const down = axis(1, lens.down * margins.down);
  const back = Math.min(across.furthest, down.furthest);
  const ahead = seen.reduce((sum, p) => sum + (p[2] ?? 0), 0) / Math.max(1, seen.length);
  const distance = Math.max(CLOSEST, ahead - back);
  const target = add(
    add(scaled(lens.right, across.middle), scaled(lens.up, down.middle)),
    scaled(lens.forward, back + distance),
  );
  return { ...base, distance, target };
}

/** The camera at `part` (0..1) of a flight: slow, quick, slow, the short way round. */
export function flight(from: Camera, to: Camera, part: number): Camera {
  if (part >= 1) return to;
  const eased = ease(part);
  const mix = (a: number, b: number) => a + (b - a) * eased;
  return {
    yaw: within180(from.yaw + within180(to.yaw - from.yaw) * eased),
    pitch: mix(from.pitch, to.pitch),
    // Distances multiply: half-way from 10 to 1000 is 100.
    distance: Math.exp(mix(Math.log(from.distance), Math.log(to.distance))),
    target: between(from.target, to.target, eased),
    focus: to.focus,
  };
}

/** Slow, quick, slow. */
export function ease(part: number): number {
  const p = Math.max(0, Math.min(1, part));
  return p * p * (3 - 2 * p);
}

function within180(degrees: number): number {
  return ((((degrees + 180) % 360) + 360) % 360) - 180;
}
