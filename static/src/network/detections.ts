/**
 * From an outcome of boxes to digits: threshold, overlap, suppression. The same numbers in the same order as `models/_boxes.py`; boxes
 * lie in the image, 0..1 in both directions, y down.
 */
import { BOX_PLANES, OVERLAP, THRESHOLD } from "./box-values.ts";

const THERE = BOX_PLANES.indexOf("there");
/** How many values of a cell stand in front of the probabilities of its labels. */
export const PLANES = BOX_PLANES.length;

export interface Edges {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Detection extends Edges {
  /** Index of its label. */
  readonly label: number;
  /** How sure it is that something is there, times the probability of its label. */
  readonly score: number;
}

/** The area in both boxes, the area in either, and the first as a part of the second: intersection over union. */
export interface Overlap {
  readonly both: number;
  readonly either: number;
  readonly part: number;
}

/** A box that is compared with the one that stays in a round; `at`: its place in the list of boxes. */
export interface Compared extends Overlap {
  readonly at: number;
  readonly struck: boolean;
}

/** The surest of the boxes that are left stays, and those of its label that overlap it by more than the limit go. */
export interface Round {
  readonly kept: number;
  /** Those of its label that are left and overlap it at all, the surest first. */
  readonly compared: readonly Compared[];
}

/** How sure each cell is that something is there, and that times the probability of its likeliest label. */
export function scoresOf(values: ArrayLike<number>, cells: number) {
  const there = Float64Array.from({ length: cells }, (_, at) => values[THERE * cells + at] ?? 0);
  const labels = values.length / cells - PLANES;
  const label = Array.from(there, (_, at) => likeliest(values, cells, at, labels));
  const score = there.map((each, at) => each * (chanceOf(values, cells, at, label[at] ?? 0) ?? 0));
  return { there, label, score };
}

const chanceOf = (values: ArrayLike<number>, cells: number, at: number, label: number) =>
  values[(PLANES + label) * cells + at];

function likeliest(values: ArrayLike<number>, cells: number, at: number, labels: number): number {
  let best = 0;
  for (let label = 1; label < labels; label++)
    if ((chanceOf(values, cells, at, label) ?? 0) > (chanceOf(values, cells, at, best) ?? 0))
      best = label;
  return best;
}

/** The boxes of an outcome (5 + labels, rows, columns) from a score on, the surest first; of equal scores the first cell's. */
export function boxesOf(
  values: ArrayLike<number>,
  [rows, columns]: readonly [number, number],
  threshold = THRESHOLD,
): readonly Detection[] {
  const cells = rows * columns;
  const { label, score } = scoresOf(values, cells);
  const found: Detection[] = [];
  for (const [at, sure] of score.entries()) {
    if (sure < threshold) continue;
    const plane = (which: number) => values[which * cells + at] ?? 0;
    const [row, column] = [Math.floor(at / columns), at % columns];
    const [x, y] = [(column + plane(0)) / columns, (row + plane(1)) / rows];
    const [across, down] = [plane(2) / 2, plane(3) / 2];
    const edges = { left: x - across, top: y - down, right: x + across, bottom: y + down };
    found.push({ label: label[at] ?? 0, score: sure, ...edges });
  }
  return found.sort((one, other) => other.score - one.score);
}

export const areaOf = ({ left, top, right, bottom }: Edges): number =>
  Math.max(right - left, 0) * Math.max(bottom - top, 0);

/** What both cover; null where they do not meet. */
export function intersection(one: Edges, other: Edges): Edges | null {
  const left = Math.max(one.left, other.left);
  const top = Math.max(one.top, other.top);
  const right = Math.min(one.right, other.right);
  const bottom = Math.min(one.bottom, other.bottom);
  return right > left && bottom > top ? { left, top, right, bottom } : null;
}

/** Intersection over union; 0 of boxes without an area. */
export function overlapOf(one: Edges, other: Edges): Overlap {
  const shared = intersection(one, other);
  const both = shared === null ? 0 : areaOf(shared);
  const either = areaOf(one) + areaOf(other) - both;
  return { both, either, part: either > 0 ? both / either : 0 };
}

/** Non-maximum suppression, round by round, of boxes with the surest first. */
export function roundsOf(boxes: readonly Detection[], limit = OVERLAP): readonly Round[] {
  const gone = new Set<number>();
  const rounds: Round[] = [];
  for (const [kept, box] of boxes.entries()) {
    if (gone.has(kept)) continue;
    const compared = boxes.flatMap((other, at): Compared[] => {
      if (at <= kept || gone.has(at) || other.label !== box.label) return [];
      const overlap = overlapOf(box, other);
      return overlap.both > 0 ? [{ at, ...overlap, struck: overlap.part > limit }] : [];
    });
    for (const { at, struck } of compared) if (struck) gone.add(at);
    rounds.push({ kept, compared });
  }
  return rounds;
}

/** Of each box the one that suppressed it, by its place in the list; null: it stays. */
export function suppressedBy(
  boxes: readonly Detection[],
  rounds: readonly Round[],
): readonly (number | null)[] {
  const by: (number | null)[] = boxes.map(() => null);
  for (const { kept, compared } of rounds)
    for (const { at, struck } of compared) if (struck) by[at] = kept;
  return by;
}

/** Those that suppression leaves, the surest first. */
export function keptOf(boxes: readonly Detection[], limit = OVERLAP): readonly Detection[] {
  return roundsOf(boxes, limit).flatMap(({ kept }) => boxes[kept] ?? []);
}
