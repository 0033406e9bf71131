/** The predicted label of each pixel, the true one where the strokes are known, and how far both overlap. */

/** Row by row, the number of each pixel's label; 0 is paper. */
export type Mask = readonly number[];

export type Points = readonly (readonly [x: number, y: number])[];

const PAPER = 0;
const DIGIT = 1;
const CLUTTER = 2;
/** From this part of full ink on a pixel is ink, as in training (`models/data/clutter.py`). */
const INK = 63.5 / 255;

/** The label with the largest probability, for each pixel of planes that lie one after the other. */
export function maskOf(values: ArrayLike<number>, labels: number): Mask {
  const pixels = values.length / labels;
  return Array.from({ length: pixels }, (_, pixel) => {
    let best = 0;
    for (let label = 1; label < labels; label++)
      if ((values[label * pixels + pixel] ?? 0) > (values[best * pixels + pixel] ?? 0))
        best = label;
    return best;
  });
}

/** Without a network: all ink is the digit's. */
export function allInk(image: ArrayLike<number>): Mask {
  return Array.from(image, (value) => (value >= INK ? DIGIT : PAPER));
}

/** Ink is the digit's unless a line of the clutter is nearer. `place`: left, top and side of the image on the pad. */
export function truthOf(
  image: ArrayLike<number>,
  [left, top, side]: readonly [number, number, number],
  digit: readonly Points[],
  clutter: readonly Points[],
): Mask {
  const across = Math.sqrt(image.length);
  return allInk(image).map((kind, pixel) => {
    if (kind === PAPER) return PAPER;
    const x = left + (side * ((pixel % across) + 0.5)) / across;
    const y = top + (side * (Math.floor(pixel / across) + 0.5)) / across;
    return distance([x, y], clutter) < distance([x, y], digit) ? CLUTTER : DIGIT;
  });
}

/** From a point to the nearest line of these strokes; infinite where there are none. */
function distance(from: readonly [number, number], strokes: readonly Points[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const stroke of strokes)
    for (const [i, end] of stroke.entries())
      nearest = Math.min(nearest, toLine(from, stroke[i - 1] ?? end, end));
  return nearest;
}

function toLine(
  [x, y]: readonly [number, number],
  [x0, y0]: readonly [number, number],
  [x1, y1]: readonly [number, number],
): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = Math.max(dx * dx + dy * dy, 1e-12);
  const at = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / length));
  return Math.hypot(x - x0 - at * dx, y - y0 - at * dy);
}

/** Intersection over union, and Dice's coefficient; 1 where neither has a pixel of the label. */
export interface Overlap {
  readonly iou: number;
  readonly dice: number;
  readonly both: number;
  readonly either: number;
}

export function overlapOf(predicted: Mask, is: Mask, label: number): Overlap {
  const both = predicted.filter((each, i) => each === label && is[i] === label).length;
  const either = predicted.filter((each, i) => each === label || is[i] === label).length;
  const iou = either === 0 ? 1 : both / either;
  return { iou, dice: diceOf(iou), both, either };
}

/** Of the same pixels: 2 J / (1 + J). */
export const diceOf = (iou: number) => (2 * iou) / (1 + iou);
