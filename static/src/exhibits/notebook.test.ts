import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  CELLS,
  cellsIn,
  givenCell,
  linesIn,
  notebookOf,
  printed,
  programOf,
  replaced,
  shortened,
} from "./notebook.ts";

const PROGRAM = readFileSync("static/exhibits/framework/program.py", "utf8");

test("the program is cut into its cells and put together again", () => {
  const cells = cellsIn(PROGRAM);
  expect(cells.map(({ name }) => name)).toEqual(CELLS);
  expect(cellsIn(programOf(cells))).toEqual(cells);
  expect(() => cellsIn("# %% nothing\n")).toThrow("nothing");
});

test("another network and this drawing take the place of what was there", () => {
  const strokes: [number, number][][] = [[[0.25, 0.5]], Array(30).fill([0.125, 1])];
  const given = givenCell("dense", 'http://a/"b"', strokes);
  const cells = replaced(cellsIn(PROGRAM), [given, ...cellsIn("# %% network\nnetwork = 1\n")]);
  expect(cells[1]?.code).toContain(
    'WEIGHTS = "http://a/\\"b\\""\nstrokes = [[[0.25,0.5]],[[0.125,1]',
  );
  expect(cells[2]?.code).toBe("network = 1");
  expect(cells).toHaveLength(CELLS.length);
  expect(shortened(given).code.split("\n")[2]).toHaveLength("strokes = ".length + 62);
  expect(shortened(givenCell("dense", "", [[[0, 1]]])).code).toContain("strokes = [[[0,1]]]");
});

test("lines are counted without empty ones and comments", () => {
  expect(linesIn("a = 1\n\n  # no\n  b = 2  # yes\n")).toBe(2);
});

test("a notebook has words before the cells that need them", () => {
  const cells = cellsIn(PROGRAM);
  const notebook = JSON.parse(notebookOf(cells, (name) => (name === "load" ? "Words" : "")));
  expect(notebook).toMatchObject({ nbformat: 4, nbformat_minor: 5 });
  const kinds = notebook.cells.map(({ cell_type }: { cell_type: string }) => cell_type);
  expect(kinds.filter((kind: string) => kind === "markdown")).toHaveLength(1);
  const ids = notebook.cells.map(({ id }: { id: string }) => id);
  expect(new Set(ids).size).toBe(cells.length + 1);
  expect(ids.filter((id: string) => !/^[a-zA-Z0-9_-]{1,64}$/.test(id))).toEqual([]);
});

test("what is printed are the three largest, the first of equal ones first", () => {
  expect(printed([0.1, 0.25, 0.25, 0.4])).toBe("3: 40.00 %\n1: 25.00 %\n2: 25.00 %");
  expect(printed([])).toBe("");
});
