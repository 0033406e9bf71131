/**
 * The drawing as data: a pure reducer with undo and redo.
 *
 * Points are [x, y] in 0..1 of the pad, y down. Strokes are what is kept and sent, never their pixels. A change while the pen is down
 * ("extend", "rub") belongs to the step that "begin" opened, so that one undo takes back one movement.
 */
export type Point = readonly [x: number, y: number];

export interface Stroke {
  readonly points: readonly Point[];
  /** Part of the pad; for the eye only, the network's pen has a width of its own. */
  readonly width: number;
  /** When each point was drawn, in milliseconds of this visit's clock, where it is known; it is not sent to the server. */
  readonly times?: readonly number[];
}

export type Drawing = readonly Stroke[];

export interface History {
  readonly drawing: Drawing;
  readonly past: readonly Drawing[];
  readonly future: readonly Drawing[];
  /** The example of a first visit: the first change removes it, and undo does not bring it back. */
  readonly greeting?: true;
}

/** `time` and `times`: milliseconds of one clock. `after`: go on from this moment (timeline.ts), not from the whole drawing. */
export type Change =
  | {
      readonly type: "begin";
      readonly point: Point;
      readonly width: number;
      readonly time?: number;
      readonly after?: number;
    }
  | {
      readonly type: "extend";
      readonly points: readonly Point[];
      readonly times?: readonly number[];
    }
  | { readonly type: "beginRub"; readonly after?: number }
  | { readonly type: "rub"; readonly from: Point; readonly to: Point; readonly radius: number }
  | { readonly type: "replace"; readonly drawing: Drawing }
  | { readonly type: "clear" }
  | { readonly type: "undo" }
  | { readonly type: "redo" };

export const EMPTY: History = { drawing: [], past: [], future: [] };

/** The eraser is this much wider than the pen. */
export const ERASER = 1.6;
/** Steps that undo can take back. */
const DEPTH = 200;
/** Points nearer than this to the last one say nothing new. */
const NEAR = 0.001;
/** As many points and strokes as the server takes in one drawing. */
export const MAX_POINTS = 4000;
export const MAX_STROKES = 1000;
/** Points may lie outside of the pad, but not further than this. */
export const REACH = 8;

/** How far from the pad, in sides of the pad, the server takes points: a mouse gets no further, a damaged drawing may. */
const FARTHEST = 32;

/** Whether a point is one: two finite numbers; a pad that is hidden has no width to divide by. */
export function isPlace(point: unknown): point is Point {
  return Array.isArray(point) && point.length === 2 && point.every(Number.isFinite);
}

export function reduce(history: History, change: Change): History {
  const { drawing, past, future } = history;
  switch (change.type) {
    case "begin":
      if (!isPlace(change.point)) return history;
      return step(history, [
        ...(history.greeting ? [] : prefixOf(drawing, change.after ?? null)),
        begun(change.point, change.width, change.time),
      ]);
    case "extend":
      return { ...history, drawing: extendLast(drawing, change.points, change.times) };
    case "beginRub":
      return step(history, history.greeting ? [] : prefixOf(drawing, change.after ?? null));
    case "rub":
      return { ...history, drawing: rub(drawing, change.from, change.to, change.radius) };
    case "replace":
      return step(history, change.drawing);
    case "clear":
      if (history.greeting) return { drawing: [], past, future };
      return drawing.length === 0 ? history : step(history, []);
    case "undo": {
      const earlier = lastDifferent(past, drawing);
      if (earlier < 0) return history;
      const restored = past[earlier] as Drawing;
      return { drawing: restored, past: past.slice(0, earlier), future: [drawing, ...future] };
    }
    case "redo": {
      const [next, ...rest] = future;
      return next === undefined
        ? history
        : { drawing: next, past: [...past, drawing], future: rest };
    }
  }
}

function step(history: History, drawing: Drawing): History {
  const before = history.greeting ? [] : history.drawing;
  return { drawing, past: [...history.past, before].slice(-DEPTH), future: [] };
}

/** An eraser that touched nothing leaves a step without a change; undo passes over it. */
function lastDifferent(past: readonly Drawing[], drawing: Drawing): number {
  for (let i = past.length - 1; i >= 0; i--) if (past[i] !== drawing) return i;
  return -1;
}

function begun(point: Point, width: number, time: number | undefined): Stroke {
  return time === undefined
    ? { points: [point], width }
    : { points: [point], width, times: [time] };
}

function extendLast(
  drawing: Drawing,
  points: readonly Point[],
  times?: readonly number[],
): Drawing {
  const last = drawing.at(-1);
  if (last === undefined) return drawing;
  const added: number[] = []; // places in `points`
  let end = last.points.at(-1);
  for (const [i, point] of points.entries()) {
    if (!isPlace(point)) continue;
    if (end !== undefined && Math.hypot(point[0] - end[0], point[1] - end[1]) < NEAR) continue;
    added.push(i);
    end = point;
  }
  if (added.length === 0) return drawing;
  const { width } = last;
  const grown = { points: [...last.points, ...added.map((i) => points[i] as Point)], width };
  // A stroke is timed from its first point to its last, or not at all.
  const timed = last.times !== undefined && times?.length === points.length;
  const all = timed && [...(last.times ?? []), ...added.map((i) => times[i] as number)];
  return [...drawing.slice(0, -1), all ? { ...grown, times: all } : grown];
}

