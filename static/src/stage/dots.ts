/** A strip of units as dots along lines that are folded: cut out of squares by a mask that is made once, not dot by dot in each frame. */
import { make } from "../dom/element.ts";
import type { Grid } from "../layout/grids.ts";
import { positionOf } from "../layout/places.ts";

/** The part of its cell that a dot takes; the width of lines as a part of a cell, and at most in CSS pixels. */
const DOT = 0.8;
const LINE = 0.11;
const WIDEST = 2;

export class Dots {
  /** For each unit the index of its pixel, in an image with one pixel for each dot. */
  readonly pixels: readonly number[];
  readonly #dots: HTMLCanvasElement;
  readonly #rings: HTMLCanvasElement;

  /** `colour`: of the rings and of the lines that they stand on; `fold`: of the arcs from one line to the next. */
  constructor(grid: Grid, units: number, colour: string, fold: string) {
    const places = Array.from({ length: units }, (_, unit) => positionOf(grid, unit));
    this.pixels = places.map(({ row, column }) => row * grid.columns + column);
    const middles = places.map(({ row, column }) => [
      (column + 0.5) * grid.cell,
      (row + 0.5) * grid.cell,
    ]) as [number, number][];
    this.#dots = drawn(grid, (context) => {
      for (const middle of middles) circle(context, middle, grid.cell);
      context.fill();
    });
    this.#rings = drawn(grid, (context) => {
      context.strokeStyle = colour;
      context.lineWidth = Math.min(LINE * grid.cell, WIDEST * devicePixelRatio);
      if (!grid.loose) foldedLine(context, grid);
      context.beginPath();
      for (const middle of middles) circle(context, middle, grid.cell);
      context.globalCompositeOperation = "destination-out"; // the line does not go through the dots
      context.fill();
      context.globalCompositeOperation = "source-over";
      context.stroke();
      context.strokeStyle = fold;
      if (!grid.loose) folds(context, grid);
    });
  }

  /** `values`: an image with one pixel for each dot. */
  paint(context: CanvasRenderingContext2D, values: HTMLCanvasElement): void {
    const { width, height } = this.#dots;
    context.imageSmoothingEnabled = false;
    context.globalCompositeOperation = "copy";
    context.drawImage(values, 0, 0, width, height);
    context.globalCompositeOperation = "destination-in";
    context.drawImage(this.#dots, 0, 0);
    context.globalCompositeOperation = "source-over";
    context.drawImage(this.#rings, 0, 0);
  }
}

function drawn(grid: Grid, draw: (context: CanvasRenderingContext2D) => void): HTMLCanvasElement {
  const canvas = make("canvas");
  canvas.width = grid.columns * grid.cell;
  canvas.height = grid.rows * grid.cell;
  const context = canvas.getContext("2d");
  if (context !== null) draw(context);
  return canvas;
}

function circle(context: CanvasRenderingContext2D, [x, y]: [number, number], cell: number): void {
  const radius = (DOT * cell) / 2;
  context.moveTo(x + radius, y);
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

/** Down one line and up the next. */
function foldedLine(context: CanvasRenderingContext2D, { cell, rows, columns }: Grid): void {
  context.beginPath();
  for (let line = 0; line < columns; line++) {
    const x = (line + 0.5) * cell;
    context.moveTo(x, cell / 2);
    context.lineTo(x, (rows - 0.5) * cell);
  }
  context.stroke();
}

/** From each line to the next. */
function folds(context: CanvasRenderingContext2D, grid: Grid): void {
  context.beginPath();
  for (let line = 0; line + 1 < grid.columns; line++) arcAfter(context, grid, line);
  context.stroke();
}

/** The fold behind a line: below its last dot, or above its first one where it goes up. */
function arcAfter(context: CanvasRenderingContext2D, { cell, rows }: Grid, line: number): void {
  const isDown = line % 2 === 0;
  const y = (isDown ? rows - 0.5 : 0.5) * cell;
  const radius = (cell - context.lineWidth) / 2;
  const middle = (line + 1) * cell;
  context.moveTo(middle + radius, y);
  context.arc(middle, y, radius, 0, Math.PI, !isDown);
}
