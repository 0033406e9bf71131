/** How large maps are drawn beside one another, on the stage and in a lecture. */

/** Cells along the map whose side is given. */
export const CELLS = 28;
/** A map's side grows with this power of its cells: small deep maps stay readable beside wide ones. */
const POWER = 0.55;

/** The side of a map of so many cells where one of 28 has this one; not rounded. */
export function sideBeside(side: number, cells: number): number {
  return side * (cells / CELLS) ** POWER;
}
