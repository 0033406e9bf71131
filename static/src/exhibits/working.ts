/** A window, a kernel and their products, each as a table of numbers. */
import { make } from "../dom/element.ts";
import { scaleOf } from "../dom/palette.ts";
import { colourOf, luminanceOf } from "../math/colour.ts";
import { decimals } from "../words/numbers.ts";
import { cellAt, type Maps, mapsOf } from "./windows.ts";

/** The part of a map that a window covers, zero beyond the edges. */
export function windowOf(
  map: Maps,
  top: number,
  left: number,
  rows: number,
  columns: number,
): Maps {
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => cellAt(map, top + row, left + column)),
  );
  return mapsOf([lines]);
}

/** Cell by cell. */
export function productsOf(one: Maps, other: Maps): Maps {
  return { ...one, values: one.values.map((value, at) => value * (other.values[at] ?? 0)) };
}

/** Shows a map's numbers with two decimals; colours end at `peak`. */
export function showNumbers(table: HTMLElement, map: Maps, peak: number): void {
  const scale = scaleOf(table);
  const lines = Array.from({ length: map.rows }, (_, row) =>
    make(
      "tr",
      {},
      Array.from({ length: map.columns }, (_, column) => {
        const value = cellAt(map, row, column);
        const cell = make("td", { text: value === 0 ? "0" : decimals(value, 2) });
        const fill = colourOf(value, peak, scale);
        cell.style.background = fill;
        cell.toggleAttribute("data-deep", luminanceOf(fill) < 0.18);
        return cell;
      }),
    ),
  );
  table.replaceChildren(...lines);
}
