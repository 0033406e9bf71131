/** The state of an exhibit in its link: only values that differ from the initial ones. */

import { rounded } from "../math/numbers.ts";

/** A cell of a map, from 0. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Least and most of a number, and its steps. */
export interface Range {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/** The nearest number of a range. */
export function within(value: number, { low, high, step }: Range): number {
  const steps = Math.round(Math.min(Math.max(value, low), high) / step);
  return rounded(steps * step, 6);
}

/** Numbers from a link, "0.2_-0.6"; one that cannot be read gets its initial value. */
export function numbersIn(
  text: string | null,
  beginning: readonly number[],
  range: Range,
): readonly number[] {
  const read = (text ?? "").split("_").map((part) => (part === "" ? Number.NaN : Number(part)));
  return beginning.map((value, at) => {
    const given = read[at];
    return given === undefined || !Number.isFinite(given) ? value : within(given, range);
  });
}

/** One of several names; the first where it is none of them. */
export function nameIn<Name extends string>(text: string | null, names: readonly Name[]): Name {
  return names.find((name) => name === text) ?? (names[0] as Name);
}

/** Puts values into the page's link and leaves out initial ones. No page is loaded. */
export function keepInLink(values: Readonly<Record<string, readonly [unknown, unknown]>>): void {
  const link = new URL(location.href);
  for (const [name, [value, beginning]] of Object.entries(values)) {
    const text = Array.isArray(value) ? value.join("_") : String(value ?? "");
    const first = Array.isArray(beginning) ? beginning.join("_") : String(beginning ?? "");
    if (text === first) link.searchParams.delete(name);
    else link.searchParams.set(name, text);
  }
  if (link.href !== location.href) history.replaceState(history.state, "", link);
}

/** "12_7" is row 12, column 7 of a map, both from 0. */
export function cellIn(text: string | null): Cell | null {
  const [, row, column] = /^(\d{1,2})_(\d{1,2})$/.exec(text ?? "") ?? [];
  return row === undefined || column === undefined
    ? null
    : { row: Number(row), column: Number(column) };
}

export const textOfCell = (cell: Cell | null) =>
  cell === null ? "" : `${cell.row}_${cell.column}`;
