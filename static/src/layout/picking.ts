/** What lies under the pointer in space: by arithmetic on the layout, no pixel is read back. */

import { dot, subtract, type Vector } from "../math/vectors.ts";
import type { Ray } from "./camera.ts";
import { indexAt, type Slab, type Slabs } from "./space.ts";

export interface Hit {
  readonly layer: string;
  readonly index: number;
  /** From where the ray begins. */
  readonly distance: number;
}

/** Signed height of a value's box above its plane, −1..1. */
export type HeightOf = (layer: string, index: number) => number;

/** `most`: the height of 1, in sides of a cell. */
export interface Heights {
  readonly of: HeightOf;
  readonly most: number;
}

/** The nearest cell that a ray meets, among the slabs that `solid` lets it meet. */
export function pick(
  space: Slabs,
  ray: Ray,
  solid: (slab: Slab) => boolean = () => true,
  heights: Heights | null = null,
): Hit | null {
  let nearest: Hit | null = null;
  for (const slab of space.slabs) {
    if (slab.hidden || !solid(slab)) continue;
    const hit = heights === null ? onPlane(space, slab, ray) : onBoxes(space, slab, ray, heights);
    if (hit !== null && (nearest === null || hit.distance < nearest.distance)) nearest = hit;
  }
  return nearest;
}

/** The ray in the slab's own directions: to the right of and below its corner, and above its plane. */
function inSlab({ axes }: Slabs, slab: Slab, ray: Ray): { from: Vector; direction: Vector } {
  const at = subtract(ray.from, [
    axes.flow[0] * slab.along,
    axes.flow[1] * slab.along,
    axes.flow[2] * slab.along,
  ]);
  return {
    from: [
      dot(at, axes.right) - slab.aside + slab.width / 2,
      slab.height / 2 - dot(at, axes.up),
      dot(at, axes.normal),
    ],
    direction: [
      dot(ray.direction, axes.right),
      -dot(ray.direction, axes.up),
      dot(ray.direction, axes.normal),
    ],
  };
}

function onPlane(space: Slabs, slab: Slab, ray: Ray): Hit | null {
  const { from, direction } = inSlab(space, slab, ray);
  const distance = -from[2] / direction[2];
  if (!(distance > 0) || !Number.isFinite(distance)) return null;
  const index = indexAt(slab, from[0] + direction[0] * distance, from[1] + direction[1] * distance);
  return index === null ? null : { layer: slab.name, index, distance };
}

/** Along the ray in steps of a part of a cell, from where boxes can be until where they end. */
function onBoxes(space: Slabs, slab: Slab, ray: Ray, heights: Heights): Hit | null {
  const { from, direction } = inSlab(space, slab, ray);
  const most = heights.most * slab.cell;
  const ends = [-1, 1].map((side) => (side * most - from[2]) / direction[2]);
  const [first, last] = [Math.max(0, Math.min(...ends)), Math.max(...ends)];
  if (!Number.isFinite(first) || !(last > first)) return null;
  const step = Math.max(slab.cell / 5, (last - first) / 400);
  const plane = -from[2] / direction[2];
  let before = first;
  for (let distance = first; distance <= last; distance += step) {
    // The plane itself must not be stepped over.
    const at = before < plane && plane < distance ? plane : distance;
    const index = indexAt(slab, from[0] + direction[0] * at, from[1] + direction[1] * at);
    const above = at === plane ? 0 : from[2] + direction[2] * at;
    if (index !== null) {
      const height = most * heights.of(slab.name, index);
      if (at === plane || (above > 0 ? height >= above : height <= above && above < 0))
        return { layer: slab.name, index, distance: at };
    }
    before = distance;
  }
  return null;
}
