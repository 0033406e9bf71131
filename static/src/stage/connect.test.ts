import { expect, test } from "vitest";
import { emptyGrid } from "../layout/grids.ts";
import type { Placed } from "../layout/placed.ts";
import { connect } from "./connect.ts";

/** A map of 60 x 60 below a title of 20; `x` and `y` of the title. */
const placed = (name: string, x: number, y: number): Placed => ({
  name,
  hidden: false,
  x,
  y,
  width: 60,
  height: 80,
  left: x,
  top: y + 20,
  grid: { ...emptyGrid(), width: 60, height: 60 },
});

/** The points where a line between the two begins, bends and ends. */
function lineBetween(one: Placed, other: Placed, ...further: Placed[]): string[] {
  const calls: string[] = [];
  const note =
    (kind: string) =>
    (...given: number[]) =>
      calls.push(`${kind} ${given.slice(-2).join()}`);
  const context = {
    moveTo: note("from"),
    lineTo: note("to"),
    bezierCurveTo: note("curve"),
    quadraticCurveTo: note("round"),
  } as unknown as CanvasRenderingContext2D;
  connect(context, { one, other, all: [one, other, ...further], hasBlocks: true });
  return calls;
}

test("down to the title of what stands below, with a head", () => {
  const down = lineBetween(placed("above", 0, 0), placed("below", 0, 120));
  expect(down.slice(0, 2)).toEqual(["from 30,81", "to 30,120"]);
  expect(down.slice(2)).toEqual(["from 26,115", "to 30,120", "to 34,115"]);
});

test("up to the maps of what stands above", () => {
  const up = lineBetween(placed("below", 0, 120), placed("above", 0, 0));
  expect(up.slice(0, 2)).toEqual(["from 30,120", "to 30,83"]);
});

test("level and straight above what stands lower between two layers, below what is in its way", () => {
  const [one, other] = [placed("one", 0, 0), placed("other", 200, 0)];
  const above = lineBetween(one, other, placed("passed", 100, 56));
  expect(above).toContain("to 186,50");
  expect(above.filter((each) => each.startsWith("curve"))).toEqual(["curve 197,50"]);
  expect(lineBetween(one, other, placed("between", 100, 0))).toContain("to 186,92");
});
