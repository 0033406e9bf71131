/** A program in cells: with another network, with this drawing, as a notebook, and what it prints. */

import { decimals } from "../math/numbers.ts";

/** Names of the program's cells, in their order: "# %% load" begins one. */
export const CELLS = [
  "imports",
  "given",
  "network",
  "load",
  "cut",
  "preprocess",
  "predict",
] as const;
export type CellName = (typeof CELLS)[number];

export interface Cell {
  readonly name: CellName;
  readonly code: string;
}

/** Raises an Error for a cell that is not known, or that is missing. */
export function cellsIn(program: string): readonly Cell[] {
  const cells = program
    .split(/^# %% /m)
    .slice(1)
    .map((text) => {
      const [name = "", ...lines] = text.split("\n");
      const known = CELLS.find((each) => each === name.trim());
      if (known === undefined) throw new Error(name);
      return { name: known, code: lines.join("\n").trim() };
    });
  return cells;
}

/** The program with some cells replaced. */
export function replaced(cells: readonly Cell[], others: readonly Cell[]): readonly Cell[] {
  return cells.map((cell) => others.find(({ name }) => name === cell.name) ?? cell);
}

/** Strokes as Python writes them, which is as JSON does. */
type Strokes = readonly (readonly (readonly [number, number])[])[];

/** What a program is given: the network's name, where its weights are, and the drawing. */
export function givenCell(network: string, weights: string, strokes: Strokes): Cell {
  const [name, address] = [network, weights].map((text) => JSON.stringify(text));
  const drawing = `strokes = ${JSON.stringify(strokes)}`;
  return { name: "given", code: [`NETWORK = ${name}`, `WEIGHTS = ${address}`, drawing].join("\n") };
}

/** The same cell with the strokes cut to the length of a line. */
export function shortened({ name, code }: Cell): Cell {
  const short = code.replace(/^(strokes = .{60}).{4,}$/m, "$1 …");
  return { name, code: short };
}

/** Lines that are neither empty nor a comment. */
export const linesIn = (code: string): number =>
  code.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("#")).length;

export const programOf = (cells: readonly Cell[]): string =>
  cells.map(({ name, code }) => `# %% ${name}\n${code}\n`).join("\n");

/** A Jupyter notebook, format 4.5: before each cell what it does, where there is something to say. */
export function notebookOf(cells: readonly Cell[], says: (name: CellName) => string): string {
  const each = cells.flatMap(({ name, code }) => {
    const words = says(name);
    const textCell = { cell_type: "markdown", id: `${name}-words`, metadata: {}, source: words };
    const run = { execution_count: null, outputs: [], source: code };
    const coded = { cell_type: "code", id: name, metadata: {}, ...run };
    return words === "" ? [coded] : [textCell, coded];
  });
  const kernel = { display_name: "Python 3", language: "python", name: "python3" };
  const metadata = { kernelspec: kernel, language_info: { name: "python" } };
  return JSON.stringify({ cells: each, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1);
}

/** What the program prints of these chances, float32: the three largest, in per cent. */
export function printed(chances: readonly number[]): string {
  return [...chances.entries()]
    .sort(([, one], [, other]) => other - one)
    .slice(0, 3)
    .map(([digit, chance]) => `${digit}: ${decimals(Math.fround(100 * Math.fround(chance)), 2)} %`)
    .join("\n");
}
