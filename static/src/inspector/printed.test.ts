/** Whoever adds up and multiplies the inspector's numbers, as they are printed, gets what is printed. */
import { expect, test, vi } from "vitest";
import { makeScale } from "../math/colour.ts";
import { createLab } from "../state/lab.ts";
import { chanceFrom } from "../testing/chance.ts";
import { NETWORK, READING, WEIGHTS } from "../testing/four.ts";
import "../testing/words.ts";
import { hallContent } from "./hall-content.ts";
import { inspect } from "./inspected.ts";
import { sumParts } from "./parts.ts";

vi.mock(import("./numbers.ts"), async (original) => ({ ...(await original()), tint: () => {} }));

const scale = makeScale({ paper: "#ffffff", ink: "#000000", pencil: "#ff0000" });
const random = chanceFrom(1989);
const snapshot = { network: NETWORK, reading: READING, weights: WEIGHTS };
const MADE = ["conv1", "pool1", "conv2", "pool2", "fc1", "fc2", "output"];

function randomCell() {
  const layer = random.one(MADE);
  const index = random.whole(0, (READING.maps.get(layer)?.values.length ?? 1) - 1);
  const lab = createLab({ reader: snapshot, selection: { pinned: { layer, index } } });
  const [arithmetic, field] = [lab.selection.arithmetic.peek(), lab.selection.field.peek()];
  return { lab, about: inspect(snapshot, { layer, index }, { arithmetic, field }) };
}

function partsAtADesk(digits: number): HTMLElement {
  const { about } = randomCell();
  const body = document.createElement("div");
  if (about.arithmetic !== null)
    body.append(...sumParts(about, about.arithmetic, { digits, scale }));
  return body;
}

/** A decimal number as a whole number of hundred-millionths. */
const exact = (text: string) => {
  const [, sign, whole = "", part = ""] = /^([−+]?) ?(\d*)\.?(\d*)$/.exec(text) ?? [];
  const size = BigInt(whole + part.padEnd(8, "0"));
  return sign === "−" ? -size : size;
};
const decimalsOf = (text: string) => text.split(".")[1]?.length ?? 0;

/** "z = 0.12 − 0.30 bias = −0.18": its terms, its sign, its result. */
const SUM = /z = ((?:[−+]? ?\d+\.\d+ )+)bias ([=≈]) (−?\d+\.\d+)$/;
/** "0.12 − 0.30 sums together −0.18 bias + 0.10 together, z = −0.08": each line adds up, or says that it nearly does. */
const LEDGER =
  /^(?:(.*) sums|products) together (≈\u00a0)?(−?\d+\.\d+) bias ([−+] \d+\.\d+) together, z ([=≈]) (−?\d+\.\d+)$/;
const PRODUCT = /^(−?\d+\.\d+) × (−?\d+\.\d+) ([=≈]) (−?\d+\.\d+)$/;

/** A line says "=" exactly where it holds. Called tens of thousands of times: its text is made only on failure. */
function agree(holds: boolean, saysSo: boolean, line: () => string): void {
  if (holds !== saysSo) expect.fail(`${line()}: ${holds ? "holds" : "does not hold"}`);
}

const sumOf = (terms: string) =>
  (terms.match(/[−+]? ?\d+\.\d+/g) ?? []).map(exact).reduce((all, term) => all + term, 0n);

function productAgrees(
  one: string,
  other: string,
  result: string,
  digits = decimalsOf(result),
): boolean {
  const apart = exact(one) * exact(other) - exact(result) * 10n ** 8n;
  return 2n * (apart < 0n ? -apart : apart) <= 10n ** BigInt(16 - digits);
}

const textsOf = (within: ParentNode | undefined, selector: string) =>
  [...(within?.querySelectorAll(selector) ?? [])].map(({ textContent }) => textContent ?? "");
const total = (numbers: readonly string[]) =>
  numbers.map(exact).reduce((all, each) => all + each, 0n);
const isNearly = (text: string) => text.startsWith("≈");
const bare = (text: string) => text.replace("≈\u00a0", "");

/** Terms and what stands as their sum, which may begin with "≈". */
function expectSum(terms: readonly string[], sum: string): void {
  agree(total(terms) === exact(bare(sum)), !isNearly(sum), () => `${terms.join(" + ")}: ${sum}`);
}

const seen = { sums: 0, products: 0, rows: 0, nearly: 0, tables: 0, exactly: 0, walls: 0 };

