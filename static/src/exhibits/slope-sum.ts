/** One weight's slope as a sum of products, beside it the finite difference, and what a step makes of weight and loss. */
import { need, say } from "../dom/element.ts";
import { rounded } from "../math/numbers.ts";
import { lineOf } from "../math/rounding.ts";
import type { ChosenWeight, TrainingStep } from "../wire/messages.ts";
import { bracketed, chance, decimals } from "../words/numbers.ts";
import { counted, phrase, written } from "../words/phrases.ts";
import { MapView } from "./map-view.ts";
import { short } from "./slope-row.ts";
import type { Answer, Taught } from "./slope-state.ts";
import {
  digitsFor,
  type Grid,
  gridOf,
  largestOf,
  meets,
  placeOf,
  productsOf,
  type Weighted,
} from "./slopes.ts";

/** Products that are printed. */
const PRINTED = 3;
/** Least decimals of the two losses of the finite difference. */
const LEAST = 6;

interface Parts {
  readonly input: Grid | null;
  readonly gradient: Grid;
  readonly products: Grid;
}

export class SlopeSum {
  readonly #host: HTMLElement;
  readonly #taught: Taught;
  readonly #input = new MapView(phrase("exhibits.slope.input"));
  readonly #gradient = new MapView(phrase("exhibits.slope.gradient"));
  readonly #products = new MapView(phrase("exhibits.slope.products"));

