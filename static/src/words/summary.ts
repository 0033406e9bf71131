/** A layer's values in words, for those who do not see the pictures. */
import { counted, phrase } from "../words.ts";
import { number } from "./numbers.ts";

/** What a summary is made from: values of C maps of R x C cells, or of one row of units. */
export interface Values {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  at(index: number): number;
}

/** "values from 0 to 1.70, 61 % of cells are zero; strongest in map 4, row 12, column 9; map 5 is blank". */
export function summaryOf({ channels, rows, columns, at }: Values): string {
  const area = rows * columns;
  const count = channels * area;
  let [low, high, zeros, strongest] = [Infinity, -Infinity, 0, 0];
  const blank: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    let inked = false;
    for (let index = channel * area; index < (channel + 1) * area; index++) {
      const value = at(index);
      low = Math.min(low, value);
      high = Math.max(high, value);
      if (value === 0) zeros += 1;
      else inked = true;
      if (Math.abs(value) > Math.abs(at(strongest))) strongest = index;
    }
    if (!inked) blank.push(channel + 1);
  }
  if (count === 0 || zeros === count) return phrase("summary.zero");
  const parts = [phrase("summary.range", { low: number(low), high: number(high) })];
  if (zeros > 0)
    parts.push(phrase("summary.zeros", { percent: Math.round((100 * zeros) / count) }));
  const place = placeIn(strongest, channels, rows, columns);
  parts.push(phrase("summary.strongest", { place }));
  if (blank.length > 0 && channels > 1) {
    parts.push(counted("summary.blank", blank.length, { maps: blank.join(", ") }));
  }
  return parts.join(", ");
}

/** "map 4, row 12, column 9", "unit 7". */
export function placeIn(index: number, channels: number, rows: number, columns: number): string {
  const column = (index % columns) + 1;
  if (rows === 1) return phrase("place.unit", { unit: column });
  const place = phrase("place.cell", { row: (Math.floor(index / columns) % rows) + 1, column });
  const map = Math.floor(index / (rows * columns)) + 1;
  return channels === 1 ? place : `${phrase("place.map", { map })}, ${place}`;
}
