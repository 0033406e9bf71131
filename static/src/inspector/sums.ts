/** Weighted sums, number by number. */
import { make } from "../dom/element.ts";
import { colourOf } from "../math/colour.ts";
import { productColumn, productLine, sumLine } from "../math/rounding.ts";
import { positionIn } from "../math/shape.ts";
import { bySize, type ChannelSums, type Term, type WeightedSum } from "../network/arithmetic.ts";
import { decimals, summand } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { convolutionFormula, linearFormula } from "./formulas.ts";
import { formula, line, type Showing, symbol, titled } from "./frame.ts";
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

/** With so many input maps there is room for the zero before the point. */
const ROOMY = 2;

/** Every input channel: patch over kernel, number by number, and what it adds to the sum. */
export function channelSumsPart(
  { channels, bias, total }: ChannelSums,
  sourceOf: SourceOf,
  showing: Showing,
): HTMLElement {
  if (channels.every(({ terms }) => terms.length === 0)) return biasAlone(bias, total, showing);
  const most = Math.max(...channels.flatMap(({ terms }) => terms.map(sizeOf)), 0);
  const short = channels.length > ROOMY && showing.close;
  const grids = channels.map(({ channel, columns, terms, sum }) => {
    const caption = make("figcaption", {}, [
      make("span", {
        text: channels.length > 1 ? phrase("sums.map", { map: channel + 1 }) : phrase("sums.input"),
      }),
      make("b", { text: decimals(sum, showing.digits) }),
    ]);
    return make("figure", {}, [
      caption,
      grid(terms, columns, most, sourceOf, { ...showing, short }),
    ]);
  });
  const padded = channels.some(({ terms }) => terms.some(({ source }) => source === null));
  const area = channels[0]?.terms.length ?? 0;
  const across = channels[0]?.columns ?? 1;
  const count = channels.length > 1 ? `${channels.length} × ${area}` : `${area}`;
  const equation = sumLine([...channels.map(({ sum }) => sum), bias], total, showing.digits);
  const sums = channels.flatMap(({ sum }, at) =>
    at === 0 ? [decimals(sum, equation.digits)] : [" ", added(sum, equation)],
  );
  return make("section", { class: "sum" }, [
    formula(convolutionFormula(channels.length, area / across, across)),
    line("key", "sums.key", {
      count: document.createTextNode(count),
      value: symbol("x", phrase("sums.value")),
      weight: symbol("w", phrase("sums.weight")),
      padding: document.createTextNode(padded ? phrase("sums.padding") : ""),
    }),
    gridsOf(grids, showing.digits + (short ? 2 : 3)),
    formula(
      symbol("z"),
      " = ",
      ...sums,
      " ",
      added(bias, equation),
      " ",
      symbol("b", phrase("sums.bias")),
      ` ${equation.sign} `,
      totalOf(total, equation),
    ),
  ]);
}

/** Between the kernels that a transposed convolution lays down, where they do not touch. */
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

function grid(
  terms: readonly Term[],
  columns: number,
  most: number,
  sourceOf: SourceOf,
  showing: Showing & { readonly short: boolean },
): HTMLElement {
  const shown = showing.short ? withoutZero : (text: string) => text;
  const rows: HTMLElement[] = [];
  for (let from = 0; from < terms.length; from += columns) {
    const cells = terms.slice(from, from + columns).map((term) => {
      const { source, value, weight, product } = term;
      const element = make("td", source === null ? { class: "padding" } : {}, [
        document.createTextNode(shown(decimals(value, showing.digits))),
        make("span", { text: shown(decimals(weight, showing.digits)) }),
      ]);
      tint(element, product, most, showing);
      standFor(element, sourceOf(source), inFull(term, showing));
      return element;
    });
    rows.push(make("tr", {}, cells));
  }
  return make("table", {}, [make("tbody", {}, rows)]);
}

/** "0.1643 × −0.2217 = −0.0364": with more decimals than a table has room for. */
function inFull({ value, weight, product }: Term, { digits }: Showing): string {
  const equation = productLine([value, weight], product, Math.max(digits, DECIMALS_ALONE));
  const [x, w] = [value, weight].map((each) => decimals(each, equation.digits));
  return `${x} × ${w} ${equation.sign} ${decimals(product, equation.resultDigits)}`;
}

/** A number as where there is little room: "−0.22" as "−.22". */
const withoutZero = (text: string) => text.replace(/^(−?)0(?=\D)/, "$1");

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

/** CSS pixels a product, and maps in a row, where products lie as their maps do. */
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
