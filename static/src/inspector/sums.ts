/** Weighted sums, number by number. */
import { make } from "../dom/element.ts";
import { colourOf } from "../math/colour.ts";
import {
  productColumn,
  productLine,
  type Sign,
  signOfProducts,
  signOfSum,
  sumLine,
} from "../math/rounding.ts";
import { positionIn } from "../math/shape.ts";
import {
  bySize,
  type ChannelSums,
  type ChannelTerms,
  type Term,
  type WeightedSum,
} from "../network/arithmetic.ts";
import type { Operation } from "../network/graph.ts";
import { decimals, summand } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { linearFormula } from "./formulas.ts";
import { formula, type Showing, symbol, titled } from "./frame.ts";
import {
  added,
  DECIMALS_ALONE,
  gridsOf,
  inPieces,
  nearly,
  type SourceOf,
  sizeOf,
  tint,
  totalOf,
} from "./numbers.ts";
import { standFor } from "./terms.ts";

/** Terms that are listed; the others are added up. */
const LISTED = 16;

/** So many maps are shown where height is short: those that add most. */
const STRONGEST = 4;

/** Every input channel: its products, number by number, and what they add to the sum. */
export function channelSumsPart(
  { input, channels, bias, total }: ChannelSums,
  sourceOf: SourceOf,
  showing: Showing,
): HTMLElement {
  if (channels.every(({ terms }) => terms.length === 0)) return biasAlone(bias, total, showing);
  const all = channels.flatMap(({ terms }) => terms);
  const [largest] = bySize(all);
  const strongest = new Set(
    [...channels].sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum)).slice(0, STRONGEST),
  );
  const figures = channels.map((part) => {
    const figure = productsOf(part, channels.length > 1, largest, sourceOf, showing);
    figure.classList.toggle("weak", !strongest.has(part));
    return figure;
  });
  const across = channels[0]?.columns ?? 1;
  const [alone] = channels;
  return make("section", { class: "sum products" }, [
    productInFull(largest, sourceOf, showing),
    ...(channels.length === 1 && alone !== undefined
      ? [factorsOf(alone, input, sourceOf, showing)]
      : []),
    gridsOf(figures, showing.digits + 2, across),
    ...(channels.length > STRONGEST ? [fewerMaps(channels.length)] : []),
    ledger(channels, bias, total, showing),
  ]);
}

/** The largest of all products, with its factors, shown like a product that is pointed at. */
function productInFull(
  largest: Term | undefined,
  sourceOf: SourceOf,
  showing: Showing,
): HTMLElement {
  if (largest === undefined) return make("p", { class: "product" });
  return make("p", { class: "product" }, [
    make("span", { class: "where", text: `${sourceOf(largest.source).position()}: ` }),
    make("span", { class: "in-full", text: inFull(largest, showing) }),
  ]);
}

/** One input map: what lies under the window, and the weights that it is multiplied by. */
function factorsOf(
  part: ChannelTerms,
  input: Operation,
  sourceOf: SourceOf,
  showing: Showing,
): HTMLElement {
  const under = input.inputs.length === 0 ? "sums.pixels" : "sums.under";
  const both = (["value", "weight"] as const).map((factor) => {
    const most = Math.max(...part.terms.map((term) => Math.abs(term[factor])), 0);
    const text = phrase(factor === "value" ? under : "sums.its.weights");
    const caption = make("figcaption", {}, [make("span", { text })]);
    const numbers = part.terms.map((term) => term[factor]);
    const table = gridOf(
      numbers,
      part.columns,
      (cell, at) => {
        const number = numbers[at] ?? 0;
        tint(cell, number, most, showing);
        const from = part.terms[at]?.source ?? null;
        const source = sourceOf(from).cell;
        if (source !== null) cell.dataset.cell = `${source.layer}:${source.index}`;
        else cell.classList.add("padding");
      },
      showing,
    );
    return make("figure", {}, [caption, table]);
  });
  const factors = gridsOf(both, showing.digits + 2, part.columns);
  factors.className = "factors";
  return factors;
}

function productsOf(
  { channel, columns, terms, sum }: ChannelTerms,
  several: boolean,
  largest: Term | undefined,
  sourceOf: SourceOf,
  showing: Showing,
): HTMLElement {
  const most = largest === undefined ? 0 : sizeOf(largest);
  const isIt = (term: Term) => term === largest && term.product !== 0;
  const products = terms.map(({ product }) => product);
  const printed = decimals(sum, showing.digits);
  const caption = make("figcaption", { class: terms.some(isIt) ? "of-largest" : "" }, [
    make("span", {
      text: several
        ? phrase("sums.map", { map: channel + 1 })
        : phrase("sums.its.products", { sign: signOfProducts(terms, showing.digits) }),
    }),
    make("b", {
      class: sum < 0 ? "negative" : "",
      text: nearly(signOfSum(products, showing.digits, sum), printed),
    }),
  ]);
  const table = gridOf(
    products,
    columns,
    (cell, at) => {
      const term = terms[at];
      if (term === undefined) return;
      cell.classList.toggle("padding", term.source === null);
      cell.classList.toggle("winner", isIt(term));
      tint(cell, term.product, most, showing);
      standFor(cell, sourceOf(term.source), inFull(term, showing));
    },
    showing,
  );
  return make("figure", {}, [caption, table]);
}

