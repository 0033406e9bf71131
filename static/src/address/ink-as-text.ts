/**
 * A drawing as a short text: about 19 bits a point, so that a digit is 120 to 190 characters.
 *
 * Points lie on a grid of 1/10,000 of the pad, as those that are sent to the server do: it reads exactly the same from a
 * linked drawing. Long drawings take a coarser grid, never fewer than 512 steps along the ink. All points stay, in their
 * order: moments of a drawing are counted in points. A point is written as its distance from where the last movement
 * would have led.
 */

import { asPen, BRUSH } from "../ink/ink.ts";
import {
  type Drawing,
  MAX_POINTS,
  MAX_STROKES,
  type Point,
  REACH,
  type Stroke,
  toWire,
} from "../ink/strokes.ts";
import { type Reader, reader, sizeOfNatural, type Writer, writer } from "./bits.ts";
import { withTimes, writeTimes } from "./times-as-text.ts";

/** The version number in the first bits of a text: for drawings without and with times. */
const VERSION = 1;
const TIMED = 2;
const GRIDS = [10_000, 5_000, 2_500, 1_250] as const;
/** The fewest steps along the ink that a grid may have. */
const FINEST = 512;
/** A longer text takes a coarser grid. */
const COMFORTABLE = 190;
/** How much of the last movement is expected in the next one, in quarters. */
const MOMENTA = [0, 2, 3, 4] as const;
const COUNT = { strokes: 1, points: 5 } as const;
/** Widths in thousandths of the pad. */
const WIDTHS = 1000;
/** No text of a drawing is longer. */
const LONGEST = 40_000;

/** A drawing on a grid, as it is written: positions in steps of the grid. */
interface Snapped {
  readonly grid: number;
  readonly strokes: readonly { readonly steps: readonly Point[]; readonly width: number }[];
}

/** `timed`: with the times of its strokes, as far as they are known. */
export function writeDrawing(drawing: Drawing, timed = false): string {
  const { text, snapped, index, kept } = bestOf(drawing);
  const whole = snapped.strokes.every(({ steps }, i) => steps.length === kept[i]?.points.length);
  const known = timed && whole && kept.some(({ times }) => times !== undefined);
  return known ? shortest(snapped, index, kept) : text;
}

/** The drawing exactly as whoever opens the link gets it; it keeps the times of its points. */
export function settled(drawing: Drawing): Drawing {
  const { snapped } = bestOf(drawing);
  return unsnapped(snapped).map((stroke, i) => {
    const times = drawing[i]?.times;
    return times?.length === stroke.points.length ? { ...stroke, times } : stroke;
  });
}

/** A drawing from any text; throws a RangeError that says what is wrong with it. */
export function readDrawing(text: string): Drawing {
  if (text.length > LONGEST) throw new RangeError("the text is too long");
  const from = reader(text);
  const version = from.bits(4);
  if (version !== VERSION && version !== TIMED) throw new RangeError("it is of another version");
  const grid = GRIDS[from.bits(2)] as number;
  const momentum = MOMENTA[from.bits(2)] as number;
  const order = from.bits(4);
  const count = limited(from.natural(COUNT.strokes), MAX_STROKES);
  let pen = { at: [grid / 2, grid / 2] as Point, width: BRUSH };
  let left = MAX_POINTS;
  const strokes = Array.from({ length: count }, () => {
    const points = limited(from.natural(COUNT.points) + 1, left);
    left -= points;
    const width = from.bits(1) === 0 ? pen.width : (from.bits(10) + 1) / WIDTHS;
    const steps = readSteps(from, points, pen.at, momentum, order, grid);
    pen = { at: steps.at(-1) as Point, width };
    return { steps, width: asPen(width) };
  });
  const drawn = unsnapped({ grid, strokes });
  return version === TIMED ? withTimes(drawn, from) : drawn;
}

// --- writing -------------------------------------------------------------------------------------

/** A drawing on the finest grid that makes its text comfortable, and what of it is `kept`. */
interface Written {
  readonly text: string;
  readonly snapped: Snapped;
  readonly index: number;
  readonly kept: Drawing;
}

function bestOf(drawing: Drawing): Written {
  const kept = drawing.filter(({ points }) => points.length > 0).slice(-MAX_STROKES);
  const wire = toWire(kept);
  const least = FINEST / Math.max(extentOf(wire), 1e-6);
  let best: Written | null = null;
  for (const [index, grid] of GRIDS.entries()) {
    if (best !== null && (best.text.length <= COMFORTABLE || grid < least)) break;
    const strokes = wire.map((points, i) => ({
      steps: points.map(([x, y]): Point => [Math.round(x * grid), Math.round(y * grid)]),
      width: Math.min(1, Math.max(1 / WIDTHS, kept[i]?.width ?? BRUSH)),
    }));
    const snapped = { grid, strokes };
    best = { text: shortest(snapped, index), snapped, index, kept };
  }
  return best as Written;
}

