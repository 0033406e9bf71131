/**
 * The drawing in time: what it was after so many of its points, and how long the pen took to get there.
 *
 * A moment is a number of points, counted over all strokes in the order written. The drawing of a moment is a prefix of the
 * whole, made of the very same strokes and points: what is sent for it, and what the network makes of it, is exact.
 */
import type { Drawing, Stroke } from "./strokes.ts";

/** The most moments that are read of one drawing; of a longer one every second point, or every third, and so on. */
export const MOST_MOMENTS = 200;
/** Milliseconds from point to point where nothing was recorded. */
export const EVEN_PACE = 30;
/** Milliseconds that the pen is in the air, where nothing was recorded, and at most. */
export const PAUSE = 300;
export const LONGEST_PAUSE = 800;

export function pointsIn(drawing: Drawing): number {
  return drawing.reduce((sum, { points }) => sum + points.length, 0);
}

/** After how many points from one moment that is read to the next. */
export function strideOf(points: number, most = MOST_MOMENTS): number {
  return Math.max(1, Math.ceil(points / most));
}

/** The moments that are read, in order: every point, or every second and so on; the last is always the whole drawing. */
export function momentsOf(drawing: Drawing, most = MOST_MOMENTS): number[] {
  const points = pointsIn(drawing);
  const stride = strideOf(points, most);
  return Array.from({ length: Math.ceil(points / stride) }, (_, i) =>
    Math.min(points, (i + 1) * stride),
  );
}

/** The last of the moments up to which two drawings are the same. */
export function sharedMoment(one: Drawing, other: Drawing): number {
  let shared = 0;
  for (let s = 0; s < Math.min(one.length, other.length); s++) {
    const [a, b] = [one[s] as Stroke, other[s] as Stroke];
    if (a !== b) {
      const least = Math.min(a.points.length, b.points.length);
      for (let p = 0; p < least; p++) {
        const [[x, y], [u, v]] = [a.points[p], b.points[p]] as [
          Stroke["points"][0],
          Stroke["points"][0],
        ];
        if (x !== u || y !== v) return shared + p;
      }
      if (a.points.length !== b.points.length) return shared + least;
    }
    shared += a.points.length;
  }
  return shared;
}

/** The moments at which the pen was lifted, but for the last. */
export function liftsOf(drawing: Drawing): number[] {
  let points = 0;
  return drawing.slice(0, -1).map((stroke) => {
    points += stroke.points.length;
    return points;
  });
}

/**
 * Milliseconds from the first point to each point, at writing speed. Strokes that nobody timed (samples, drawings of older
 * versions, what an eraser left) go at an even pace; long pauses between strokes are shortened.
 */
export function timesOf(drawing: Drawing): number[] {
  const times: number[] = [];
  let before: Stroke | undefined;
  for (const stroke of drawing) {
    const began = before === undefined ? 0 : (times.at(-1) ?? 0) + pauseBetween(before, stroke);
    const { times: timed } = stroke;
    for (let i = 0; i < stroke.points.length; i++) {
      const since = timed === undefined ? i * EVEN_PACE : (timed[i] ?? 0) - (timed[0] ?? 0);
      times.push(Math.max(times.at(-1) ?? 0, began + since));
    }
    before = stroke;
  }
  return times;
}

/** The clock starts again with each visit to the page, so times of two visits cannot be compared. */
function pauseBetween(before: Stroke, stroke: Stroke): number {
  const [end, start] = [before.times?.at(-1), stroke.times?.[0]];
  if (end === undefined || start === undefined || start < end) return PAUSE;
  return Math.min(start - end, LONGEST_PAUSE);
}

/** How many points were there after so many milliseconds; at least the first. */
export function momentAt(times: readonly number[], milliseconds: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= milliseconds) low = middle + 1;
    else high = middle;
  }
  return Math.min(Math.max(1, low), times.length);
}
