/** How large maps are drawn, and in how many rows: by one rule, so that downsampling looks like downsampling. */
import { CELLS, sideBeside } from "../math/map-side.ts";

/** At most so many rows of maps. */
const MOST_ROWS = 8;

/**
 * The side of a map of `cells` x `cells`, in CSS pixels, where one of 28 x 28 takes `unit`: a cell takes a whole number of
 * quarters of a pixel, of halves where cells are few and large. To scale, a cell is as large in every map.
 */
export function sideOf(cells: number, unit: number, toScale = false): number {
  const steps = toScale || cells > 20 ? 4 : 2;
  const cell = (toScale ? unit * (cells / CELLS) : sideBeside(unit, cells)) / cells;
  return (cells * Math.max(1, Math.round(steps * cell))) / steps;
}

/** Maps in full rows where their number allows it: 6 below one another, 16 in 8 rows of 2. */
export function rowsFor(maps: number, most = MOST_ROWS): number {
  for (let rows = Math.min(most, maps); rows > Math.min(2, maps - 1); rows--)
    if (maps % rows === 0) return rows;
  const across = Math.ceil(maps / most);
  return Math.ceil(maps / across); // a prime number of maps: the last row is not full
}

/** The most that maps stand apart, from the top of one to that of the next, as a part of their side. */
export function pitchOf(rows: number): number {
  return rows > 6 ? 1.3 : 1.14;
}