/** The shortest text over all momenta and all orders of the numbers' code; with the times of `timed`. */
function shortest({ grid, strokes }: Snapped, index: number, timed?: Drawing): string {
  let best = { size: Number.POSITIVE_INFINITY, momentum: 0, order: 0 };
  for (const [momentum, quarters] of MOMENTA.entries()) {
    const off = strokes.flatMap(({ steps }) => surprises(steps, quarters).flat());
    for (let order = 0; order < 12; order++) {
      const size = off.reduce((sum, value) => sum + sizeOf(value, order), 0);
      if (size < best.size) best = { size, momentum, order };
    }
  }
  const to = writer();
  to.bits(timed === undefined ? VERSION : TIMED, 4);
  to.bits(index, 2);
  to.bits(best.momentum, 2);
  to.bits(best.order, 4);
  to.natural(strokes.length, COUNT.strokes);
  let pen = { at: [grid / 2, grid / 2] as Point, width: Math.round(BRUSH * WIDTHS) };
  for (const { steps, width } of strokes) {
    const thousandths = Math.round(width * WIDTHS);
    to.natural(steps.length - 1, COUNT.points);
    to.bits(thousandths === pen.width ? 0 : 1, 1);
    if (thousandths !== pen.width) to.bits(thousandths - 1, 10);
    writeSteps(to, steps, pen.at, MOMENTA[best.momentum] as number, best.order, grid);
    pen = { at: steps.at(-1) as Point, width: thousandths };
  }
  if (timed !== undefined) writeTimes(to, timed);
  return to.text();
}

function writeSteps(
  to: Writer,
  steps: readonly Point[],
  from: Point,
  momentum: number,
  order: number,
  grid: number,
): void {
  const [x, y] = steps[0] as Point;
  const far = farOrder(grid);
  to.signed(x - from[0], far);
  to.signed(y - from[1], far);
  for (const [dx, dy] of surprises(steps, momentum)) {
    to.signed(dx, order);
    to.signed(dy, order);
  }
}

/** How far each point but the first lies from where the last movement would have led. */
function surprises(steps: readonly Point[], momentum: number): Point[] {
  let [vx, vy] = [0, 0];
  return steps.slice(1).map(([x, y], i) => {
    const [px, py] = steps[i] as Point;
    const off: Point = [x - px - expected(vx, momentum), y - py - expected(vy, momentum)];
    [vx, vy] = [x - px, y - py];
    return off;
  });
}

function expected(speed: number, momentum: number): number {
  return Math.round((speed * momentum) / 4);
}

/** Bits that a signed number takes. */
function sizeOf(value: number, order: number): number {
  return sizeOfNatural(value > 0 ? 2 * value - 1 : -2 * value, order);
}

function farOrder(grid: number): number {
  return Math.floor(Math.log2(grid)) - 2;
}

function extentOf(strokes: readonly (readonly Point[])[]): number {
  const [low, high] = [
    [1 / 0, 1 / 0],
    [-1 / 0, -1 / 0],
  ] as [number[], number[]];
  for (const points of strokes) {
    for (const point of points) {
      for (const axis of [0, 1] as const) {
        low[axis] = Math.min(low[axis] as number, point[axis]);
        high[axis] = Math.max(high[axis] as number, point[axis]);
      }
    }
  }
  return Math.max(0, ...high.map((value, axis) => value - (low[axis] as number)));
}

// --- reading -------------------------------------------------------------------------------------

function readSteps(
  from: Reader,
  count: number,
  start: Point,
  momentum: number,
  order: number,
  grid: number,
): Point[] {
  const far = farOrder(grid);
  const steps: Point[] = [[start[0] + from.signed(far), start[1] + from.signed(far)]];
  let [vx, vy] = [0, 0];
  for (let i = 1; i < count; i++) {
    const [px, py] = steps[i - 1] as Point;
    vx = expected(vx, momentum) + from.signed(order);
    vy = expected(vy, momentum) + from.signed(order);
    steps.push([px + vx, py + vy]);
  }
  const furthest = Math.max(...steps.map(([x, y]) => Math.max(Math.abs(x), Math.abs(y))));
  if (furthest > REACH * grid) throw new RangeError("a point lies far off the pad");
  return steps;
}

function unsnapped({ grid, strokes }: Snapped): Stroke[] {
  return strokes.map(({ steps, width }) => ({
    points: steps.map(([x, y]): Point => [(x + 0) / grid, (y + 0) / grid]), // no −0
    width: Math.round(width * WIDTHS) / WIDTHS,
  }));
}

function limited(count: number, most: number): number {
  if (count > most) throw new RangeError("it has too many points");
  return count;
}
