/** Tiles, boxes, lines and translucent sides as arrays for the graphics processor. */
import {
  BufferAttribute,
  BufferGeometry,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
} from "three";
import type { Tile } from "../layout/space.ts";
import type { Vector } from "../math/vectors.ts";

/** Red, green, blue and opacity, 0..1. */
export type Tint = readonly [number, number, number, number];

/** A map on its tile: where its values begin in the table, and how many cells. */
export interface MapTile {
  readonly start: number;
  readonly columns: number;
  readonly rows: number;
  readonly count: number;
}

/** A value's box: its cell's middle and side, and its index in the table. */
export interface ValueBox {
  readonly middle: Vector;
  readonly side: number;
  readonly index: number;
  /** Indices of the cells to its left and right, above and below it; −1 where there is none. */
  readonly beside: readonly [number, number, number, number];
}

export interface Ribbon {
  readonly points: readonly Vector[];
  readonly width: number;
  readonly tint: Tint;
}

/** Three corners each, each corner with its colour. */
export interface Triangles {
  readonly points: readonly Vector[];
  readonly tints: readonly Tint[];
}

export function mapGeometry(maps: readonly MapTile[]): InstancedBufferGeometry {
  const geometry = new InstancedBufferGeometry();
  geometry.setAttribute(
    "position",
    new BufferAttribute(new Float32Array([0, 0, 1, 0, 1, 1, 0, 1]), 2),
  );
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  geometry.instanceCount = maps.length;
  const cells = maps.flatMap(({ start, columns, rows, count }) => [start, columns, rows, count]);
  const add = (name: string, values: Float32Array, each: number) =>
    geometry.setAttribute(name, new InstancedBufferAttribute(values, each));
  add("cells", Float32Array.from(cells), 4);
  for (const name of ["corner", "across", "down"]) add(name, new Float32Array(3 * maps.length), 3);
  add("faded", new Float32Array(maps.length), 1);
  return geometry;
}

export function putTiles(
  geometry: BufferGeometry,
  tiles: readonly Tile[],
  faded: readonly boolean[],
): void {
  const write = (name: string, set: (array: Float32Array) => void) => {
    const attribute = geometry.getAttribute(name);
    if (attribute === undefined) return;
    set(attribute.array as Float32Array);
    attribute.needsUpdate = true;
  };
  const parts = { corner: "corner", across: "right", down: "down" } as const;
  for (const [name, part] of Object.entries(parts)) {
    write(name, (array) => {
      for (const [i, tile] of tiles.entries()) array.set(tile[part], 3 * i);
    });
  }
  write("faded", (array) => array.set(faded.map(Number)));
}

/** The seven corners of three faces that meet. */
const CORNERS = [
  [1, 1, 1],
  [1, -1, 1],
  [1, -1, -1],
  [1, 1, -1],
  [-1, 1, 1],
  [-1, 1, -1],
  [-1, -1, 1],
].flat();
/** Two triangles each: across the rows, across the columns, and the top. */
const SIDE = [0, 1, 2, 0, 2, 3] as const;
const END = [0, 3, 5, 0, 5, 4] as const;
const TOP = [0, 4, 6, 0, 6, 1] as const;

/** All boxes; drawTall chooses which are drawn. */
export function boxGeometry(boxes: readonly ValueBox[]): BufferGeometry {
  const geometry = new BufferGeometry();
  const corners = new Int8Array(boxes.length * 21);
  const middles = new Float32Array(boxes.length * 21);
  const cells = new Float32Array(boxes.length * 14);
  for (const [i, { middle, side, index }] of boxes.entries()) {
    corners.set(CORNERS, i * 21);
    for (let corner = 7 * i; corner < 7 * (i + 1); corner++) {
      middles.set(middle, 3 * corner);
      cells[2 * corner] = index;
      cells[2 * corner + 1] = side;
    }
  }
  geometry.setAttribute("position", new BufferAttribute(corners, 3));
  geometry.setAttribute("middle", new BufferAttribute(middles, 3));
  geometry.setAttribute("cell", new BufferAttribute(cells, 2));
  geometry.setIndex(new BufferAttribute(new Uint32Array(boxes.length * 18), 1));
  return geometry;
}

/** A value's height in the table, −127..127. */
export function heightOf(word: number): number {
  return (word >>> 24) - 128;
}

/** Draws what can be seen of boxes: none of a zero, and no sides between neighbours that are at least as high. */
export function drawTall(
  geometry: BufferGeometry,
  boxes: readonly ValueBox[],
  table: Uint32Array,
): void {
  const drawn = geometry.index;
  if (drawn === null) return;
  const corners = drawn.array as Uint32Array;
  let count = 0;
  const add = (first: number, face: readonly number[]) => {
    for (const corner of face) corners[count++] = first + corner;
  };
  for (const [i, { index, beside }] of boxes.entries()) {
    const height = heightOf(table[index] ?? 0);
    if (height === 0) continue;
    const hides = (other: number) => {
      const neighbour = other < 0 ? 0 : heightOf(table[other] ?? 0);
      return height > 0 ? neighbour >= height : neighbour <= height;
    };
    add(7 * i, TOP);
    if (!hides(beside[0]) || !hides(beside[1])) add(7 * i, SIDE);
    if (!hides(beside[2]) || !hides(beside[3])) add(7 * i, END);
  }
  drawn.clearUpdateRanges();
  drawn.addUpdateRange(0, count);
  drawn.needsUpdate = true;
  geometry.setDrawRange(0, count);
}

export function ribbonGeometry(ribbons: readonly Ribbon[]): BufferGeometry {
  const pieces = ribbons.reduce((sum, { points }) => sum + Math.max(0, points.length - 1), 0);
  const position = new Float32Array(pieces * 12);
  const other = new Float32Array(pieces * 12);
  const side = new Float32Array(pieces * 8);
  const tints = new Float32Array(pieces * 16);
  const index = new Uint32Array(pieces * 6);
  let piece = 0;
  for (const { points, width, tint } of ribbons) {
    for (let i = 1; i < points.length; i++, piece++) {
      const ends = [points[i - 1] as Vector, points[i] as Vector] as const;
      for (let corner = 0; corner < 4; corner++) {
        const [here, there] = corner < 2 ? ends : [ends[1], ends[0]];
        const at = 4 * piece + corner;
        position.set(here, 3 * at);
        other.set(there, 3 * at);
        // Seen from the other end, left and right are exchanged.
        side.set([(corner === 0 || corner === 3 ? -1 : 1) * (corner < 2 ? 1 : -1), width], 2 * at);
        tints.set(tint, 4 * at);
      }
      index.set(
        [0, 1, 2, 0, 2, 3].map((corner) => 4 * piece + corner),
        6 * piece,
      );
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute("position", new BufferAttribute(position, 3));
  geometry.setAttribute("other", new BufferAttribute(other, 3));
  geometry.setAttribute("side", new BufferAttribute(side, 2));
  geometry.setAttribute("tint", new BufferAttribute(tints, 4));
  geometry.setIndex(new BufferAttribute(index, 1));
  return geometry;
}

export function coneGeometry(cones: readonly Triangles[]): BufferGeometry {
  const geometry = new BufferGeometry();
  const points = cones.flatMap((cone) => cone.points);
  const tints = cones.flatMap(({ tints }) => tints.flat());
  geometry.setAttribute("position", new BufferAttribute(Float32Array.from(points.flat()), 3));
  geometry.setAttribute("tint", new BufferAttribute(Float32Array.from(tints), 4));
  return geometry;
}
