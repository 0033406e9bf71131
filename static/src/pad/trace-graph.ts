/** The graph of a pen trace: a line for each class, the first guess in accent. */

import { liftsOf, momentsOf, pointsIn } from "../ink/timeline.ts";
import { firstGuessOf, type PenTrace } from "../ink/trace.ts";

/** CSS pixels: above the lines, for the digits of the first guesses; and their least distance. */
const LABELS = 15;
const APART = 11;

export function paintTrace(
  canvas: HTMLCanvasElement,
  trace: PenTrace,
  classes: readonly string[],
  now: number | null,
): void {
  const context = canvas.getContext("2d");
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  if (context === null || width === 0) return;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  context.scale(devicePixelRatio, devicePixelRatio);
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const points = pointsIn(trace.drawing);
  const x = (moment: number) => (moment / Math.max(1, points)) * (width - 2) + 1;
  const y = (part: number) => height - 1 - part * (height - LABELS - 2);

  // The floor, the ceiling, and where the pen was lifted.
  context.lineWidth = 1;
  context.strokeStyle = colour("--rule");
  context.beginPath();
  for (const part of [0, 1]) {
    context.moveTo(0, Math.round(y(part)) + 0.5);
    context.lineTo(width, Math.round(y(part)) + 0.5);
  }
  for (const moment of liftsOf(trace.drawing)) {
    context.moveTo(Math.round(x(moment)) + 0.5, LABELS);
    context.lineTo(Math.round(x(moment)) + 0.5, height);
  }
  context.stroke();

  const read = momentsOf(trace.drawing).flatMap((moment, place) => {
    const own = trace.probabilities.get(moment);
    return own === undefined ? [] : [{ moment, place, own, first: firstGuessOf(own) }];
  });
  context.lineJoin = "round";
  for (let i = 1; i < read.length; i++) {
    const [before, after] = [read[i - 1], read[i]];
    // No line over moments that nobody has read.
    if (before === undefined || after?.place !== before.place + 1) continue;
    for (let at = 0; at < after.own.length; at++) {
      const leads = at === after.first;
      context.strokeStyle = colour(leads ? "--accent" : "--quiet");
      context.lineWidth = leads ? 2 : 1;
      context.globalAlpha = leads ? 1 : 0.55;
      context.beginPath();
      context.moveTo(x(before.moment), y(before.own[at] ?? 0));
      context.lineTo(x(after.moment), y(after.own[at] ?? 0));
      context.stroke();
    }
  }
  context.globalAlpha = 1;

  paintLabels(context, read, classes, x, style);
  const at = Math.round(x(now ?? points));
  context.fillStyle = colour("--text");
  context.fillRect(Math.min(width - 2, Math.max(0, at - 1)), 0, 2, height);
}

/** Each first guess where it begins; those without room between their neighbours are left out, never moved. */
function paintLabels(
  context: CanvasRenderingContext2D,
  read: readonly { moment: number; first: number | null }[],
  classes: readonly string[],
  x: (moment: number) => number,
  style: CSSStyleDeclaration,
): void {
  context.font = `600 13px ${style.getPropertyValue("--serif")}`;
  context.fillStyle = style.getPropertyValue("--accent");
  context.textBaseline = "alphabetic";
  const begins = read.filter(
    ({ first }, i) => first !== null && (i === 0 || first !== read[i - 1]?.first),
  );
  for (const [i, { moment, first }] of begins.entries()) {
    const next = begins[i + 1];
    const end = next === undefined ? Infinity : x(next.moment);
    if (end - x(moment) < APART) continue;
    context.fillText(classes[first ?? 0] ?? "", x(moment) + 1, LABELS - 4);
  }
}
