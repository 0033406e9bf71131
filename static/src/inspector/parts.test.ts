/** What the inspector says of a cell of each kind of operation, in PyTorch's numbers. */
import { describe, expect, test } from "vitest";
import { makeScale } from "../math/colour.ts";
import { originOf, type Snapshot } from "../network/explain.ts";
import { indexNetwork } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import { createLab } from "../state/lab.ts";
import { type Case, GOLDEN, snapshotOf } from "../testing/golden-kinds.ts";
import "../testing/words.ts";
import { asText } from "../words/as-text.ts";
import { decimals } from "../words/numbers.ts";
import { poolingFormula } from "./formulas.ts";
import { inspect } from "./inspected.ts";
import { allParts, codeParts, preview, wordsParts } from "./parts.ts";

const scale = makeScale({ paper: "#ffffff", ink: "#000000", pencil: "#ff0000" });
const SHOWING = { digits: 3, scale };

const textOf = (parts: readonly HTMLElement[]) =>
  parts.map(({ textContent }) => (textContent ?? "").replace(/\s+/g, " ").trim());

function casesOf(kind: string): readonly Case[] {
  return GOLDEN.find(([name]) => name === kind)?.[1] ?? [];
}

function inspected(snapshot: Snapshot, cell: Cell) {
  const { selection } = createLab({ reader: { ...snapshot }, selection: { pinned: cell } });
  const [arithmetic, field] = [selection.arithmetic.peek(), selection.field.peek()];
  return inspect(snapshot, cell, { arithmetic, field });
}

/** A cell of the first case of a kind, in all its parts. */
function partsOf(
  kind: string,
  index: number,
  change: (snapshot: Snapshot) => Snapshot = (same) => same,
) {
  const [first] = casesOf(kind);
  if (first === undefined) throw new Error(`${kind} has no case`);
  const { snapshot, operation } = snapshotOf(first);
  return textOf(allParts(inspected(change(snapshot), { layer: operation.layer, index }), SHOWING));
}

describe.each(GOLDEN)("%s", (_kind, cases) => {
  test.each(cases.map((each) => [each.settings, each] as const))(
    "%s: preview, parts and copied text end in the value that PyTorch makes",
    (_settings, each) => {
      const { snapshot, operation } = snapshotOf(each);
      const values = each.values[operation.name] ?? [];
      for (const index of [0, Math.floor(values.length / 2), values.length - 1]) {
        const value = decimals(values[index] ?? Number.NaN, 3);
        const inFull = decimals(values[index] ?? Number.NaN, 4); // where the sum needs one more
        const about = inspected(snapshot, { layer: operation.layer, index });
        expect(textOf(preview(about)).join(" ")).toMatch(/Click for every number/);
        const formulas = allParts(about, SHOWING).flatMap((part) => [
          ...(part.matches(".formula") ? [part] : part.querySelectorAll(".formula")),
        ]);
        const ends = formulas.map(({ textContent }) => textContent ?? "");
        const last = ends.find((text) => text.endsWith(value) || text.endsWith(inFull));
        expect(last, `no formula ends in ${value}: ${ends.join(" | ")}`).toBeDefined();
        expect(last, "a formula says what its value is made of").toMatch(/[^\s=]\s*[=≈]/);
        const { arithmetic, applied } = about;
        if (arithmetic === null) throw new Error("nothing to copy");
        const copied = asText("A cell", arithmetic, about.value, applied, 3);
        expect(copied.replaceAll("-", "−").endsWith(value)).toBe(true);
      }
    },
  );
});

test("words name what is done and the functions after it, code is a line of PyTorch", () => {
  const [first] = casesOf("convolution");
  const { snapshot, operation } = snapshotOf(first as Case);
  const about = inspected(snapshot, { layer: operation.layer, index: 1 });
  expect(textOf(wordsParts(about, SHOWING)).join(" ")).toMatch(/products.*What it sees/);
  expect(textOf(codeParts(about)).join(" ")).toContain("torch.nn.functional.conv2d(");
});

test("a transposed convolution shows the products of those cells whose kernels lie on the cell", () => {
  expect(partsOf("transposed-convolution", 0)).toMatchInlineSnapshot(`
    [
      "map 1, row 1, column 1: 1.2500 × −2.0000 = −2.5000from map 1−2.500−2.500from map 2−0.375−.375−2.500 − 0.375 sums together −2.875 bias − 1.000 together, z = −3.875",
      "It sees 1 × 1 pixels of the drawing: rows 1, columns 1.",
    ]
  `);
});

test("between the kernels of a transposed convolution there is the bias alone", () => {
  expect(partsOf("transposed-convolution", 5)).toMatchInlineSnapshot(`
    [
      "No value of the input reaches this cell: it is the bias.z = −1.000 bias = −1.000",
      "What it seesNothing of the drawing.",
    ]
  `);
});

