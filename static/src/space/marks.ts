/** Where labels belong: outside the network, on the side along which its layers follow one another. */
import { type Lens, project } from "../layout/camera.ts";
import { pick } from "../layout/picking.ts";
import {
  cellTile,
  cornersOf,
  middleOfTile,
  type Slab,
  type Slabs,
  slabTile,
} from "../layout/space.ts";
import { add, length, normalised, scaled, subtract, type Vector } from "../math/vectors.ts";

/** Of the view, in CSS pixels. */
export interface ViewSize {
  readonly width: number;
  readonly height: number;
}

/** In CSS pixels of the view. */
export interface ViewPoint {
  readonly x: number;
  readonly y: number;
}

/** About a label's height, and half of its width, in CSS pixels. */
const LABEL = { height: 34, brief: 18, reach: 74 };
/** The network is seen along its flow when the first and the last layer are nearer than this part of the height. */
const ALONG = 0.15;
/** Space between a unit, or its box, and its name. */
const ASIDE = 5;

/** Where a layer's label belongs, and the point of the layer that its line leads to. */
export interface Mark {
  readonly side: "above" | "left";
  readonly at: ViewPoint;
  readonly to: ViewPoint;
  readonly ahead: number;
}

/** Above the network where it runs across, beside it where it runs up. `brief`: labels are one line high. */
export function marksOf(
  space: Slabs,
  lens: Lens,
  view: ViewSize,
  brief: boolean,
): Map<string, Mark> {
  const seen = space.slabs.flatMap((slab) => silhouette(space, slab, lens, view));
  const side = sideOf(space, seen, view);
  const height = brief ? LABEL.brief : LABEL.height;
  return new Map(
    seen.map(({ name, ahead, x, y, left, top }): [string, Mark] => {
      // What stands beside a layer's label must not be covered by it either.
      const near = seen.filter(
        (other) => other.left < x + LABEL.reach && other.right > x - LABEL.reach,
      );
      const lane = Math.max(height, Math.min(...near.map((other) => other.top)) - 8);
      // The line ends where a nearer layer hides its end.
      const hiding = seen.filter(
        (other) => other.ahead < ahead && other.left < x && other.right > x,
      );
      const end = Math.min(top, ...hiding.map((other) => other.top));
      const edge = Math.max(LABEL.reach * 1.4, Math.min(...seen.map((other) => other.left)) - 14);
      return side === "above"
        ? [name, { side, ahead, at: { x, y: lane }, to: { x, y: end } }]
        : [name, { side, ahead: -y, at: { x: edge, y }, to: { x: left, y } }];
    }),
  );
}

/** Above where the layers follow one another across the view, left where down it; seen along the flow, as the network stands. */
function sideOf({ axes }: Slabs, seen: readonly Silhouette[], view: ViewSize): Mark["side"] {
  const [first, last] = [seen[0], seen.at(-1)];
  const across = Math.abs((last?.x ?? 0) - (first?.x ?? 0));
  const down = Math.abs((last?.y ?? 0) - (first?.y ?? 0));
  if (Math.max(across, down) < ALONG * view.height) return axes.flow[1] === 0 ? "above" : "left";
  return across >= down ? "above" : "left";
}

interface Silhouette extends ViewPoint {
  readonly name: string;
  readonly ahead: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

/** A slab as the picture shows it; none while some of it is behind the camera. */
function silhouette(space: Slabs, slab: Slab, lens: Lens, view: ViewSize): Silhouette[] {
  const corners = cornersOf(slabTile(space, slab));
  const points = corners.flatMap((corner) => inView(lens, view, corner) ?? []);
  if (points.length < corners.length) return [];
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const middle = (all: readonly number[]) => (Math.min(...all) + Math.max(...all)) / 2;
  const ahead = Math.min(...corners.map((corner) => project(lens, corner)?.ahead ?? 0));
  const ends = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys) };
  return [{ name: slab.name, ahead, x: middle(xs), y: middle(ys), ...ends }];
}

function inView(lens: Lens, { width, height }: ViewSize, point: Vector): ViewPoint | null {
  const at = project(lens, point);
  return at && { x: (0.5 + at.x / 2) * width, y: (0.5 - at.y / 2) * height };
}

/** How a row of units runs over the picture: their names stand above it or, where it runs down, on its right. */
export interface Run {
  readonly side: "above" | "right";
  /** From one unit to the next, in CSS pixels. */
  readonly pitch: number;
}

export function runOf(space: Slabs, slab: Slab, lens: Lens, view: ViewSize): Run {
  const [one, other] = [0, 1].map((unit) =>
    inView(lens, view, middleOfTile(cellTile(space, slab, unit))),
  );
  if (!one || !other) return { side: "right", pitch: 0 };
  const [across, down] = [Math.abs(one.x - other.x), Math.abs(one.y - other.y)];
  return { side: across > down ? "above" : "right", pitch: Math.max(across, down) };
}

/** Next to a class's unit, or its box, which is `height` high in the plane's unit of length. Null behind another layer. */
export function unitAt(
  space: Slabs,
  slab: Slab,
  unit: number,
  height: number,
  { side }: Run,
  lens: Lens,
  view: ViewSize,
): ViewPoint | null {
  const tile = cellTile(space, slab, unit);
  const at = middleOfTile(tile);
  const ray = { from: lens.eye, direction: normalised(subtract(at, lens.eye)) };
  const hit = pick(space, ray);
  if (hit !== null && hit.layer !== slab.name && hit.distance < length(subtract(at, lens.eye)))
    return null;
  const middle = inView(lens, view, add(at, scaled(space.axes.normal, Math.max(0, height))));
  const out = scaled(space.axes.normal, height);
  const corners = cornersOf(tile).flatMap((corner) => [corner, add(corner, out)]);
  const points = corners.flatMap((corner) => inView(lens, view, corner) ?? []);
  if (middle === null || points.length < corners.length) return null;
  return side === "right"
    ? { x: Math.max(...points.map(({ x }) => x)) + ASIDE, y: middle.y }
    : { x: middle.x, y: Math.min(...points.map(({ y }) => y)) - 1 };
}
