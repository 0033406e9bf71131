/** Below the pictures of an opened cell on a wall: window x weights = products, what each map adds, what is added up. */
import { make } from "../dom/element.ts";
import { clearedFor, colourOf, luminanceOf } from "../math/colour.ts";
import { productColumn } from "../math/rounding.ts";
import { type Arithmetic, bySize, type ChannelTerms, type Term } from "../network/arithmetic.ts";
import type { Operation } from "../network/graph.ts";
import { decimals, summand } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import type { Showing } from "./frame.ts";
import { nearly } from "./numbers.ts";
import { ledgerLines, short } from "./sums.ts";

/** So many partial sums have a place of their own. */
export const PARTS = 6;
/** Products of a sum without a window that are listed. */
const LISTED = 6;

/** Letters on a wall have this contrast with what they stand on. */
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

/** One number a place; `most`: where the colours end. */
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

/** The window, its weights and their products, with the signs between them. */
export function productsOf(
  { terms, columns }: ChannelTerms,
  input: Operation,
  showing: Showing,
): HTMLElement[] {
  const count = terms.length;
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
    table("value", phrase(input.inputs.length === 0 ? "sums.pixels" : "hall.under")),
    sign("×"),
    table("weight", phrase("hall.weights", { count })),
    sign("="),
    table("product", phrase("hall.products", { count })),
  ];
}

function sign(text: string): HTMLElement {
  return make("span", { class: "sign", text });
}

/** What each map adds, those that add most; each opens its own products. */
export function partialSums(
  channels: readonly ChannelTerms[],
  opened: number,
  { digits }: Showing,
): HTMLElement[] {
  const most = [...channels].sort((one, other) => Math.abs(other.sum) - Math.abs(one.sum));
  const listed = channels.length <= PARTS ? channels : most.slice(0, PARTS);
  const rest = channels.filter((each) => !listed.includes(each));
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
  const sum = rest.reduce((all, each) => all + each.sum, 0);
  const others = make("p", {}, [
    make("span", { text: phrase("sums.others", { count: rest.length }) }),
    make("b", { text: decimals(sum, digits) }),
  ]);
  return [...parts, others];
}

/** The products that count most, a line each: value x weight = product. */
export function strongest(
  terms: readonly Term[],
  nameOf: (term: Term) => string,
  showing: Showing,
): HTMLElement {
  const sorted = bySize(terms);
  const most = Math.abs(sorted[0]?.product ?? 0);
  const listed = sorted.slice(0, LISTED);
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
  const others = sorted.slice(LISTED);
  if (others.length > 0) {
    const sum = others.reduce((all, { product }) => all + product, 0);
    rows.push(
      make("tr", {}, [
        make("th", {
          scope: "row",
          colspan: "3",
          text: phrase("sums.others", { count: others.length }),
        }),
        make("td", { class: "product", text: decimals(sum, showing.digits) }),
      ]),
    );
  }
  return make("table", { class: "strongest" }, [make("tbody", {}, rows)]);
}

/** A line of what is added up: words and a number; `sum`: what comes of those above it. */
export interface Line {
  readonly words: string;
  readonly number: string;
  readonly sum?: boolean;
}

/** What the value is added up from, before functions such as ReLU. */
export function linesOf(arithmetic: Arithmetic, { digits }: Showing): Line[] {
  switch (arithmetic.form) {
    case "channel-sums": {
      const { channels, bias, total } = arithmetic;
      return sumLines(
        channels.reduce((all, { sum }) => all + sum, 0),
        bias,
        total,
        phrase(channels.length > 1 ? "hall.sums" : "hall.products.sum", {
          count: channels.length,
        }),
        digits,
      );
    }
    case "weighted-sum": {
      const { sum, bias, total } = arithmetic;
      return sumLines(sum, bias, total, phrase("hall.products.sum", { count: 1 }), digits);
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

function sumLines(sum: number, bias: number, total: number, words: string, digits: number): Line[] {
  const lines = ledgerLines([sum], bias, total, { digits });
  return [
    { words, number: decimals(sum, lines.digits) },
    { words: phrase("sums.bias"), number: summand(bias, lines.digits).replace("+ ", "") },
    {
      words: phrase("hall.sum"),
      number: nearly(lines.sign, decimals(total, lines.digits)),
      sum: true,
    },
  ];
}

export function ledger(lines: readonly Line[]): HTMLElement {
  return make(
    "dl",
    { class: "ledger" },
    lines.map(({ words, number, sum }) =>
      make("div", sum ? { class: "sum" } : {}, [
        make("dt", { text: words }),
        make("dd", { text: number }),
      ]),
    ),
  );
}
