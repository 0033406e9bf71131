/** Whoever adds up and multiplies the inspector's numbers, as they are printed, gets what is printed. */
import { expect, test } from "vitest";
import { makeScale } from "../math/colour.ts";
import { createLab } from "../state/lab.ts";
import { chanceFrom } from "../testing/chance.ts";
import { NETWORK, READING, WEIGHTS } from "../testing/four.ts";
import "../testing/words.ts";
import { inspect } from "./inspected.ts";
import { allParts } from "./parts.ts";

const scale = makeScale({ paper: "#ffffff", ink: "#000000", pencil: "#ff0000" });
const random = chanceFrom(1989);
const snapshot = { network: NETWORK, reading: READING, weights: WEIGHTS };
const MADE = ["conv1", "pool1", "conv2", "pool2", "fc1", "fc2", "output"];

function partsOfRandomCell(digits: number): HTMLElement {
  const layer = random.one(MADE);
  const index = random.whole(0, (READING.maps.get(layer)?.values.length ?? 1) - 1);
  const lab = createLab({ reader: snapshot, selection: { pinned: { layer, index } } });
  const [arithmetic, field] = [lab.selection.arithmetic.peek(), lab.selection.field.peek()];
  const about = inspect(snapshot, { layer, index }, { arithmetic, field });
  const body = document.createElement("div");
  body.append(...allParts(about, { digits, scale }));
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

const sumOf = (terms: string) =>
  (terms.match(/[−+]? ?\d+\.\d+/g) ?? []).map(exact).reduce((all, term) => all + term, 0n);

function productAgrees(one: string, other: string, result: string): boolean {
  const apart = exact(one) * exact(other) - exact(result) * 10n ** 8n;
  return 2n * (apart < 0n ? -apart : apart) <= 10n ** BigInt(16 - decimalsOf(result));
}

test("of a thousand random cells, or the sign says that it is nearly so", {
  timeout: 60_000,
}, () => {
  const seen = { sums: 0, products: 0, rows: 0, nearly: 0 };
  for (let each = 0; each < 1000; each++) {
    const body = partsOfRandomCell(random.whole(1, 4));
    for (const { textContent } of body.querySelectorAll(".formula")) {
      const ledger = LEDGER.exec(textContent ?? "");
      if (ledger !== null) {
        const [all, sums, almost, together = "", bias = "", sign, total = ""] = ledger;
        if (sums !== undefined)
          expect(sumOf(sums) === exact(together), all).toBe(almost === undefined);
        expect(exact(together) + exact(bias) === exact(total), all).toBe(sign === "=");
        seen.sums += 1;
        if (sign === "≈" || almost !== undefined) seen.nearly += 1;
        continue;
      }
      const [line, terms = "", sign, total = ""] = SUM.exec(textContent ?? "") ?? [];
      if (line === undefined) continue;
      const sum = sumOf(terms);
      expect(sum === exact(total), line).toBe(sign === "=");
      seen.sums += 1;
      if (sign === "≈") seen.nearly += 1;
    }
    for (const element of body.querySelectorAll<HTMLElement>("[data-full*='×']")) {
      const full = element.dataset.full ?? "";
      const [, one = "", other = "", sign, result = ""] = PRODUCT.exec(full) ?? [];
      expect(productAgrees(one, other, result), full).toBe(sign === "=");
      seen.products += 1;
    }
    for (const row of body.querySelectorAll(".terms tr[data-full]")) {
      const [x = "", w = "", product = ""] = [...row.querySelectorAll("td")].map(
        (cell) => cell.textContent ?? "",
      );
      const result = product.replace("≈\u00a0", "");
      expect(productAgrees(x, w, result), `${x} × ${w}: ${product}`).toBe(result === product);
      seen.rows += 1;
    }
  }
  expect(seen.sums).toBeGreaterThan(400);
  expect(seen.products).toBeGreaterThan(10_000);
  expect(seen.rows).toBeGreaterThan(1000);
  expect(seen.nearly).toBeLessThan(seen.sums / 2);
});