/** Takes away what lies within `radius` of the eraser's path; strokes are cut exactly at its edge. */
export function rub(drawing: Drawing, from: Point, to: Point, radius: number): Drawing {
  // The path as circles a third of a radius apart: the scallops left are under 2 % of the radius.
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const count = Math.max(1, Math.ceil(length / (radius / 3)));
  let left = drawing;
  for (let i = 0; i <= count; i++) {
    const part = i / count;
    const centre: Point = [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    left = cutCircle(left, centre, radius);
  }
  return left;
}

function cutCircle(drawing: Drawing, centre: Point, radius: number): Drawing {
  let touched = false;
  const left = drawing.flatMap((stroke) => {
    const pieces = outside(stroke.points, centre, radius);
    if (pieces === null) return [stroke];
    touched = true;
    return pieces.map((points) => ({ points, width: stroke.width }));
  });
  return touched ? left : drawing;
}

/** The pieces of a line outside a circle; null if the circle does not touch it. */
function outside(points: readonly Point[], centre: Point, radius: number): Point[][] | null {
  const isInside = ([x, y]: Point) => Math.hypot(x - centre[0], y - centre[1]) < radius;
  const [first] = points;
  if (first === undefined) return null;
  let touched = isInside(first);
  let piece: Point[] | null = touched ? null : [first];
  const pieces = piece === null ? [] : [piece];
  const open = (start: Point) => {
    piece = [start];
    pieces.push(piece);
    return piece;
  };
  for (let i = 1; i < points.length; i++) {
    const start = points[i - 1] as Point;
    const end = points[i] as Point;
    const crossing = crossings(start, end, centre, radius);
    if (crossing === null) {
      if (isInside(end)) piece = null;
      else (piece ?? open(start)).push(end);
      continue;
    }
    touched = true;
    const [enter, leave] = crossing;
    if (enter > 0) piece?.push(between(start, end, enter));
    piece = null;
    if (leave < 1) open(between(start, end, leave)).push(end);
  }
  return touched ? pieces : null;
}

/** Where a segment is inside a circle, as parts 0..1 of its length; null if nowhere. */
function crossings(start: Point, end: Point, centre: Point, radius: number): Point | null {
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const [fx, fy] = [start[0] - centre[0], start[1] - centre[1]];
  const a = dx * dx + dy * dy;
  const b = 2 * (fx * dx + fy * dy);
  const c = fx * fx + fy * fy - radius * radius;
  if (a === 0) return null;
  const root = b * b - 4 * a * c;
  if (root <= 0) return null;
  const enter = Math.max(0, (-b - Math.sqrt(root)) / (2 * a));
  const leave = Math.min(1, (-b + Math.sqrt(root)) / (2 * a));
  return enter < leave ? [enter, leave] : null;
}

function between(start: Point, end: Point, part: number): Point {
  return [start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part];
}

/** What is sent: points with four decimals, thinned evenly if there are more than the server takes. */
export function toWire(drawing: Drawing, limit = MAX_POINTS): [number, number][][] {
  const newest = drawing.slice(-MAX_STROKES);
  const total = newest.reduce((sum, stroke) => sum + stroke.points.length, 0);
  const every = Math.ceil(total / (limit - newest.length));
  return newest.map(({ points }) =>
    points
      .filter((_, i) => i % every === 0 || i === points.length - 1)
      .map(([x, y]) => [round(x), round(y)]),
  );
}

/** Points that make one drawing of another: where they begin, [stroke, point], and what they are. */
export interface Increment {
  readonly at: readonly [number, number];
  readonly points: readonly Point[];
}

/** What a pen has added to `before`, if that is all that has changed; null if the whole must be sent. */
export function incrementOf(before: Drawing, now: Drawing): Increment | null {
  const last = before.length - 1;
  const added = now.length - before.length;
  if (added !== 0 && added !== 1) return null;
  const same = added === 0 ? last : before.length;
  for (let i = 0; i < same; i++) if (before[i] !== now[i]) return null;
  if (added === 1) return { at: [before.length, 0], points: now[before.length]?.points ?? [] };
  const [old, grown] = [before[last]?.points ?? [], now[last]?.points ?? []];
  if (grown.length < old.length || before[last]?.width !== now[last]?.width) return null;
  // Points are replaced, never changed in place: where both ends are the same, so is all between them.
  if (old.at(0) !== grown.at(0) || old.at(-1) !== grown[old.length - 1]) return null;
  return { at: [Math.max(last, 0), old.length], points: grown.slice(old.length) };
}

/** Points as they are sent: four decimals are a tenth of the finest screen's pixel. */
export function pointsToWire(points: readonly Point[]): [number, number][] {
  return points.map(([x, y]) => [round(x), round(y)]);
}

/** Four decimals, and no further away than the server takes. */
function round(value: number): number {
  return Math.round(Math.min(Math.max(value, -FARTHEST), FARTHEST) * 10_000) / 10_000;
}

/** The drawing after its first `moment` points; null is now: the whole. */
export function prefixOf(drawing: Drawing, moment: number | null): Drawing {
  if (moment === null) return drawing;
  let left = moment;
  for (const [index, stroke] of drawing.entries()) {
    if (left < stroke.points.length) {
      const whole = drawing.slice(0, index);
      return left <= 0 ? whole : [...whole, beginningOf(stroke, left)];
    }
    left -= stroke.points.length;
  }
  return drawing;
}

function beginningOf({ points, width, times }: Stroke, count: number): Stroke {
  const beginning = { points: points.slice(0, count), width };
  return times === undefined ? beginning : { ...beginning, times: times.slice(0, count) };
}
