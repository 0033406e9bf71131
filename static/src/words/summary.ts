/** A layer's values in words, for those who do not see the pictures. */

import { number } from "./numbers.ts";
import { counted, type Key, phrase } from "./phrases.ts";
import { positionInWords } from "./position.ts";

/** What a summary is made from: values of C maps of R x C cells, or of one row of units. */
export interface Values {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  at(index: number): number;
}

/** How many maps are named one by one. */
const NAMED = 3;

/** What a summary says of one map: the sum of its absolute values, and their centre of mass. */
interface MapFacts {
  readonly channel: number;
  readonly size: number;
  readonly row: number;
  readonly column: number;
}

/**
 * "values from 0 to 1.70, 479 of 1,176 cells are on, strongest in map 4, row 12, column 9,
 * the strongest maps: map 4 (top right), map 1 (middle), map 6 (left), map 5 blank".
 */
export function summaryOf(values: Values): string {
  const { channels, rows, columns, at } = values;
  const count = channels * rows * columns;
  let [low, high, on, strongest] = [Infinity, -Infinity, 0, 0];
  for (let index = 0; index < count; index++) {
    const value = at(index);
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (value !== 0) on += 1;
    if (Math.abs(value) > Math.abs(at(strongest))) strongest = index;
  }
  if (on === 0) return phrase("summary.zero");
  const parts = [phrase("summary.range", { low: number(low), high: number(high) })];
  if (on < count) parts.push(phrase(rows > 1 ? "summary.on" : "summary.on.units", { on, count }));
  const position = positionInWords(strongest, channels, rows, columns);
  parts.push(phrase("summary.strongest", { position }));
  if (channels > 1) parts.push(...mapsInWords(values));
  return parts.join(", ");
}

/** The strongest maps with where each of them responds, and the blank ones. */
function mapsInWords(values: Values): string[] {
  const facts = Array.from({ length: values.channels }, (_, channel) => factsOf(values, channel));
  const inked = facts.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size);
  const named = inked.slice(0, NAMED).map(({ channel, row, column }) => {
    const where = phrase(regionOf(row, column));
    return `${phrase("position.map", { map: channel + 1 })} (${where})`;
  });
  const parts = [phrase("summary.maps", { maps: named.join(", ") })];
  const blank = facts.filter(({ size }) => size === 0).map(({ channel }) => channel + 1);
  if (blank.length > 0) {
    parts.push(counted("summary.blank", blank.length, { maps: blank.join(", ") }));
  }
  return parts;
}

/** The sum of a map's absolute values, and their centre of mass in parts of the map. */
function factsOf({ rows, columns, at }: Values, channel: number): MapFacts {
  let [size, down, across] = [0, 0, 0];
  for (let cell = 0; cell < rows * columns; cell++) {
    const value = Math.abs(at(channel * rows * columns + cell));
    size += value;
    down += value * (Math.floor(cell / columns) + 0.5);
    across += value * ((cell % columns) + 0.5);
  }
  const part = (sum: number, side: number) => (size === 0 ? 0.5 : sum / size / side);
  return { channel, size, row: part(down, rows), column: part(across, columns) };
}

const REGIONS: readonly (readonly Key[])[] = [
  ["region.top.left", "region.top", "region.top.right"],
  ["region.left", "region.middle", "region.right"],
  ["region.bottom.left", "region.bottom", "region.bottom.right"],
];
/** The centre of mass is seldom near a map's border: of the nine regions the middle one is the smallest. */
const EDGES = [0.45, 0.55];

/** "top left" … "bottom right", for a place in parts of the map. */
export function regionOf(row: number, column: number): Key {
  const third = (part: number) => EDGES.filter((edge) => part > edge).length;
  return REGIONS[third(row)]?.[third(column)] ?? "region.middle";
}

/** "values from −13.1 to 15.4, largest 3 (15.4), then 1 (−3.39)": the classes' logits, by name. */
export function classesInWords(classes: readonly string[], logits: readonly number[]): string {
  const order = classes.map((_, index) => index).sort((a, b) => at(logits, b) - at(logits, a));
  const [first = 0, second] = order;
  const named = (index: number) => `${classes[index] ?? ""} (${number(at(logits, index))})`;
  const [low, high] = [Math.min(...logits), Math.max(...logits)];
  const parts = [
    phrase("summary.range", { low: number(low), high: number(high) }),
    phrase("summary.largest", { class: named(first) }),
  ];
  if (second !== undefined) parts.push(phrase("summary.second", { class: named(second) }));
  return parts.join(", ");
}

const at = (values: readonly number[], index: number) => values[index] ?? 0;
