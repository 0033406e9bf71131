/** Weighted sums, windows and softmax, number by number. */

import { make } from "../dom/element.ts";
import { explained } from "../dom/term.ts";
import { colourOf, luminanceOf } from "../math/colour.ts";
import { positionIn } from "../math/shape.ts";
import {
  type Addition,
  bySize,
  type ChannelSums,
  differenceOf,
  type Normalisation,
  softmaxOf,
  type Term,
  type WeightedSum,
  type Window,
} from "../network/arithmetic.ts";
import type { CellOf } from "../network/graph.ts";
import type { Cell } from "../network/reading.ts";
import { decimals, percent, summand } from "../words/numbers.ts";
import { local, phrase, written } from "../words/phrases.ts";
import {
  convolutionFormula,
  linearFormula,
  normalisationFormula,
  poolingFormula,
  softmaxFormula,
} from "./formulas.ts";
import { formula, line, type Showing, symbol, titled } from "./frame.ts";
import { standFor } from "./terms.ts";

/** Terms that are listed; the others are added up. */
const LISTED = 16;

/** Input maps whose numbers find room with the zero before the point. */
const ROOMY = 2;

export type CellOfSource = (source: number) => Cell;
export type NameOfSource = (source: number) => string;

/** Every input channel: patch over kernel, number by number, and what it adds to the sum. */
export function channelSumsPart(
  { channels, bias, total }: ChannelSums,
  cellOf: CellOfSource,
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
    return make("figure", {}, [caption, grid(terms, columns, most, cellOf, { ...showing, short })]);
  });
  const padded = channels.some(({ terms }) => terms.some(({ source }) => source === null));
  const area = channels[0]?.terms.length ?? 0;
  const across = channels[0]?.columns ?? 1;
  const count = channels.length > 1 ? `${channels.length} × ${area}` : `${area}`;
  const sums = channels.flatMap(({ sum }, at) =>
    at === 0 ? [decimals(sum, showing.digits)] : [" ", added(sum, showing)],
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
      added(bias, showing),
      " ",
      symbol("b", phrase("sums.bias")),
      " = ",
      totalOf(total, showing),
    ),
  ]);
}

/** Between the kernels that a transposed convolution lays down, where they do not touch. */
function biasAlone(bias: number, total: number, showing: Showing): HTMLElement {
  const name = symbol("b", phrase("sums.bias"));
  return make("section", { class: "sum" }, [
    make("p", { text: phrase("sums.nothing") }),
    formula(
      symbol("z"),
      ` = ${decimals(bias, showing.digits)} `,
      name,
      " = ",
      totalOf(total, showing),
    ),
  ]);
}

/** "− 0.19", which is not broken between the lines. */
function added(value: number, { digits }: Showing): HTMLElement {
  return make("span", { class: "summand", text: summand(value, digits) });
}

function totalOf(total: number, { digits }: Showing): HTMLElement {
  return make("b", { class: "total", text: decimals(total, digits) });
}

/** Tables side by side, their cells as wide as so many characters. */
function gridsOf(tables: readonly Node[], characters: number): HTMLElement {
  const grids = make("div", { class: "grids" }, tables);
  grids.style.setProperty("--chars", String(characters));
  return grids;
}

function grid(
  terms: readonly Term[],
  columns: number,
  most: number,
  cellOf: CellOfSource,
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
      standFor(element, source === null ? null : cellOf(source), inFull(term, showing));
      return element;
    });
    rows.push(make("tr", {}, cells));
  }
  return make("table", {}, [make("tbody", {}, rows)]);
}

/** A place's number does not stand on another line than its word. */
const inPieces = (place: string) => place.replace(/ (\d)/g, "\u00a0$1");

/** "0.1643 × −0.2217 = −0.0364": with more decimals than a table has room for. */
function inFull({ value, weight, product }: Term, { digits }: Showing): string {
  const show = (number: number) => exactly(number, digits);
  return `${show(value)} × ${show(weight)} = ${show(product)}`;
}

/** With at least four decimals, for a number that is told alone. */
const exactly = (value: number, digits: number) => decimals(value, Math.max(digits, 4));

/** A number as where there is little room: "−0.22" as "−.22". */
const withoutZero = (text: string) => text.replace(/^(−?)0(?=\D)/, "$1");

/** The luminance on which black and white letters have the same contrast. */
const EQUALLY_FAR = 0.179;

