import { expect, test } from "vitest";
import { type Grid, stripOf } from "../layout/grids.ts";
import { recordCanvasCalls } from "../testing/canvas-calls.ts";
import { Dots } from "./dots.ts";

test("the pixels of the values lie as the dots do: down one line and up the next", () => {
  const grid = { ...stripOf(20, 9, 1) };
  expect([grid.columns, grid.rows]).toEqual([2, 10]);
  const { pixels } = new Dots(grid, 20, "#000000", "#000000");
  expect(pixels.slice(0, 3)).toEqual([0, 2, 4]);
  expect(pixels.slice(9, 12)).toEqual([18, 19, 17]); // the fold
  expect(pixels.at(-1)).toBe(1);
  expect(new Set(pixels).size).toBe(20);
});

test("a strip has a line through its dots and a fold at its end, a loose block has dots alone", () => {
  const callsOn = recordCanvasCalls();
  const drawnWith = (grid: Grid) => {
    const onto = document.createElement("canvas");
    new Dots(grid, 20, "#000000", "#000000").paint(
      onto.getContext("2d") as CanvasRenderingContext2D,
      document.createElement("canvas"),
    );
    const images = callsOn(onto).filter(({ call }) => call === "drawImage");
    const drawn = callsOn(images.at(-1)?.given[0] as HTMLCanvasElement).map(({ call }) => call);
    const count = (call: string) => drawn.filter((each) => each === call).length;
    return { lines: count("lineTo"), arcs: count("arc") };
  };
  const strip = stripOf(20, 9, 1);
  expect(drawnWith(strip)).toEqual({ lines: 2, arcs: 21 });
  expect(drawnWith({ ...strip, loose: true })).toEqual({ lines: 0, arcs: 20 });
});
