/** How large the parts of an opened cell are on a wall, so that all of them stand on one screen: a function of the room alone. */
import { CELLS, sideBeside } from "../math/map-side.ts";

export interface HallRoom {
  readonly width: number;
  readonly height: number;
  /** CSS pixels in a rem. */
  readonly rem: number;
}

/** What stands below the pictures. */
export interface HallWork {
  /** Tables side by side, and the rows and columns of each. */
  readonly tables: number;
  readonly rows: number;
  readonly columns: number;
  /** A row of partial sums. */
  readonly partial: boolean;
}

/** Lengths in CSS pixels. */
export interface HallSizes {
  /** What is added up, and the result, stand beside the tables instead of below them. */
  readonly beside: boolean;
  /** The side of a map of 28 cells. */
  readonly picture: number;
  /** The side of a number's cell in a table. */
  readonly cell: number;
}

/** Stages from this width on, in rem, have room beside the tables. */
const WIDE = 50;
/** In rem: the heights of the title, the words above the tables, a row of partial sums, the lines of what is added up; the width of those lines beside the tables. */
const TITLE = 2.25;
const WORDS = 2.75;
const PARTIAL = 4.25;
const FOOT = 4.75;
const BESIDE = 8.75;
/** The gap between two tables, where the sign stands, in rem. */
export const SIGN = 2.1;
/** The tables' part of the height that they share with the pictures; the largest cell of a single table and of one of several, in rem. */
const TABLES = 0.54;
const LARGEST = { alone: 5, several: 3.4 };
/** The part of the height that the largest map's picture takes at most. */
const PICTURE = 0.33;

export function hallSizes({ width, height, rem }: HallRoom, work: HallWork): HallSizes {
  const beside = width >= WIDE * rem;
  const words = TITLE + WORDS + (work.partial ? PARTIAL : 0) + (beside ? 0 : FOOT);
  const shared = Math.max(0, height - words * rem);
  const gaps = (work.tables - 1) * SIGN + (beside ? BESIDE : 0);
  const cell = Math.floor(
    Math.min(
      (width - gaps * rem) / (work.tables * work.columns),
      (TABLES * shared) / work.rows,
      LARGEST[work.tables === 1 ? "alone" : "several"] * rem,
    ),
  );
  const left = Math.min(shared - cell * work.rows, PICTURE * height);
  return { beside, cell, picture: CELLS * Math.max(2, Math.floor(left / CELLS)) };
}

/** The side of a map of so many cells beside one of 28: as on the stage, small maps are drawn larger than to scale. */
export function sideIn(picture: number, cells: number): number {
  const whole = sideBeside(picture, cells) / cells;
  return cells * Math.max(1, Math.floor(whole));
}