/** The product's colour behind the numbers, and letters that can be read on it. */
function tint(element: HTMLElement, value: number, most: number, { scale }: Showing): void {
  const colour = colourOf(value, most, scale);
  element.style.setProperty("--tint", colour);
  element.classList.add("tinted", luminanceOf(colour) > EQUALLY_FAR ? "pale" : "deep");
}

const sizeOf = ({ product }: { readonly product: number }) => Math.abs(product);

/** The terms of a fully connected sum, the largest first, as bars. */
export function weightedSumPart(
  { terms, sum, bias, total }: WeightedSum,
  cellOf: CellOfSource,
  nameOf: NameOfSource,
  showing: Showing,
): HTMLElement {
  return make("section", { class: "sum" }, [
    formula(linearFormula(terms.length), `, ${phrase("sums.products", { count: terms.length })}`),
    bars(terms, cellOf, nameOf, showing),
    formula(
      symbol("z"),
      ` = ${decimals(sum, showing.digits)} ${summand(bias, showing.digits)} `,
      symbol("b", phrase("sums.bias")),
      " = ",
      totalOf(total, showing),
    ),
  ]);
}

/** The largest terms, each with value, weight and product; the others added up. */
function bars(
  terms: readonly Term[],
  cellOf: CellOfSource,
  nameOf: NameOfSource,
  showing: Showing,
): HTMLElement {
  const sorted = bySize(terms);
  const most = Math.abs(sorted[0]?.product ?? 0);
  const rows = sorted.slice(0, LISTED).map((term) => {
    const { source, value, weight, product } = term;
    const bar = make("span", { class: "amount" });
    bar.style.backgroundColor = colourOf(product, most, showing.scale);
    bar.style.transform = `scaleX(${most > 0 ? Math.abs(product) / most : 0})`;
    const row = make("tr", {}, [
      make("th", { scope: "row", text: inPieces(nameOf(source ?? 0)) }),
      make("td", { class: "x", text: decimals(value, showing.digits) }),
      make("td", { class: "w", text: decimals(weight, showing.digits) }),
      make("td", { text: decimals(product, showing.digits) }),
      make("td", { class: "track" }, [bar]),
    ]);
    standFor(row, source === null ? null : cellOf(source), inFull(term, showing));
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

/** A window and what is kept of it. */
export function windowPart(
  { keeps, columns, window, winner, total }: Window,
  cellOf: CellOfSource,
  nameOf: NameOfSource,
  showing: Showing,
): HTMLElement {
  const largest = keeps === "largest";
  const most = Math.max(...window.map(({ value }) => Math.abs(value)).filter(Number.isFinite), 0);
  const rows: HTMLElement[] = [];
  for (let from = 0; from < window.length; from += columns) {
    const cells = window.slice(from, from + columns).map(({ source, value }, at) => {
      const element = make("td", { text: decimals(value, showing.digits) });
      if (largest && from + at === winner) element.classList.add("winner");
      tint(element, value, most, showing);
      standFor(element, source === null ? null : cellOf(source), exactly(value, showing.digits));
      return element;
    });
    rows.push(make("tr", {}, cells));
  }
  const table = make("table", { class: "window" }, [make("tbody", {}, rows)]);
  return make("section", { class: "sum" }, [
    formula(
      poolingFormula(largest, window.length / columns, columns),
      ` = ${phrase(largest ? "sums.largest" : "sums.mean", { count: window.length })} = `,
      totalOf(total, showing),
    ),
    gridsOf([table], showing.digits + 3),
    make("p", { text: largest ? lostWords(window, winner, nameOf, showing) : "" }),
  ]);
}

function lostWords(
  window: Window["window"],
  winner: number,
  nameOf: NameOfSource,
  { digits }: Showing,
): string {
  const best = window[winner];
  const others = window.filter((_, at) => at !== winner).map(({ value }) => value);
  if (best === undefined || best.source === null || others.length === 0) return "";
  const runnerUp = Math.max(...others);
  if (runnerUp === best.value) return phrase("sums.tie", { value: decimals(best.value, digits) });
  return phrase("sums.lost", {
    place: nameOf(best.source),
    count: others.length,
    value: decimals(runnerUp, digits),
  });
}

/** Values of other cells, added up or passed on; each is named, and pointing at it points at its cell. */
export function additionPart(
  { parts, total }: Addition,
  nameOf: (part: CellOf) => string,
  cellOf: (part: CellOf) => Cell,
  showing: Showing,
): HTMLElement {
  const terms = parts.flatMap((part, at) => {
    const value = make("span", { class: "x", text: decimals(part.value, showing.digits) });
    standFor(value, cellOf(part), exactly(part.value, showing.digits));
    return [at === 0 ? "" : " + ", `${nameOf(part)} `, value];
  });
  return make("section", { class: "sum" }, [formula(...terms, " = ", totalOf(total, showing))]);
}

/** A value, the mean and variance that it is normalised with, and what is made of it. */
export function normalisationPart(
  { value, mean, variance, eps, weight, bias, total }: Normalisation,
  name: string,
  cell: Cell,
  showing: Showing,
): HTMLElement {
  const { digits } = showing;
  const show = (number: number) => decimals(number, digits);
  const first = make("tr", {}, [
    make("th", { scope: "row", text: inPieces(name) }),
    make("td", { class: "x", text: show(value) }),
  ]);
  standFor(first, cell, exactly(value, digits));
  const numbers = [
    ["sums.average", show(mean)],
    ["sums.variance", show(variance)],
    ["sums.eps", written(eps)],
    ["sums.weight", show(weight)],
    ["sums.bias", show(bias)],
  ] as const;
  const rows = numbers.map(([key, text]) =>
    make("tr", {}, [make("th", { scope: "row", text: phrase(key) }), make("td", { text })]),
  );
  const distance = `(${show(value)} ${summand(-mean, digits)})`;
  const root = `√(${show(variance)} + ${written(eps)})`;
  return make("section", { class: "sum" }, [
    formula(normalisationFormula()),
    make("table", { class: "terms" }, [make("tbody", {}, [first, ...rows])]),
    formula(
      symbol("z"),
      ` = ${distance} / ${root} × ${show(weight)} ${summand(bias, digits)} = `,
      totalOf(total, showing),
    ),
  ]);
}

/** Logits to probabilities, class by class. */
export function softmaxPart(
  logits: readonly number[],
  classes: readonly string[],
  chosen: number,
  { digits }: Showing,
): HTMLElement {
  const { largest, exponentials, sum, probabilities } = softmaxOf(logits);
  const head = make("tr", {}, [
    ...[
      phrase("softmax.class"),
      phrase("softmax.logit"),
      phrase("softmax.exponential", { largest: decimals(largest, digits) }),
      phrase("softmax.probability"),
    ].map((text) => make("th", { scope: "col", text })),
  ]);
  const rows = logits.map((logit, at) =>
    make("tr", at === chosen ? { class: "chosen" } : {}, [
      make("th", { scope: "row", text: classes[at] ?? "" }),
      make("td", { text: decimals(logit, digits) }),
      make("td", { text: small(exponentials[at] ?? 0, digits) }),
      make("td", { text: percent(probabilities[at] ?? 0) }),
    ]),
  );
  const last = make("tr", { class: "rest" }, [
    make("th", { scope: "row", colspan: "2", text: phrase("softmax.sum") }),
    make("td", { text: decimals(sum, digits) }),
    make("td", { text: percent(1) }),
  ]);
  return titled(
    explained("softmax", phrase("softmax.title")),
    formula(softmaxFormula()),
    make("p", {
      text: phrase("softmax.how", { sum: decimals(sum, digits) }),
    }),
    make("table", { class: "terms" }, [
      make("thead", {}, [head]),
      make("tbody", {}, [...rows, last]),
    ]),
  );
}

function small(value: number, digits: number): string {
  if (value === 0 || value >= 0.5 * 10 ** -digits) return decimals(value, digits);
  return local(value.toExponential(1).replace("-", "−"));
}

/** Which units make the first guess win over the second. */
export function differencePart(
  names: readonly [string, string],
  sums: readonly [WeightedSum, WeightedSum],
  cellOf: CellOfSource,
  nameOf: NameOfSource,
  showing: Showing,
): HTMLElement {
  const { terms, bias, total } = differenceOf(...sums);
  const [first, second] = names;
  return titled(
    phrase("difference.title", { first, second }),
    make("p", {
      text: phrase("difference.how", {
        first,
        second,
        total: decimals(total, showing.digits),
        bias: decimals(bias, showing.digits),
      }),
    }),
    bars(terms, cellOf, nameOf, showing),
  );
}
