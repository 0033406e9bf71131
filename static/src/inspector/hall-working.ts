/** Below the pictures of an opened cell on a wall: window x weights = products, what each map adds, what is added up. */
import { make } from "../dom/element.ts";
import { clearedFor, colourOf, luminanceOf } from "../math/colour.ts";
import { productColumn, type Sign, signOfProducts, signOfSum } from "../math/rounding.ts";
import {
  type Arithmetic,
  bySize,
  type ChannelSums,
  type ChannelTerms,
  type Term,
} from "../network/arithmetic.ts";
import { decimals, summand } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import type { Showing } from "./frame.ts";
import { nearly } from "./numbers.ts";
import { ledgerLines, short } from "./sums.ts";

/** At most so many partial sums are listed one by one. */
export const PARTS = 6;
/** How many products of a sum without a window are listed. */
const LISTED = 6;

/** The contrast ratio between letters and their background on a wall. */
const CONTRAST = 7;

function tintClearly(cell: HTMLElement, value: number, most: number, { scale }: Showing): void {
  const colour = clearedFor(colourOf(value, most, scale), CONTRAST);
  cell.style.setProperty("--tint", colour);
  cell.classList.add("tinted", luminanceOf(colour) > 0.179 ? "pale" : "deep");
}

/** A table of numbers under a few words. */
export function figure(words: string, table: HTMLElement): HTMLElement {
  return make("figure", {}, [make("figcaption", { text: words }), table]);
}

/** A table with one number in each cell; `most`: the value at the end of the colour scale. */
export function numbers(
  values: readonly number[],
  columns: number,
  showing: Showing,
  winner: number | null = null,
): HTMLElement {
  const most = Math.max(...values.map(Math.abs).filter(Number.isFinite), 0);
  const rows: HTMLElement[] = [];
  for (let from = 0; from < values.length; from += columns) {
    const cells = values.slice(from, from + columns).map((value, at) => {
      const cell = make("td", { text: short(value, showing.digits) });
      tintClearly(cell, value, most, showing);
      if (from + at === winner) cell.classList.add("winner");
      return cell;
    });
    rows.push(make("tr", {}, cells));
  }
  return make("table", {}, [make("tbody", {}, rows)]);
}

/** The window, its weights and their products, with the signs between them; "≈" where they, or their sum, are only nearly so. */
export function productsOf(
  { terms, columns, sum }: ChannelTerms,
  all: ChannelSums,
  showing: Showing,
): HTMLElement[] {
  const count = terms.length;
  const { digits } = showing;
  const products = terms.map(({ product }) => product);
  const added = signOfSum(products, digits, sum, linesOfParts(all, showing).digits);
  const signs = [signOfProducts(terms, digits), added];
  const table = (factor: "value" | "weight" | "product", words: string) =>
    figure(
      words,
      numbers(
        terms.map((each) => each[factor]),
        columns,
        showing,
      ),
    );
  return [
    table("value", phrase(all.input.inputs.length === 0 ? "sums.pixels" : "hall.under")),
    sign("×"),
    table("weight", phrase("hall.weights", { count })),
    sign(signs.includes("≈") ? "≈" : "="),
    table("product", phrase("hall.products", { count })),
  ];
}

function sign(text: string): HTMLElement {
  return make("span", { class: "sign", text });
}

/** The maps whose sums are listed one by one, and the rest: those that add least. */
function partsOf(channels: readonly ChannelTerms[]) {
  if (channels.length <= PARTS) return { listed: channels, rest: [] };
  const most = [...channels].sort((one, other) => Math.abs(other.sum) - Math.abs(one.sum));
  return { listed: most.slice(0, PARTS), rest: most.slice(PARTS) };
}

const sumOf = (parts: readonly { readonly sum: number }[]) =>
  parts.reduce((all, { sum }) => all + sum, 0);

/** Digits and signs for the sums of several maps, as `partialSums` prints them, and for the total. */
function linesOfParts({ channels, bias, total }: ChannelSums, showing: Showing) {
  const { listed, rest } = partsOf(channels);
  const sums = [...listed.map(({ sum }) => sum), ...(rest.length > 0 ? [sumOf(rest)] : [])];
  return ledgerLines(sums, bias, total, showing);
}

/** The sums of the maps that add most, each as a button that shows the map's products, and the sum of the others. */
export function partialSums(all: ChannelSums, opened: number, showing: Showing): HTMLElement[] {
  const { listed, rest } = partsOf(all.channels);
  const { digits } = linesOfParts(all, showing);
  const parts = listed.map(({ channel, sum }) =>
    make(
      "button",
      {
        type: "button",
        "data-map": String(channel),
        "aria-pressed": String(channel === opened),
      },
      [
        make("span", { text: phrase("hall.map", { map: channel + 1 }) }),
        make("b", { text: decimals(sum, digits) }),
      ],
    ),
  );
  if (rest.length === 0) return parts;
  const others = make("p", {}, [
    make("span", { text: phrase("sums.others", { count: rest.length }) }),
    make("b", { text: decimals(sumOf(rest), digits) }),
  ]);
  return [...parts, others];
}

