import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import type { Grid } from "../layout/grids.ts";
import { colourOf, type Scale } from "../math/colour.ts";
import { peak, type Tensor, valueAt } from "../math/tensor.ts";
import { decimals, number } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { classesInWords } from "../words/summary.ts";
import type { CellActions, LayerPicture } from "./layer-picture.ts";

/** An answer's units by name: classes with their logits, or numbers. Each has its value as a colour and as a number. */
export class Units implements LayerPicture {
  readonly element: HTMLElement;
  readonly #names: readonly string[];
  readonly #rows: readonly UnitRow[];
  readonly #label: string;
  #covered = false;

  /** `label`: what the list is of, for those who do not see it. */
  constructor(label: string, names: readonly string[], actions: CellActions) {
    this.#names = names;
    this.#rows = names.map((name, index) => makeRow(name, index, actions));
    this.#label = label;
    const rows = this.#rows.map(({ row }) => row);
    this.element = make("ol", { class: "units", "aria-label": this.#label }, rows);
  }

  fit(grid: Grid): void {
    this.element.style.width = `${grid.width}px`;
    this.element.style.height = `${grid.height}px`;
  }

  paint(
    tensor: Tensor | null,
    scale: Scale,
    firstGuess: number | null,
    peakShown: number | null,
  ): void {
    const end = tensor === null ? 0 : (peakShown ?? peak(tensor));
    for (const [index, row] of this.#rows.entries()) {
      showValue(row, tensor === null ? undefined : valueAt(tensor, index), end, scale);
      row.row.classList.toggle("first", tensor !== null && index === firstGuess);
    }
    if (tensor?.values instanceof Uint8Array) return; // as for maps: not while the pen moves
    this.element.setAttribute("aria-label", `${this.#label}, ${this.#inWords(tensor)}`);
  }

  cover(covered: boolean): void {
    this.#covered = covered;
  }

  /** Named units show no weights. */
  paintKernels(): void {}

  #inWords(tensor: Tensor | null): string {
    if (this.#covered) return phrase("cover.note");
    if (tensor === null) return phrase("summary.nothing");
    const values = this.#names.map((_, index) => valueAt(tensor, index) ?? 0);
    return classesInWords(this.#names, values);
  }
}

interface UnitRow {
  readonly row: HTMLElement;
  readonly swatch: HTMLElement;
  readonly value: HTMLElement;
  readonly bar: HTMLElement;
}

function makeRow(name: string, index: number, actions: CellActions): UnitRow {
  const swatch = make("span", { class: "swatch" });
  const value = make("span", { class: "value" });
  const bar = make("span", { class: "amount", "aria-hidden": "true" });
  const title = make("span", { class: "name", text: name });
  const button = makeButton(() => actions.pin(index), {}, [swatch, title, value, bar]);
  const point = () => actions.point(index);
  const leave = () => actions.point(null);
  listen(button, { pointerenter: point, focus: point, pointerleave: leave, blur: leave });
  return { row: make("li", {}, [button]), swatch, value, bar };
}

/** `end`: the value at the scale's end. */
function showValue(
  { swatch, value, bar }: UnitRow,
  shown: number | undefined,
  end: number,
  scale: Scale,
): void {
  const colour = colourOf(shown ?? 0, end, scale);
  swatch.style.backgroundColor = colour;
  bar.style.backgroundColor = colour;
  bar.style.transform = `scaleX(${end > 0 ? Math.abs(shown ?? 0) / end : 0})`;
  say(value, shown === undefined ? "" : inRow(shown));
}

/** A unit's value where there is room for five characters. */
function inRow(shown: number): string {
  return Math.abs(shown) < 0.01 ? decimals(shown, 2) : number(shown);
}
