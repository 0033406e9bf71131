/** Windows, additions and normalisation: values that are made without learnt weights for each source. */
import { make } from "../dom/element.ts";
import { lineOf, sumLine } from "../math/rounding.ts";
import type { Addition, Normalisation, Window } from "../network/arithmetic.ts";
import type { CellOf } from "../network/graph.ts";
import { decimals, summand } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import { normalisationFormula, poolingFormula } from "./formulas.ts";
import { formula, type Showing, symbol } from "./frame.ts";
import { exactly, gridsOf, inPieces, type SourceOf, tint, totalOf } from "./numbers.ts";
import { type Source, standFor } from "./terms.ts";

/** A window and what is kept of it. */
export function windowPart(
  { keeps, columns, window, winner, total }: Window,
  sourceOf: SourceOf,
  showing: Showing,
): HTMLElement {
  const largest = keeps === "largest";
  const kept = (print: (value: number) => number) =>
    largest ? total : window.reduce((sum, { value }) => sum + print(value), 0) / window.length;
  const equation = lineOf(kept, total, showing.digits);
  const most = Math.max(...window.map(({ value }) => Math.abs(value)).filter(Number.isFinite), 0);
  const rows: HTMLElement[] = [];
  for (let from = 0; from < window.length; from += columns) {
    const cells = window.slice(from, from + columns).map(({ source, value }, at) => {
      const element = make("td", { text: decimals(value, equation.digits) });
      if (largest && from + at === winner) element.classList.add("winner");
      tint(element, value, most, showing);
      standFor(element, sourceOf(source), exactly(value, showing.digits));
      return element;
    });
    rows.push(make("tr", {}, cells));
  }
  const table = make("table", { class: "window" }, [make("tbody", {}, rows)]);
  return make("section", { class: "sum" }, [
    formula(
      poolingFormula(largest, window.length / columns, columns),
      ` = ${phrase(largest ? "sums.largest" : "sums.mean", { count: window.length })} ${equation.sign} `,
      totalOf(total, equation),
    ),
    gridsOf([table], equation.digits + 3, columns),
    make("p", { text: largest ? lostWords(window, winner, sourceOf, showing) : "" }),
  ]);
}

function lostWords(
  window: Window["window"],
  winner: number,
  sourceOf: SourceOf,
  { digits }: Showing,
): string {
  const best = window[winner];
  const others = window.filter((_, at) => at !== winner).map(({ value }) => value);
  if (best === undefined || best.source === null || others.length === 0) return "";
  const runnerUp = Math.max(...others);
  if (runnerUp === best.value) return phrase("sums.tie", { value: decimals(best.value, digits) });
  return phrase("sums.lost", {
    position: sourceOf(best.source).position(),
    count: others.length,
    value: decimals(runnerUp, digits),
  });
}

/**
 * Values of other cells, added up or passed on; each is named, and pointing at it points at its cell. What is switched off counts
 * 0, and says so. Without any it is padding.
 */
export function additionPart(
  { parts, off, total }: Addition,
  nameOf: (part: CellOf) => string,
  sourceOf: (part: CellOf) => Source,
  showing: Showing,
): HTMLElement {
  const values = parts.map(({ value }) => value);
  const equation = sumLine(values.length === 0 ? [total] : values, total, showing.digits);
  const terms = parts.flatMap((part, at) => {
    const value = make("span", { class: "x", text: decimals(part.value, equation.digits) });
    standFor(value, sourceOf(part), exactly(part.value, showing.digits));
    return [at === 0 ? "" : " + ", `${nameOf(part)} `, value];
  });
  const zeros = off.map((part, at) => {
    const zero = make("span", { class: "off", text: phrase("sums.off", { name: nameOf(part) }) });
    return [parts.length + at === 0 ? "" : " + ", zero];
  });
  const all = [...terms, ...zeros.flat()];
  const made = all.length === 0 ? [phrase("sums.outside")] : all;
  return make("section", { class: "sum" }, [
    formula(...made, ` ${equation.sign} `, totalOf(total, equation)),
  ]);
}

/** A value, the mean and variance that it is normalised with, and what is made of it. */
export function normalisationPart(
  { value, mean, variance, eps, weight, bias, total }: Normalisation,
  name: string,
  source: Source,
  showing: Showing,
): HTMLElement {
  const made = (print: (value: number) => number) =>
    ((print(value) - print(mean)) / Math.sqrt(print(variance) + eps)) * print(weight) + print(bias);
  const equation = lineOf(made, total, showing.digits);
  const { digits } = equation;
  const show = (number: number) => decimals(number, digits);
  const first = make("tr", {}, [
    make("th", { scope: "row", text: inPieces(name) }),
    make("td", { class: "x", text: show(value) }),
  ]);
  standFor(first, source, exactly(value, digits));
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
      ` = ${distance} / ${root} × ${show(weight)} ${summand(bias, digits)} ${equation.sign} `,
      totalOf(total, equation),
    ),
  ]);
}