/** The products that have a line of their own, and what the others make together, if there are any. */
function listedOf(terms: readonly Term[]) {
  const sorted = bySize(terms);
  const others = sorted.slice(LISTED);
  const product = others.reduce((all, each) => all + each.product, 0);
  const last = others.length > 0 ? [{ count: others.length, product }] : [];
  return { listed: sorted.slice(0, LISTED), others: last };
}

/** The products that count most, a line each: value x weight = product. */
export function strongest(
  terms: readonly Term[],
  nameOf: (term: Term) => string,
  showing: Showing,
): HTMLElement {
  const { listed, others } = listedOf(terms);
  const most = Math.abs(listed[0]?.product ?? 0);
  const column = productColumn(listed, showing.digits);
  const rows = listed.map((term, at) => {
    const product = make("td", { class: "product", text: decimals(term.product, showing.digits) });
    tintClearly(product, term.product, most, showing);
    return make("tr", {}, [
      make("th", { scope: "row", text: nameOf(term) }),
      make("td", { text: `${decimals(term.value, column.digits)} ×` }),
      make("td", { text: `${decimals(term.weight, column.digits)} ${column.signs[at] ?? "≈"}` }),
      product,
    ]);
  });
  for (const { count, product: sum } of others) {
    rows.push(
      make("tr", {}, [
        make("th", {
          scope: "row",
          colspan: "3",
          text: phrase("sums.others", { count }),
        }),
        make("td", { class: "product", text: decimals(sum, showing.digits) }),
      ]),
    );
  }
  return make("table", { class: "strongest" }, [make("tbody", {}, rows)]);
}

/** A line of what is added up: words and a number; `sum`: it is the result of the lines above. */
export interface Line {
  readonly words: string;
  readonly number: string;
  readonly sum?: boolean;
}

/** What the value is added up from, before functions such as ReLU. */
export function linesOf(arithmetic: Arithmetic, showing: Showing): Line[] {
  const { digits } = showing;
  switch (arithmetic.form) {
    case "channel-sums":
      return linesOfChannels(arithmetic, showing);
    case "weighted-sum": {
      const { terms, sum, bias, total } = arithmetic;
      const { listed, others } = listedOf(terms);
      const column = [...listed, ...others].map(({ product }) => product);
      return sumLines(column, { sum, bias, total }, showing);
    }
    case "window": {
      const { keeps, window, total } = arithmetic;
      const words = phrase(keeps === "largest" ? "sums.largest" : "sums.mean", {
        count: window.length,
      });
      return [{ words, number: decimals(total, digits) }];
    }
    case "normalisation": {
      const { value, mean, total } = arithmetic;
      return [
        { words: phrase("sums.value"), number: decimals(value, digits) },
        { words: phrase("sums.average"), number: decimals(mean, digits) },
        { words: phrase("hall.normalised"), number: decimals(total, digits), sum: true },
      ];
    }
    case "addition":
      return [];
  }
}

function linesOfChannels(sums: ChannelSums, showing: Showing): Line[] {
  const { channels, bias, total } = sums;
  const sum = sumOf(channels);
  const [alone] = channels;
  if (channels.length === 1 && alone !== undefined)
    return sumLines(
      alone.terms.map(({ product }) => product),
      { sum, bias, total },
      showing,
    );
  const words = phrase("hall.sums", { count: channels.length });
  return linesWith(words, linesOfParts(sums, showing), { sum, bias, total });
}

/** The lines below listed products: their sum, the bias and the total. */
function sumLines(products: readonly number[], made: Made, showing: Showing): Line[] {
  const lines = ledgerLines([made.sum], made.bias, made.total, showing);
  const sumsSign = signOfSum(products, showing.digits, made.sum, lines.digits);
  return linesWith(phrase("hall.products.sum", { count: 1 }), { ...lines, sumsSign }, made);
}

/** What is added up, the bias, and what they make together. */
interface Made {
  readonly sum: number;
  readonly bias: number;
  readonly total: number;
}

function linesWith(
  words: string,
  { digits, sumsSign, sign }: { digits: number; sumsSign: Sign; sign: Sign },
  { sum, bias, total }: Made,
): Line[] {
  return [
    { words, number: nearly(sumsSign, decimals(sum, digits)) },
    { words: phrase("sums.bias"), number: summand(bias, digits).replace("+ ", "") },
    { words: phrase("hall.sum"), number: nearly(sign, decimals(total, digits)), sum: true },
  ];
}

export function ledger(lines: readonly Line[]): HTMLElement {
  return make(
    "dl",
    { class: "ledger" },
    lines.map(({ words, number, sum }) => {
      const line = make("div", sum ? { class: "sum" } : {}, [
        make("dt", { text: words }),
        make("dd", { text: number }),
      ]);
      line.classList.toggle("nearly", number.startsWith("≈"));
      return line;
    }),
  );
}
