/** What stands of an opened cell on a wall, in the numbers that PyTorch makes of a drawn 4. */
import { expect, test } from "vitest";
import { makeScale } from "../math/colour.ts";
import type { Cell } from "../network/reading.ts";
import { createLab } from "../state/lab.ts";
import { NETWORK, READING, WEIGHTS } from "../testing/four.ts";
import { GOLDEN, snapshotOf } from "../testing/golden-kinds.ts";
import "../testing/words.ts";
import { hallContent } from "./hall-content.ts";
import { inspect } from "./inspected.ts";

const SHOWING = {
  digits: 2,
  scale: makeScale({ paper: "#ffffff", ink: "#000000", pencil: "#ff0000" }),
};

function contentOf(cell: Cell, map: number | null = null) {
  const snapshot = { network: NETWORK, reading: READING, weights: WEIGHTS };
  const lab = createLab({ reader: snapshot, selection: { pinned: cell } });
  const { arithmetic, field } = lab.selection;
  const about = { arithmetic: arithmetic.peek(), field: field.peek() };
  return hallContent(inspect(snapshot, cell, about), lab, SHOWING, map);
}
const textOf = (elements: readonly HTMLElement[]) =>
  elements.map(({ textContent }) => textContent ?? "").join(" ");
const numberIn = (text: string | null | undefined) =>
  Number((text ?? "").replace("−", "-").replace(/[^\d.-]/g, ""));

test("a cell of the first convolution: pixels, weights, its map, and 25 products that add up", () => {
  const content = contentOf({ layer: "conv1", index: 410 });
  expect(content.pictures.map(({ rows, columns }) => [rows, columns])).toEqual([
    [28, 28],
    [5, 5],
    [28, 28],
  ]);
  expect(content.pictures[0]?.marked).toMatchObject({ rows: [12, 16], columns: [16, 20] });
  expect(content.pictures[2]?.marked).toEqual({ rows: [14, 14], columns: [18, 18] });
  expect(content.table).toEqual({ tables: 3, rows: 5, columns: 5 });
  expect(content.working.map(({ tagName }) => tagName)).toEqual([
    ...["FIGURE", "SPAN", "FIGURE", "SPAN", "FIGURE"],
  ]);
  expect(content.partial).toEqual([]);
  const [products, bias, sum] = content.lines.map(({ number }) => numberIn(number));
  expect((products ?? 0) + (bias ?? 0)).toBeCloseTo(sum ?? 0, 2);
});

test("a cell of six maps: six sums, of which the largest is open, and any other on demand", () => {
  const cell = { layer: "conv2", index: 1154 };
  const content = contentOf(cell);
  expect(content.partial).toHaveLength(6);
  const sums = content.partial.map((part) => numberIn(part.querySelector("b")?.textContent));
  const largest = sums.map(Math.abs).indexOf(Math.max(...sums.map(Math.abs)));
  const pressed = (parts: readonly HTMLElement[]) =>
    parts.findIndex((part) => part.getAttribute("aria-pressed") === "true");
  expect(pressed(content.partial)).toBe(largest);
  const other = contentOf(cell, (largest + 1) % 6);
  expect(pressed(other.partial)).toBe((largest + 1) % 6);
  expect(textOf(other.working)).not.toBe(textOf(content.working));
  const together = sums.reduce((all, sum) => all + sum, 0);
  expect(Math.abs(numberIn(content.lines[0]?.number) - together)).toBeLessThan(0.04);
});

test("a window of downsampling: four values, the largest of them marked", () => {
  const content = contentOf({ layer: "pool1", index: 90 });
  const [figure] = content.working;
  expect(figure?.querySelectorAll("td")).toHaveLength(4);
  const values = [...(figure?.querySelectorAll("td") ?? [])].map((cell) =>
    numberIn(cell.textContent),
  );
  const winner = numberIn(figure?.querySelector(".winner")?.textContent);
  expect(winner).toBe(Math.max(...values));
  expect(content.pictures.map(({ rows }) => rows)).toEqual([28, 14]);
});

test("a class: all values, weights and products as pictures, the strongest products as numbers", () => {
  const content = contentOf({ layer: "output", index: 4 });
  expect(content.pictures).toHaveLength(3);
  for (const { values, rows, columns } of content.pictures) {
    expect(values).toHaveLength(rows * columns);
    expect(rows * columns).toBeGreaterThanOrEqual(84);
  }
  const rows = content.working[0]?.querySelectorAll("tr") ?? [];
  expect(rows).toHaveLength(7);
  expect(rows[6]?.textContent).toContain("the other 78");
});

test("a unit that sees maps has them in the pictures, as they lie beside one another", () => {
  const [values] = contentOf({ layer: "fc1", index: 7 }).pictures;
  expect([values?.rows, values?.columns]).toEqual([4 * 5 + 3, 4 * 5 + 3]);
});

test("a pixel of the input has its picture and says what it is", () => {
  const content = contentOf({ layer: "input", index: 400 });
  expect(content.pictures).toHaveLength(1);
  expect(content.working).toEqual([]);
  expect(content.sentence).toMatch(/pixel/);
});

test.each(GOLDEN)("%s: every cell has something to show", (_kind, cases) => {
  for (const each of cases) {
    const { snapshot, operation } = snapshotOf(each);
    const count = each.values[operation.name]?.length ?? 0;
    for (const index of [0, Math.floor(count / 2), count - 1]) {
      const cell = { layer: operation.layer, index };
      const reading = { ...snapshot.reading, maps: new Map() };
      const lab = createLab({ reader: { ...snapshot, reading }, selection: { pinned: cell } });
      const { arithmetic, field } = lab.selection;
      const about = { arithmetic: arithmetic.peek(), field: field.peek() };
      const content = hallContent(inspect(snapshot, cell, about), lab, SHOWING, null);
      expect(content.pictures.length).toBeGreaterThan(0);
      expect(content.lines.length + content.sentence.length).toBeGreaterThan(0);
    }
  }
});
