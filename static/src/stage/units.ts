import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import { rove } from "../dom/rove.ts";
import { listen } from "../events/listen.ts";
import type { Grid } from "../layout/grids.ts";
import { peak, type Tensor, valueAt } from "../math/tensor.ts";
import type { Answer } from "../network/answers.ts";
import { chance, decimals, number } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { classesInWords } from "../words/summary.ts";
import type { CellActions, LayerPicture, Shown } from "./layer-picture.ts";

/** The function that makes chances of scores; null: there are only scores. */
type Activation = Extract<Answer, { kind: "classes" }>["activation"] | null;

/** What the rows stand for: their names, each number's unit of measure, the class that each is one way of writing. */
export interface RowsOf {
  readonly names: readonly string[];
  readonly units?: readonly string[];
  readonly groups?: readonly string[];
  readonly activation: Activation;
}

/** An answer's units by name, a row each: a class with its score and its chance, or a number. */
export class Units implements LayerPicture {
  readonly element: HTMLElement;
  readonly #names: readonly string[];
  readonly #rows: readonly UnitRow[];
  readonly #label: string;
  readonly #rowsOf: RowsOf;
  #covered = false;

  /** `label`: what the list is of, for those who do not see it. */
  constructor(label: string, rowsOf: RowsOf, actions: CellActions) {
    const { names, activation } = rowsOf;
    this.#names = names;
    this.#rows = names.map((_, index) => makeRow(rowsOf, index, actions));
    this.#label = label;
    this.#rowsOf = rowsOf;
    const list = make(
      "ol",
      { "aria-label": label },
      this.#rows.map(({ row }) => row),
    );
    this.element = make(
      "div",
      {
        class: `units ${kindOf(rowsOf)}`,
        role: "toolbar",
        "aria-label": label,
        "aria-orientation": "vertical",
      },
      activation ? [makeHead(activation), list] : [list],
    );
    rove(this.element, [...list.querySelectorAll("button")], "down", true);
  }

  fit(grid: Grid): void {
    this.element.style.width = `${grid.width}px`;
    this.element.style.height = `${grid.height}px`;
  }

  paint({ tensor, peakShown, guesses, chances }: Shown): void {
    const end = tensor === null ? 0 : (peakShown ?? peak(tensor));
    const several = this.#rowsOf.activation === "sigmoid";
    for (const [index, row] of this.#rows.entries()) {
      const unit = this.#rowsOf.units?.[index] ?? "";
      showScore(row, tensor === null ? undefined : valueAt(tensor, index), end, unit);
      showChance(row, chances?.[index]);
      const isFirst = several ? (chances?.[index] ?? 0) > 0.5 : index === guesses?.[0];
      row.row.classList.toggle("first", tensor !== null && isFirst);
      row.row.classList.toggle("second", tensor !== null && !several && index === guesses?.[1]);
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
function makeHead(activation: "softmax" | "sigmoid"): HTMLElement {
  const softmax = make("span", { class: "softmax", text: phrase(`stage.${activation}`) });
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

/** What its rows look like: those of numbers, of ways of writing, or of classes. */
function kindOf({ units, groups = [] }: RowsOf): string {
  return units ? "numbers" : groups.length > 0 ? "grouped" : "";
}

function makeRow({ names, groups, activation }: RowsOf, index: number, actions: CellActions) {
  const [name = "", group] = [names[index], groups?.[index]];
  const way =
    group !== undefined && name.startsWith(`${group}-`) ? name.slice(group.length + 1) : name;
  const parts =
    group === undefined ? [] : [make("b", { text: group }), make("span", { text: way })];
  const title = make("span", { class: "name" }, parts);
  if (group === undefined) title.textContent = name;
  const [score, scoreBox] = makeAmount("score");
  const [chanceOf, chanceBox] = makeAmount("chance");
  const cells = activation ? [title, scoreBox, chanceBox] : [title, scoreBox];
  const button = makeButton(() => actions.pin(index), {}, cells);
  const point = () => actions.point(index);
  const leave = () => actions.point(null);
  listen(button, { pointerenter: point, focus: point, pointerleave: leave, blur: leave });
  const isNext = group !== undefined && group === groups?.[index - 1];
  const row = make("li", isNext ? { class: "next" } : {}, [button]);
  return { row, score, chance: activation ? chanceOf : null };
}

function makeAmount(kind: "score" | "chance"): readonly [Amount, HTMLElement] {
  const value = make("span", { class: "value" });
  const bar = make("span", { class: "amount" });
  const track = make("span", { class: "track", "aria-hidden": "true" }, [bar]);
  return [{ value, bar }, make("span", { class: kind }, [value, track])];
}

/** `end`: where the bar, which goes both ways from its middle, ends. */
function showScore(
  { score: { value, bar } }: UnitRow,
  score: number | undefined,
  end: number,
  unit: string,
): void {
  const part = end > 0 ? Math.min(1, Math.abs(score ?? 0) / end) : 0;
  bar.classList.toggle("negative", (score ?? 0) < 0);
  bar.style.transform = `scaleX(${part})`;
  say(value, score === undefined ? "" : inRow(score) + withSpace(unit));
}

function showChance({ chance: amount }: UnitRow, part: number | undefined): void {
  if (amount === null) return;
  amount.bar.style.transform = `scaleX(${part ?? 0})`;
  say(amount.value, part === undefined ? "" : chance(part));
}

/** A degree sign follows its number directly, other units after a space. */
const withSpace = (unit: string) => (unit === "" || unit === "°" ? unit : `\u00a0${unit}`);

/** A score where there is room for five characters. */
function inRow(score: number): string {
  return Math.abs(score) < 0.01 ? decimals(score, 2) : number(score);
}
