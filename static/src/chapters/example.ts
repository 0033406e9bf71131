/** On a first visit an example is drawn on the pad, stroke by stroke, and the network reads along. */
import { effect } from "@preact/signals-core";
import { type Drawing, prefixOf } from "../ink/strokes.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

/** Milliseconds from point to point; and the pause between two strokes, counted in points. */
const PACE = 24;
const PAUSE = 10;

/** How many points are there after so many milliseconds; the pen is in the air between strokes. */
export function pointsAfter(example: Drawing, time: number): number {
  let left = Math.floor(time / PACE);
  let points = 0;
  for (const stroke of example) {
    points += Math.min(stroke.points.length, Math.max(0, left));
    left -= stroke.points.length + PAUSE;
  }
  return points;
}

/** Draws until the example is complete or somebody draws; all at once with reduced motion, and in a lecture. */
export function drawExample(lab: Lab, example: Drawing): Dispose {
  const whole = example.reduce((count, { points }) => count + points.length, 0);
  const isStill = () =>
    matchMedia("(prefers-reduced-motion: reduce)").matches || lab.lecture.on.peek();
  let request = 0;
  let began: number | null = null;
  const step = (now: number) => {
    began ??= now;
    const points = isStill() ? whole : pointsAfter(example, now - began);
    lab.ink.showExample(prefixOf(example, points));
    if (points < whole) request = requestAnimationFrame(step);
  };
  request = requestAnimationFrame(step);
  const stop = () => cancelAnimationFrame(request);
  const stopWatching = effect(() => {
    if (!lab.ink.history.value.greeting) stop();
  });
  return () => {
    stop();
    stopWatching();
  };
}
