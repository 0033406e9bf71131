/** The way of a line from layer to layer, where a network branches, skips a column or goes up and down. */
import type { Placed } from "../layout/placed.ts";
import type { Network } from "../network/network.ts";

export { branchAt } from "../network/branch-at.ts";

/** Two layers on the stage, and all that stand there. */
export interface Ends {
  readonly one: Placed;
  readonly other: Placed;
  readonly all: readonly Placed[];
  /** The network has blocks: lines go round what stands beside them. */
  readonly hasBlocks: boolean;
  /** Beside an open block: where layers stand. */
  readonly places?: Network["places"];
}

/** What a line is drawn on. */
export type Path = Pick<
  CanvasRenderingContext2D,
  "moveTo" | "lineTo" | "bezierCurveTo" | "quadraticCurveTo"
>;

/** Where on a line something small may stand. */
export interface PointOnLine {
  readonly x: number;
  readonly y: number;
}

/** A line to the next column that is so many times as high as wide goes up or down in the middle between the columns, with corners of so many pixels. */
const STEEP = 3;
const CORNER = 6;
/** The gap between a line and what it begins or ends at, and the size of an arrow's head, in CSS pixels. */
const FREE = 3;
const HEAD = { long: 5, wide: 4 };
/** The width of what may stand on a line, in CSS pixels. */
const KNOB = 24;
/** Lines up and down that are shorter have no head. */
const SHORT = 12;

const rightOf = ({ hidden, x, width, left, grid }: Placed) =>
  hidden ? x + width : left + grid.width;
const leftOf = ({ hidden, x, left }: Placed) => (hidden ? x : left);
const lowestOf = ({ hidden, top, grid }: Placed) => (hidden ? 0 : top + grid.height);
const endOf = ({ hidden, y, height, top, grid }: Placed) =>
  hidden ? y + height : top + grid.height;
const middleOf = ({ hidden, y, height, top, grid, line }: Placed) =>
  line ?? (hidden ? y + height / 2 : top + grid.height / 2);
const axisOf = ({ x, width }: Placed) => x + width / 2;

/** Straight to the next column; past other columns above their maps, or below those in its way; up or down within one column. */
export function connect(context: Path, ends: Ends): PointOnLine {
  const { one, other } = ends;
  if (Math.abs(axisOf(one) - axisOf(other)) < 1) return within(context, one, other);
  return across(context, ends);
}

function across(context: Path, ends: Ends): PointOnLine {
  const way = byBranch(ends);
  if (way !== null) return along(context, ends, way);
  const { one, other, all, hasBlocks } = ends;
  const [start, end] = [rightOf(one), leftOf(other)];
  const between = all.filter(
    ({ x, width }) => x >= one.x + one.width && x + width <= other.x && width > 0,
  );
  const [top, bottom] = [middleOf(one), middleOf(other)];
  context.moveTo(start + FREE, top);
  let place = { x: (start + end) / 2, y: (top + bottom) / 2 };
  if (between.length > 0) place = past(context, ends, between);
  // What stands beside the stage has no column that a line could go round.
  else if (hasBlocks && one.x >= 0 && Math.abs(bottom - top) > STEEP * (end - start))
    place = steep(context, one, other);
  else {
    const half = (end - start) / 2;
    context.bezierCurveTo(start + half, top, end - half, bottom, end - FREE, bottom);
  }
  head(context, end, bottom);
  return place;
}

function head(context: Path, end: number, y: number): void {
  context.moveTo(end - FREE - HEAD.long, y - HEAD.wide);
  context.lineTo(end - FREE, y);
  context.lineTo(end - FREE - HEAD.long, y + HEAD.wide);
}

/** Where a line into a branch of an open block, along it or out of it goes up or down, and how high it runs between. */
interface Way {
  readonly down: number | null;
  readonly level: number;
  readonly up: number | null;
}