  constructor(host: HTMLElement, taught: Taught) {
    this.#host = host;
    this.#taught = taught;
    need("[data-part=sum-input]", host).append(this.#input.element);
    need("[data-part=sum-gradient]", host).append(this.#gradient.element);
    need("[data-part=sum-products]", host).append(this.#products.element);
  }

  end(): void {
    for (const view of [this.#input, this.#gradient, this.#products]) view.end();
  }

  show({ step, weight, label, step_size: size }: Answer): void {
    const operation = this.#taught.operations[weight.operation];
    if (operation === undefined) return;
    const parts = partsOf(step, weight, operation);
    this.#showMaps(parts, weight, operation);
    const write = (part: string, text: string) =>
      say(need(`[data-part=${part}]`, this.#host), text);
    const name = this.#taught.labels[label] ?? "";
    const probability = step.probabilities[label] ?? 0;
    write("forward", forwardLine(name, probability, step.loss));
    write("sum", sumLine(parts, step.slope));
    write("why", whyZero(parts, step));
    write("difference", differenceLine(step));
    write("verdict", verdictLine(step));
    write("update", updateLine(step, size));
    write("after-one", lossLine("one", step.loss, step.loss_of_one));
    write("after-all", lossLine("all", step.loss, step.loss_of_all));
  }

  /** A dense layer's weight has one product: there is no map to show. */
  #showMaps({ input, gradient, products }: Parts, weight: ChosenWeight, operation: Weighted): void {
    const isMap = gradient.values.length > 1;
    need("[data-part=sum-maps]", this.#host).hidden = !isMap;
    if (!isMap) return;
    need("[data-part=sum-input]", this.#host).hidden = input === null;
    if (input !== null) {
      const { top, left, down, across } = meets(operation)(placeOf(operation, weight.index));
      this.#input.show(asMaps(input), peakOf(input));
      this.#input.frame("window", {
        row: top,
        column: left,
        rows: down * (gradient.rows - 1) + 1,
        columns: across * (gradient.columns - 1) + 1,
      });
    }
    for (const [view, grid] of [
      [this.#gradient, gradient],
      [this.#products, products],
    ] as const) {
      view.show(asMaps(grid), peakOf(grid), false);
      const peak = `${written(grid.rows)} × ${written(grid.columns)} · ± ${short(peakOf(grid))}`;
      view.element.lastElementChild?.replaceChildren(peak);
    }
  }
}

const asMaps = ({ rows, columns, values }: Grid) => ({
  channels: 1,
  rows,
  columns,
  values: Float32Array.from(values),
});

const peakOf = ({ values }: Grid) =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function partsOf(step: TrainingStep, weight: ChosenWeight, operation: Weighted): Parts {
  const input = step.source_values === null ? null : gridOf(step.source_values);
  const gradient = gridOf(step.gradient);
  const place = placeOf(operation, weight.index);
  return { input, gradient, products: productsOf(input, gradient, operation, place) };
}

function forwardLine(name: string, probability: number, loss: number): string {
  const values = {
    label: name,
    chance: chance(probability),
    loss: decimals(loss, digitsFor(loss, 4, 2)),
  };
  return phrase("exhibits.slope.forward.line", values);
}

/** The largest products in numbers, how many more there are, and the sum. */
export function sumLine({ products }: Parts, slope: number): string {
  const largest = largestOf(products, PRINTED);
  const counting = products.values.filter((value) => value !== 0).length;
  if (largest.length === 0) return phrase("exhibits.slope.no-product");
  const digits = digitsFor(slope === 0 ? (products.values[largest[0] ?? 0] ?? 0) : slope, 4, 2);
  const terms = largest.map((at) => bracketed(products.values[at] ?? 0, digits));
  const more = counting - largest.length;
  if (more > 0) terms.push(counted("exhibits.slope.more", more));
  return `${terms.join(" + ")} = ${decimals(slope, digits)}`;
}

/** Why a slope is zero, where it is. */
function whyZero({ input, gradient, products }: Parts, { slope }: TrainingStep): string {
  if (slope !== 0 || products.values.some((value) => value !== 0)) return "";
  if (input?.values.every((value) => value === 0)) return phrase("exhibits.slope.zero.input");
  if (gradient.values.every((value) => value === 0)) return phrase("exhibits.slope.zero.gradient");
  return phrase("exhibits.slope.zero.both");
}

function verdictLine({ difference: { verdict, crossed } }: TrainingStep): string {
  if (verdict === "kink") return counted("exhibits.slope.verdict.kink", crossed);
  return phrase(`exhibits.slope.verdict.${verdict}`);
}

/** The losses are printed with enough decimals to give the printed slope, if they have that many. */
function differenceLine({ difference, value }: TrainingStep): string {
  const { distance, above, below, slope } = difference;
  const most = Math.max(1, Math.round(-Math.log10(distance)));
  const counting = digitsFor(slope, 4, 2);
  const quotient = (print: (loss: number) => number) =>
    (print(above) - print(below)) / (2 * distance);
  const digits = Math.max(LEAST, counting + most);
  const again = quotient((loss) => rounded(loss, digits));
  return phrase("exhibits.slope.difference.line", {
    above: decimals(above, digits),
    below: decimals(below, digits),
    larger: decimals(value + distance, most + 2),
    smaller: decimals(value - distance, most + 2),
    twice: decimals(2 * distance, most),
    sign: decimals(again, counting) === decimals(slope, counting) ? "=" : "≈",
    slope: decimals(slope, counting),
  });
}

function updateLine({ value, slope, updated }: TrainingStep, size: number): string {
  const digits = digitsFor(size * slope, 3, 4);
  const line = lineOf((print) => print(value) - size * print(slope), updated, digits);
  const [from, by, to] = [
    decimals(value, line.digits),
    bracketed(slope, line.digits),
    decimals(updated, line.resultDigits),
  ];
  return `${from} − ${written(size)} × ${by} ${line.sign} ${to}`;
}

/** The loss before and after, with as many digits as tell them apart. */
function lossLine(which: "one" | "all", before: number, after: number | null): string {
  if (after === null) return phrase(`exhibits.slope.after.${which}.gone`);
  const digits = after === before ? digitsFor(after, 4, 3) : digitsFor(after - before, 2, 3);
  const values = { before: decimals(before, digits), after: decimals(after, digits) };
  const key = after < before ? "less" : after > before ? "more" : "same";
  return phrase(`exhibits.slope.after.${which}.${key}`, values);
}