/** Numbers where there is little room, as many in a row as the window has columns. */
function gridOf(
  numbers: readonly number[],
  columns: number,
  mark: (cell: HTMLElement, at: number) => void,
  { digits }: Showing,
): HTMLElement {
  const rows: HTMLElement[] = [];
  for (let from = 0; from < numbers.length; from += columns) {
    const cells = numbers.slice(from, from + columns).map((number, at) => {
      const cell = make("td", { text: short(number, digits) });
      mark(cell, from + at);
      return cell;
    });
    rows.push(make("tr", {}, cells));
  }
  return make("table", {}, [make("tbody", {}, rows)]);
}

/** A note where height is short: not all maps are shown, and a button shows the others. */
function fewerMaps(count: number): HTMLElement {
  return make("p", { class: "fewer" }, [
    document.createTextNode(`${phrase("sums.strongest", { shown: STRONGEST, count })} `),
    make("button", { type: "button", class: "all-maps", text: phrase("sums.all") }),
  ]);
}

/** What is added up, a line each: the maps' sums, the bias, and what they make together. */
export function ledger(
  channels: readonly ChannelTerms[],
  bias: number,
  total: number,
  showing: Showing,
): HTMLElement {
  const sums = channels.map(({ sum }) => sum);
  const together = sums.reduce((all, sum) => all + sum, 0);
  const several = channels.length > 1;
  const lines = ledgerLines(several ? sums : [together], bias, total, showing);
  const { digits, sign } = lines;
  const sumsSign = several ? lines.sumsSign : signAlone(channels[0], showing, digits);
  const line = make("span", { class: "sums" });
  for (const [at, sum] of sums.entries())
    line.append(...(at === 0 ? [decimals(sum, digits)] : [" ", added(sum, { digits })]));
  const element = formula(
    ...(several ? [line, " "] : []),
    make("span", { text: phrase(several ? "sums.together" : "sums.products.together") }),
    " ",
    make("b", { text: nearly(sumsSign, decimals(together, digits)) }),
    " ",
    symbol("b", phrase("sums.bias")),
    " ",
    make("b", { class: "bias" }, [added(bias, { digits })]),
    " ",
    make("span", { class: "ends", text: `${phrase("sums.total")} ${sign}` }),
    " ",
    totalOf(total, { resultDigits: digits }),
  );
  element.classList.add("ledger");
  return element;
}

/** Whether the products of the only map, where they are shown, add up to their sum with so many decimals. */
function signAlone(alone: ChannelTerms | undefined, { digits }: Showing, sumDigits: number): Sign {
  if (alone === undefined || alone.terms.length === 0) return "=";
  const products = alone.terms.map(({ product }) => product);
  return signOfSum(products, digits, alone.sum, sumDigits);
}

/** Decimals and signs for two lines: the sums and their sum, then that sum, the bias and the total; one more decimal where both hold only with it. */
export function ledgerLines(
  sums: readonly number[],
  bias: number,
  total: number,
  { digits }: Pick<Showing, "digits">,
): { digits: number; sumsSign: Sign; sign: Sign } {
  const together = sums.reduce((all, sum) => all + sum, 0);
  const linesWith = (tried: number) => ({
    digits: tried,
    sumsSign: signOfSum(sums, tried, together),
    sign: signOfSum([together, bias], tried, total),
  });
  const [wanted, more] = [linesWith(digits), linesWith(digits + 1)];
  return [wanted, more].find((one) => one.sumsSign === "=" && one.sign === "=") ?? wanted;
}

/** A cell that no kernel of a transposed convolution reaches: its bias alone. */
function biasAlone(bias: number, total: number, showing: Showing): HTMLElement {
  const name = symbol("b", phrase("sums.bias"));
  const equation = sumLine([bias], total, showing.digits);
  return make("section", { class: "sum" }, [
    make("p", { text: phrase("sums.nothing") }),
    formula(
      symbol("z"),
      ` = ${decimals(bias, equation.digits)} `,
      name,
      ` ${equation.sign} `,
      totalOf(total, equation),
    ),
  ]);
}

/** "0.1643 × −0.2217 = −0.0364": with more decimals than a table has room for. */
function inFull({ value, weight, product }: Term, { digits }: Showing): string {
  const equation = productLine([value, weight], product, Math.max(digits, DECIMALS_ALONE));
  const [x, w] = [value, weight].map((each) => decimals(each, equation.digits));
  return `${x} × ${w} ${equation.sign} ${decimals(product, equation.resultDigits)}`;
}

