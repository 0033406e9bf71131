/** A drawing as a file: the form of the data set's lines, `{"strokes": [[[x, y], ...], ...]}`, with the pen's widths. */

import { asPen, BRUSH } from "./ink.ts";
import { type Drawing, isPlace, MAX_POINTS, MAX_STROKES, type Point, REACH } from "./strokes.ts";

const LARGEST = 2_000_000;

/** Why a file is no drawing: a key of the catalogue. */
export type Fault =
  | "drawing.not-json"
  | "drawing.no-strokes"
  | "drawing.bad-point"
  | "drawing.too-much";

export function jsonOf(drawing: Drawing): string {
  const strokes = drawing.map(({ points }) => points);
  const widths = drawing.map(({ width }) => width);
  return `${JSON.stringify({ strokes, widths })}\n`;
}

export function drawingFrom(text: string): Drawing | Fault {
  if (text.length > LARGEST) return "drawing.too-much";
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return "drawing.not-json";
  }
  const { strokes, widths } = (content ?? {}) as { strokes?: unknown; widths?: unknown };
  if (!Array.isArray(strokes) || !strokes.every(Array.isArray)) return "drawing.no-strokes";
  if (!strokes.every((stroke) => stroke.every(isPoint))) return "drawing.bad-point";
  const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  if (points > MAX_POINTS || strokes.length > MAX_STROKES) return "drawing.too-much";
  const list: readonly unknown[] = Array.isArray(widths) ? widths : [];
  return strokes
    .map((stroke: Point[], i) => ({ points: stroke, width: widthOf(list[i]) }))
    .filter(({ points }) => points.length > 0);
}

function isPoint(value: unknown): value is Point {
  return isPlace(value) && value.every((part) => Math.abs(part) <= REACH);
}

function widthOf(value: unknown): number {
  return typeof value === "number" && value > 0 && value < 1 ? asPen(value) : BRUSH;
}