function checkFormula(text: string, products: readonly string[]): void {
  const ledger = LEDGER.exec(text);
  const [line, terms = "", its, result = ""] = SUM.exec(text) ?? [];
  if (ledger !== null) {
    const [all, sums, almost, together = "", bias = "", sign, end = ""] = ledger;
    const made = sums === undefined ? total(products) : sumOf(sums);
    agree(made === exact(together), almost === undefined, () => `${products} ${all}`);
    agree(exact(together) + exact(bias) === exact(end), sign === "=", () => all);
    seen.sums += 1;
    if (sign === "≈" || (sums !== undefined && almost !== undefined)) seen.nearly += 1;
  } else if (line !== undefined) {
    agree(sumOf(terms) === exact(result), its === "=", () => line);
    seen.sums += 1;
    if (its === "≈") seen.nearly += 1;
  }
}

/** Tables of values and weights, and of what each pair makes (nothing at all is "0"): "=" before that where it holds for all. */
function expectProducts(
  digits: number,
  [values, weights, products]: readonly (readonly string[])[],
  sign: string,
  addUp = true,
): void {
  const all = (products ?? []).every((each, at) =>
    productAgrees(values?.[at] ?? "", weights?.[at] ?? "", each, digits),
  );
  agree(all && addUp, sign === "=", () => `${values} × ${weights} ${sign} ${products}`);
  seen.tables += 1;
  if (sign === "=") seen.exactly += 1;
}

function checkDesk(digits: number): void {
  const body = partsAtADesk(digits);
  const grids = [...body.querySelectorAll(".grids figure")];
  const tables = grids.map((grid) => textsOf(grid, "td"));
  for (const [at, grid] of grids.entries())
    expectSum(tables[at] ?? [], textsOf(grid, "figcaption b")[0] ?? "");
  const factors = [...body.querySelectorAll(".factors figure")].map((each) => textsOf(each, "td"));
  if (factors.length > 0) {
    const [caption = ""] = textsOf(grids[0], "figcaption span");
    expectProducts(digits, [...factors, ...tables], caption[0] ?? "");
  }
  for (const text of textsOf(body, ".formula")) checkFormula(text, tables[0] ?? []);
  for (const element of body.querySelectorAll<HTMLElement>("[data-full*='×']")) {
    const full = element.dataset.full ?? "";
    const [, one = "", other = "", sign, result = ""] = PRODUCT.exec(full) ?? [];
    agree(productAgrees(one, other, result), sign === "=", () => full);
    seen.products += 1;
  }
  for (const row of body.querySelectorAll(".terms tr[data-full]")) {
    const [x = "", w = "", product = ""] = textsOf(row, "td");
    agree(productAgrees(x, w, bare(product)), !isNearly(product), () => `${x} × ${w}: ${product}`);
    seen.rows += 1;
  }
}

/** "0.12 ×", "0.30 =", "0.04": the products that have a line of their own. */
function checkStrongest(rows: readonly Element[]): string[] {
  return rows.map((row) => {
    const [x = "", w = "", product = ""] = textsOf(row, "td");
    if (product === "") return x; // what the others make together
    const [, weight = "", sign] = /^(.*) ([=≈])$/.exec(w) ?? [];
    const holds = productAgrees(x.replace(" ×", ""), weight, product);
    agree(holds, sign === "=", () => `${x} ${w} ${product}`);
    return product;
  });
}

function checkHall(digits: number): void {
  const { lab, about } = randomCell();
  const { working, partial, lines } = hallContent(
    about,
    lab,
    { digits, scale },
    random.whole(0, 5),
  );
  const [sum, bias, end] = lines.map(({ number }) => number);
  if (sum === undefined || bias === undefined || end === undefined) return;
  expectSum([bare(sum), bias], end);
  const parts = partial.flatMap((part) => textsOf(part, "b"));
  const tables = working.map((each) => textsOf(each, "td"));
  const products = tables[4] ?? checkStrongest([...(working[0]?.querySelectorAll("tr") ?? [])]);
  expectSum(parts.length > 0 ? parts : products, sum);
  seen.walls += 1;
  if (tables.length < 5) return;
  const opened = partial.find((part) => part.getAttribute("aria-pressed") === "true");
  const [its = bare(sum)] = textsOf(opened, "b");
  const addsUp = total(products) === exact(its);
  expectProducts(
    digits,
    [tables[0] ?? [], tables[2] ?? [], products],
    working[3]?.textContent ?? "",
    addsUp,
  );
}

test("of a thousand random cells at a desk or in a hall, or the sign says that it is nearly so", {
  timeout: 300_000,
}, () => {
  for (let each = 0; each < 500; each++) {
    checkDesk(random.whole(1, 4));
    checkHall(random.whole(1, 2));
  }
  expect(seen.sums + seen.walls).toBeGreaterThan(600);
  expect(seen.products).toBeGreaterThan(10_000);
  expect(seen.rows).toBeGreaterThan(1000);
  expect(seen.nearly).toBeLessThan(seen.sums / 2);
  expect(seen.tables).toBeGreaterThan(200);
  expect(seen.exactly).toBeGreaterThan(0);
  expect(seen.exactly).toBeLessThan(seen.tables);
  expect(seen.walls).toBeGreaterThan(300);
});