/** A number as where there is little room: "−0.22" as "−.22", nothing at all as "0". */
export function short(number: number, digits: number): string {
  const text = decimals(number, digits);
  return /[1-9]/.test(text) ? text.replace(/^(−?)0(?=\D)/, "$1") : "0";
}

/** The terms of a fully connected sum, the largest first, as bars. */
export function weightedSumPart(
  { terms, sum, bias, total }: WeightedSum,
  sourceOf: SourceOf,
  showing: Showing,
): HTMLElement {
  const equation = sumLine([sum, bias], total, showing.digits);
  return make("section", { class: "sum" }, [
    formula(linearFormula(terms.length), `, ${phrase("sums.products", { count: terms.length })}`),
    bars(terms, sourceOf, showing),
    formula(
      symbol("z"),
      ` = ${decimals(sum, equation.digits)} ${summand(bias, equation.digits)} `,
      symbol("b", phrase("sums.bias")),
      ` ${equation.sign} `,
      totalOf(total, equation),
    ),
  ]);
}

/** The largest terms, each with value, weight and product; the others added up. */
export function bars(terms: readonly Term[], sourceOf: SourceOf, showing: Showing): HTMLElement {
  const sorted = bySize(terms);
  const most = Math.abs(sorted[0]?.product ?? 0);
  const listed = sorted.slice(0, LISTED);
  const column = productColumn(listed, showing.digits);
  const rows = listed.map((term, at) => {
    const { source, value, weight, product } = term;
    const bar = make("span", { class: "amount" });
    bar.style.backgroundColor = colourOf(product, most, showing.scale);
    bar.style.transform = `scaleX(${most > 0 ? Math.abs(product) / most : 0})`;
    const row = make("tr", {}, [
      make("th", { scope: "row", text: inPieces(sourceOf(source).position()) }),
      make("td", { class: "x", text: decimals(value, column.digits) }),
      make("td", { class: "w", text: decimals(weight, column.digits) }),
      make("td", { text: nearly(column.signs[at], decimals(product, showing.digits)) }),
      make("td", { class: "track" }, [bar]),
    ]);
    standFor(row, sourceOf(source), inFull(term, showing));
    return row;
  });
  const others = sorted.slice(LISTED);
  if (others.length > 0) {
    const rest = others.reduce((sum, { product }) => sum + product, 0);
    rows.push(
      make("tr", { class: "rest" }, [
        make("th", {
          scope: "row",
          colspan: "3",
          text: phrase("sums.others", { count: others.length }),
        }),
        make("td", { text: decimals(rest, showing.digits) }),
        make("td"),
      ]),
    );
  }
  const head = make("tr", {}, [
    make("th", { scope: "col", text: phrase("sums.from") }),
    make("th", { scope: "col", class: "x", text: phrase("sums.value") }),
    make("th", { scope: "col", class: "w", text: phrase("sums.weight") }),
    make("th", { scope: "col", text: phrase("sums.product") }),
    make("td"),
  ]);
  return make("table", { class: "terms" }, [make("thead", {}, [head]), make("tbody", {}, rows)]);
}

/** Where products are laid back over maps: CSS pixels of a product, and maps in a row. */
const PRODUCT = 8;

const ACROSS = 8;

/** The products of a sum laid back over the maps (C, H, W) that their values come from. */
export function laidBackPart(
  terms: readonly Term[],
  [channels = 0, rows = 0, columns = 0]: readonly number[],
  { scale }: Showing,
): HTMLElement {
  const ratio = Math.ceil(devicePixelRatio);
  const [wide, high] = [columns * PRODUCT + 4, rows * PRODUCT + 4];
  const canvas = make("canvas", { role: "img", "aria-label": phrase("sums.laid.label") });
  const size = [Math.min(ACROSS, channels) * wide, Math.ceil(channels / ACROSS) * high] as const;
  [canvas.width, canvas.height] = [size[0] * ratio, size[1] * ratio];
  canvas.style.width = `${size[0]}px`;
  const context = canvas.getContext("2d");
  context?.scale(ratio, ratio);
  const most = Math.max(...terms.map(sizeOf));
  for (const [at, { product }] of terms.entries()) {
    if (context === null) break;
    const { channel, row, column } = positionIn({ rows, columns }, at);
    context.fillStyle = colourOf(product, most, scale);
    const x = (channel % ACROSS) * wide + column * PRODUCT;
    const y = Math.floor(channel / ACROSS) * high + row * PRODUCT;
    context.fillRect(x, y, PRODUCT, PRODUCT);
  }
  return titled(phrase("sums.laid"), canvas);
}