/** Null for a line that does not end inside an open block with branches. */
function byBranch({ one, other, all, places }: Ends): Way | null {
  const isBranch = ({ name }: Placed) => places?.get(name)?.branch !== undefined;
  const isInside = ({ name }: Placed) => places?.get(name)?.inside === true;
  const branches = all.filter(isBranch);
  if (branches.length === 0 || !isInside(other)) return null;
  const start = Math.min(...branches.map(({ x }) => x));
  const before = all.filter(({ x, width }) => x + width <= start);
  const down = Math.max(...before.map((each) => Math.max(rightOf(each), each.x + each.width)));
  const up = leftOf(other) - FREE - HEAD.long - 2 * CORNER;
  // A shortcut is the last branch, as far below what joins them as the first one is above it.
  const level = 2 * middleOf(other) - Math.min(...branches.map(middleOf));
  const enters = isBranch(one) ? null : down + 2 * CORNER;
  if (isBranch(other)) return { down: enters, level: middleOf(other), up: null };
  return { down: enters, level: isBranch(one) ? middleOf(one) : level, up };
}

/** All lines into branches go up and down at one place, and so do all that come out of them; what may stand on one is close to where it comes from. */
function along(context: Path, { one, other }: Ends, { down, level, up }: Way): PointOnLine {
  const [start, end, bottom] = [rightOf(one) + FREE, leftOf(other), middleOf(other)];
  context.moveTo(start, middleOf(one));
  if (down !== null) bend(context, down, middleOf(one), level);
  if (up !== null) bend(context, up, level, bottom);
  context.lineTo(end - FREE, bottom);
  head(context, end, bottom);
  const isPast = down !== null && up !== null;
  return { x: isPast ? (down + up) / 2 : start + KNOB / 2, y: level };
}

/** Level, up or down at `x`, and level again. */
function bend(context: Path, x: number, from: number, to: number): void {
  const r = Math.min(CORNER, Math.abs(to - from) / 2);
  const down = r * Math.sign(to - from);
  context.lineTo(x - r, from);
  context.quadraticCurveTo(x, from, x, from + down);
  context.lineTo(x, to - down);
  context.quadraticCurveTo(x, to, x + r, to);
}

/** Where layers stand one below another: beside them. */
export function connectBeside(context: Path, one: Placed, other: Placed): PointOnLine {
  const [right, left] = [one.left + one.grid.width, other.left + other.grid.width];
  const x = Math.max(right, left) + 26;
  const [start, end] = [middleOf(one), middleOf(other)];
  context.moveTo(right + 2, start);
  context.bezierCurveTo(x, start, x, end, left + 2, end);
  return { x: (right + 6 * x + left) / 8, y: (start + end) / 2 };
}

/** Down to the title of the one below, or up to the maps of the one above. */
function within(context: Path, one: Placed, other: Placed): PointOnLine {
  const [x, isUp] = [axisOf(one), other.y < one.y];
  const [from, to] = isUp ? [one.y, endOf(other) + FREE] : [endOf(one) + 1, other.y];
  context.moveTo(x, from);
  context.lineTo(x, to);
  const place = { x, y: (from + to) / 2 };
  if (Math.abs(to - from) < SHORT) return place;
  const head = isUp ? HEAD.long : -HEAD.long;
  context.moveTo(x - HEAD.wide, to + head);
  context.lineTo(x, to);
  context.lineTo(x + HEAD.wide, to + head);
  return place;
}

/** To the next column, far up or down: in the middle between both. */
function steep(context: Path, one: Placed, other: Placed): PointOnLine {
  const [top, bottom] = [middleOf(one), middleOf(other)];
  const [start, end, r] = [rightOf(one), leftOf(other), CORNER];
  // Beside what stands above or below in the same column.
  const middle = (Math.max(start, one.x + one.width) + Math.min(end, other.x)) / 2;
  bend(context, Math.max(start + FREE + r, middle), top, bottom);
  context.lineTo(end - FREE, bottom);
  return { x: start + FREE + KNOB / 2, y: top };
}

function past(
  context: Path,
  { one, other, hasBlocks }: Ends,
  between: readonly Placed[],
): PointOnLine {
  const [top, bottom] = [middleOf(one), middleOf(other)];
  const [left, right] = [one.x + one.width, other.x];
  const lowest = Math.max(...[...between, one, other].map(lowestOf)) + 12;
  const isFree = hasBlocks && between.every((each) => each.top > top || lowestOf(each) < top);
  if (!isFree) context.bezierCurveTo(left + 8, top, left - 8, lowest, left + 14, lowest);
  const level = isFree ? top : lowest;
  context.lineTo(right - 14, level);
  context.bezierCurveTo(right + 8, level, right - 8, bottom, leftOf(other) - FREE, bottom);
  return { x: Math.min(left + 14 + KNOB / 2, (left + right) / 2), y: level };
}