test("a window of adaptive pooling has as many values as PyTorch's, and their mean", () => {
  expect(partsOf("adaptive-average-pooling", 1)).toMatchInlineSnapshot(`
    [
      "y=121∑i=13∑j=17xij = the mean of 21 values = 0.440−1.5001.2501.0000.500−0.2502.000−1.0002.0001.750−1.500−0.2500.2500.5000.750−0.7500.7502.000−0.7500.5001.2500.750",
      "It sees 7 × 3 pixels of the drawing: rows 2 to 4, columns 1 to 7.",
    ]
  `);
});

test("an upsampled value says which value it is a copy of", () => {
  expect(partsOf("upsampling", 5)).toMatchInlineSnapshot(`
    [
      "Layer image, map 1, row 1, column 2 −0.500 = −0.500",
      "It sees 1 × 1 pixels of the drawing: rows 1, columns 2.",
    ]
  `);
});

test("a cell that no value comes to is named as padding", () => {
  const [first] = casesOf("upsampling");
  const { snapshot, operation } = snapshotOf(first as Case);
  const arithmetic = { form: "addition", operation, parts: [], off: [], total: 0 } as const;
  const about = inspect(
    snapshot,
    { layer: operation.layer, index: 0 },
    { arithmetic, field: new Map() },
  );
  expect(textOf(preview(about))[0]).toMatch(
    /^Padding: no value of the input lies here, so it is 0\./,
  );
  expect(textOf(allParts(about, SHOWING))[0]).toMatch(/^padding = /);
  expect(asText("A cell", arithmetic, 0, [], 1)).toBe("A cell\npadding\nValue: 0.0");
});

test("a normalised value shows the five numbers that it is made with", () => {
  expect(partsOf("batch-normalisation", 4)).toMatchInlineSnapshot(`
    [
      "z=x−μσ2+ε⋅w+bLayer image, map 5, row 1, column 10.500mean in training1.750variance in training2.000ε, so that nothing is divided by zero0.00001weight−0.500bias−1.500z = (0.500 − 1.750) / √(2.000 + 0.00001) × −0.500 − 1.500 = −1.058",
      "It sees 1 × 1 pixels of the drawing: rows 1, columns 1.",
    ]
  `);
});

test("a function is shown after the sum that it is applied to", () => {
  expect(partsOf("sigmoid", 3)).toMatchInlineSnapshot(`
    [
      "map 2, row 3, column 4: 2.0000 × 2.0000 = 4.0000from map 1−2.438−2.625−.313.500from map 26.6251.1251.5004.000−2.4375 + 6.6250 sums together 4.1875 bias + 1.7500 together, z = 5.9375",
      "Sigmoid brings it between 0 and 1, y = 0.997",
      "It sees 1 × 3 pixels of the drawing: rows 1 to 3, columns 4.",
    ]
  `);
});

test("an operation that the page does not know is named, and nothing is made up about it", () => {
  const [first] = casesOf("upsampling");
  const unknown = first?.operations.map((each) => ({
    ...each,
    kind: each.kind.replace("upsampling", "fold"),
  }));
  const { snapshot, operation } = snapshotOf({ ...(first as Case), operations: unknown ?? [] });
  const about = inspected(snapshot, { layer: operation.layer, index: 5 });
  expect(textOf(allParts(about, SHOWING))).toEqual([
    "This operation (fold) is not known to this page: its arithmetic is not shown.",
    "What it seesNot known: on the way lies an operation (fold) that this page does not know.",
  ]);
  expect(originOf({ operation, index: 5 }).origin.operation).toBe(operation);
});

test("while the numbers before have not come, it says so, and not that the cell is a pixel", () => {
  const parts = partsOf("upsampling", 5, (snapshot) => {
    const values = new Map([...snapshot.reading.values].filter(([name]) => name !== "image"));
    return { ...snapshot, reading: { ...snapshot.reading, values } };
  });
  expect(parts[0]).toBe("The numbers that this value is made from have not come.");
});

test.each([
  ["softmax", /Softmax/, /σ/],
  ["sigmoid", /σ\(/, /Softmax/],
] as const)(
  "a class of a %s answer shows how its probability comes about",
  (activation, shown, not) => {
    const [first] = casesOf("linear");
    const { snapshot, operation } = snapshotOf(first as Case);
    const labels = (first?.values[operation.name] ?? []).map((_, at) => `class ${at}`);
    const answer = { name: "it", title: "It", operation: operation.name, kind: "classes" as const };
    const answers = [{ ...answer, labels, activation, groups: [] }];
    const network = indexNetwork({ ...snapshot.network.description, answers });
    const reading = { ...snapshot.reading, firstGuess: null, secondGuess: null };
    const about = inspected(
      { ...snapshot, network, reading },
      { layer: operation.layer, index: 1 },
    );
    const text = textOf(allParts(about, SHOWING)).join(" ");
    expect(text).toMatch(shown);
    expect(text).not.toMatch(not);
  },
);

test("a space parts the name of the maximum from what it is of", () => {
  const [under, space, of] = [...poolingFormula(true, 2, 2).children].slice(2);
  expect([under, space, of].map((each) => each?.localName)).toEqual(["munder", "mspace", "msub"]);
  expect(space?.getAttribute("width")).toBe("0.1667em");
});
