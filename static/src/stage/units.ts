import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { rove } from "../dom/rove.ts";
import type { Grid } from "../layout/grids.ts";
import { peak, type Tensor, valueAt } from "../math/tensor.ts";
import { chance, decimals, number } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { classesInWords } from "../words/summary.ts";
import type { CellActions, LayerPicture, Shown } from "./layer-picture.ts";

/** An answer's units by name, a row each: a class with its score and its chance, or a number. */
export class Units implements LayerPicture {
  readonly element: HTMLElement;
  readonly #names: readonly string[];
  readonly #rows: readonly UnitRow[];
  readonly #label: string;
  #covered = false;

  /** `label`: what the list is of, for those who do not see it; `chances`: each score becomes a chance. */
  constructor(label: string, names: readonly string[], chances: boolean, actions: CellActions) {
    this.#names = names;
    this.#rows = names.map((name, index) => makeRow(name, index, chances, actions));
    this.#label = label;
    const list = make(
      "ol",
      { "aria-label": label },
      this.#rows.map(({ row }) => row),
    );
    this.element = make(
      "div",
      { class: "units", role: "toolbar", "aria-label": label, "aria-orientation": "vertical" },
      chances ? [makeHead(), list] : [list],
    );
    rove(this.element, [...list.querySelectorAll("button")], "down", true);
  }

  fit(grid: Grid): void {
    this.element.style.width = `${grid.width}px`;
    this.element.style.height = `${grid.height}px`;
  }

  paint({ tensor, peakShown, guesses, chances }: Shown): void {
    const end = tensor === null ? 0 : (peakShown ?? peak(tensor));
    for (const [index, row] of this.#rows.entries()) {
      showScore(row, tensor === null ? undefined : valueAt(tensor, index), end);
      showChance(row, chances?.[index]);
      row.row.classList.toggle("first", tensor !== null && index === guesses?.[0]);
      row.row.classList.toggle("second", tensor !== null && index === guesses?.[1]);
    }
    if (tensor?.values instanceof Uint8Array) return; // as for maps: not while the pen moves
    const list = this.element.lastElementChild as HTMLElement;
    list.setAttribute("aria-label", `${this.#label}, ${this.#inWords(tensor)}`);
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

/** "score", "chance", and above them what makes the one from the other. */
function makeHead(): HTMLElement {
  const softmax = make("span", { class: "softmax", text: phrase("stage.softmax") });
  const heads = ["stage.score", "stage.chance"] as const;
  return make("p", { class: "heads-of-rows", "aria-hidden": "true" }, [
    softmax,
    ...heads.map((key) => make("span", { text: phrase(key) })),
  ]);
}

interface UnitRow {
  readonly row: HTMLElement;
  readonly score: Amount;
  readonly chance: Amount | null;
}

/** A number over a bar. */
interface Amount {
  readonly value: HTMLElement;
  readonly bar: HTMLElement;
}

function makeRow(name: string, index: number, chances: boolean, actions: CellActions): UnitRow {
  const title = make("span", { class: "name", text: name });
  const [score, scoreBox] = makeAmount("score");
  const [chanceOf, chanceBox] = makeAmount("chance");
  const cells = chances ? [title, scoreBox, chanceBox] : [title, scoreBox];
  const button = makeButton(() => actions.pin(index), {}, cells);
  const point = () => actions.point(index);
  const leave = () => actions.point(null);
  listen(button, { pointerenter: point, focus: point, pointerleave: leave, blur: leave });
  return { row: make("li", {}, [button]), score, chance: chances ? chanceOf : null };
}

function makeAmount(kind: "score" | "chance"): readonly [Amount, HTMLElement] {
  const value = make("span", { class: "value" });
  const bar = make("span", { class: "amount" });
  const track = make("span", { class: "track", "aria-hidden": "true" }, [bar]);
  return [{ value, bar }, make("span", { class: kind }, [value, track])];
}

/** `end`: where the bar, which goes both ways from its middle, ends. */
function showScore({ score: { value, bar } }: UnitRow, score: number | undefined, end: number) {
  const part = end > 0 ? Math.min(1, Math.abs(score ?? 0) / end) : 0;
  bar.classList.toggle("negative", (score ?? 0) < 0);
  bar.style.transform = `scaleX(${part})`;
  say(value, score === undefined ? "" : inRow(score));
}

function showChance({ chance: amount }: UnitRow, part: number | undefined): void {
  if (amount === null) return;
  amount.bar.style.transform = `scaleX(${part ?? 0})`;
  say(amount.value, part === undefined ? "" : chance(part));
}

/** A score where there is room for five characters. */
function inRow(score: number): string {
  return Math.abs(score) < 0.01 ? decimals(score, 2) : number(score);
}
