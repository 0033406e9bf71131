/** Where the ticks of the transport bar's track stand, and which of them are named. */
import type { ForwardStep } from "../network/forward.ts";
import type { Tick } from "../state/clock.ts";

/**
 * A tick for each step: layers at even distances, a layer's further steps (its ReLU) between it and the next. The last
 * layer's last step is alone at the end of the track.
 */
export function ticksOfSteps(
  steps: readonly ForwardStep[],
  nameOf: (layer: string) => string,
  chances: string,
): Tick[] {
  const layers = steps.reduce<ForwardStep[][]>((all, step) => {
    const last = all.at(-1);
    if (last?.[0]?.layer === step.layer) last.push(step);
    else all.push([step]);
    return all;
  }, []);
  const places = layers.flatMap((of, layer) => {
    const apart = layer === layers.length - 1 ? 1 : 1 / of.length;
    return of.map((step, i) => ({ place: layer + i * apart, step, first: i === 0 }));
  });
  const end = places.at(-1)?.place || 1;
  return places.map(({ place, step, first }) => ({
    at: place / end,
    name: step.softmax ? chances : first ? nameOf(step.layer) : "",
  }));
}

/** A tick where each stroke is done. */
export function ticksOfStrokes(
  strokes: readonly { readonly points: readonly unknown[] }[],
  nameOf: (stroke: number) => string,
): Tick[] {
  const points = strokes.reduce((sum, stroke) => sum + stroke.points.length, 0);
  let before = 0;
  return strokes.map((stroke, i) => {
    before += stroke.points.length;
    return { at: before / points, name: nameOf(i + 1) };
  });
}

/** About the width of a letter of a name, and the least gap between two names, in rem. */
const LETTER = 0.44;
const GAP = 0.4;

/** Which ticks can be named on a track so many rem wide: the current one, the ends, and as many others as have room. */
export function namedOn(ticks: readonly Tick[], width: number, current: number): Set<number> {
  const spans = ticks.map(({ at, name }) => {
    const half = (LETTER * name.length + GAP) / 2;
    return [at * width - half, at * width + half] as const;
  });
  const [last, order] = [ticks.length - 1, ticks.map((_, i) => i)];
  const named = new Set<number>();
  for (const i of [current, last, 0, ...order]) {
    const [from, to] = spans[i] ?? [0, 0];
    const isFree = [...named].every((each) => {
      const [start, end] = spans[each] ?? [0, 0];
      return each === i || to <= start || from >= end;
    });
    if (ticks[i]?.name && isFree) named.add(i);
  }
  return named;
}

/** The tick that is nearest to a place of the track. */
export function nearest(ticks: readonly Tick[], at: number): number {
  const away = ticks.map((tick) => Math.abs(tick.at - at));
  return away.indexOf(Math.min(...away));
}
