/** The example of a first visit: a digit with curves and a corner, to which most kernels respond. Drawn for this project. */
import { BRUSH } from "./ink.ts";
import type { Drawing, Point, Stroke } from "./strokes.ts";

/** A stroke of "x,y x,y ..." in thousandths of the pad. */
export function strokeOf(text: string): Stroke {
  return { points: text.split(" ").map(pointOf), width: BRUSH };
}

function pointOf(text: string): Point {
  const [x = 0, y = 0] = text.split(",").map(Number);
  return [x / 1000, y / 1000];
}

export const EXAMPLE: Drawing = [
  "656,185 630,187 602,191 577,195 550,197 524,198 499,195 472,194 448,193 430,200 416,221 411,254 410,290 405,316 398,346 391,377 388,404 388,421 404,420 429,402 459,389 485,388 514,390 544,398 569,410 592,426 613,448 630,473 644,501 653,525 657,552 658,580 656,609 649,639 643,660 633,684 620,710 607,733 591,750 574,767 551,783 526,799 500,811 472,818 447,819 426,814 403,807 384,794 362,784 340,770",
].map(strokeOf);
