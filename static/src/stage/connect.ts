/** The way of a line from layer to layer, where a network branches, skips a column or goes up and down. */
import type { Placed } from "../layout/flat.ts";

/** Two layers on the stage, and all that stand there. */
export interface Ends {
  readonly one: Placed;
  readonly other: Placed;
  readonly all: readonly Placed[];
  /** The network has blocks: lines go round what stands beside them. */
  readonly hasBlocks: boolean;
}

/** A line to the next column that is so many times as high as wide goes up in the middle between both, round corners of so many pixels. */
const STEEP = 3;
const CORNER = 6;
/** Between a line and what it begins or ends at, and of an arrow's head, in CSS pixels. */
const FREE = 3;
const HEAD = { long: 5, wide: 4 };
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

/** Straight on to the next column or above the maps of others, below them where they are in its way; up or down to one in the same column. */
export function connect(context: CanvasRenderingContext2D, ends: Ends): void {
  const { one, other } = ends;
  if (Math.abs(axisOf(one) - axisOf(other)) < 1) within(context, one, other);
  else across(context, ends);
}

function across(context: CanvasRenderingContext2D, ends: Ends): void {
  const { one, other, all, hasBlocks } = ends;
  const [start, end] = [rightOf(one), leftOf(other)];
  const between = all.filter(
    ({ x, width }) => x >= one.x + one.width && x + width <= other.x && width > 0,
  );
  const [top, bottom] = [middleOf(one), middleOf(other)];
  context.moveTo(start + FREE, top);
  if (between.length > 0) past(context, ends, between);
  // What stands beside the stage has no column that a line could go round.
  else if (hasBlocks && one.x >= 0 && Math.abs(bottom - top) > STEEP * (end - start))
    steep(context, one, other);
  else {
    const half = (end - start) / 2;
    context.bezierCurveTo(start + half, top, end - half, bottom, end - FREE, bottom);
  }
  context.moveTo(end - FREE - HEAD.long, bottom - HEAD.wide);
  context.lineTo(end - FREE, bottom);
  context.lineTo(end - FREE - HEAD.long, bottom + HEAD.wide);
}

/** Where layers stand one below another: beside them. */
export function connectBeside(context: CanvasRenderingContext2D, one: Placed, other: Placed): void {
  const [right, left] = [one.left + one.grid.width, other.left + other.grid.width];
  const x = Math.max(right, left) + 26;
  const [start, end] = [middleOf(one), middleOf(other)];
  context.moveTo(right + 2, start);
  context.bezierCurveTo(x, start, x, end, left + 2, end);
}

/** Down to the title of the one below, or up to the maps of the one above. */
function within(context: CanvasRenderingContext2D, one: Placed, other: Placed): void {
  const [x, isUp] = [axisOf(one), other.y < one.y];
  const [from, to] = isUp ? [one.y, endOf(other) + FREE] : [endOf(one) + 1, other.y];
  context.moveTo(x, from);
  context.lineTo(x, to);
  if (Math.abs(to - from) < SHORT) return;
  const head = isUp ? HEAD.long : -HEAD.long;
  context.moveTo(x - HEAD.wide, to + head);
  context.lineTo(x, to);
  context.lineTo(x + HEAD.wide, to + head);
}

/** To the next column, far up or down: in the middle between both. */
function steep(context: CanvasRenderingContext2D, one: Placed, other: Placed): void {
  const [top, bottom] = [middleOf(one), middleOf(other)];
  const [x, r] = [(axisOf(one) + axisOf(other)) / 2, CORNER];
  const down = r * Math.sign(bottom - top);
  context.lineTo(x - r, top);
  context.quadraticCurveTo(x, top, x, top + down);
  context.lineTo(x, bottom - down);
  context.quadraticCurveTo(x, bottom, x + r, bottom);
  context.lineTo(leftOf(other) - FREE, bottom);
}

function past(
  context: CanvasRenderingContext2D,
  { one, other, hasBlocks }: Ends,
  between: readonly Placed[],
): void {
  const [top, bottom] = [middleOf(one), middleOf(other)];
  const [left, right] = [one.x + one.width, other.x];
  const lowest = Math.max(...[...between, one, other].map(lowestOf)) + 12;
  const isFree = hasBlocks && between.every((each) => each.top > top || lowestOf(each) < top);
  if (!isFree) context.bezierCurveTo(left + 8, top, left - 8, lowest, left + 14, lowest);
  const level = isFree ? top : lowest;
  context.lineTo(right - 14, level);
  context.bezierCurveTo(right + 8, level, right - 8, bottom, leftOf(other) - FREE, bottom);
}
