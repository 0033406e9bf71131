/** A layer's values in words, for those who do not see the pictures. */
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
  if (count === 0 || zeros === count) return "all values are zero";
  const parts = [`values from ${number(low)} to ${number(high)}`];
  if (zeros > 0) parts.push(`${Math.round((100 * zeros) / count)} % of them zero`);
  parts.push(`strongest in ${placeIn(strongest, channels, rows, columns)}`);
  if (blank.length > 0 && channels > 1) {
    parts.push(`${blank.length === 1 ? "map" : "maps"} ${blank.join(", ")} blank`);
  }
  return parts.join(", ");
}

function placeIn(index: number, channels: number, rows: number, columns: number): string {
  const column = (index % columns) + 1;
  if (rows === 1) return `unit ${column}`;
  const place = `row ${(Math.floor(index / columns) % rows) + 1}, column ${column}`;
  return channels === 1 ? place : `map ${Math.floor(index / (rows * columns)) + 1}, ${place}`;
}
