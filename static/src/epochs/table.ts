/** The moments of a run as a table: what the curves and the drawing's probabilities show, in numbers. */
import { make } from "../dom/element.ts";
import { chance, decimals, percent } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import { lossInShort } from "./scale.ts";

export interface Moments {
  readonly steps: readonly number[];
  readonly losses: readonly (readonly [number, number | null])[];
  readonly validation: readonly (number | null)[];
  readonly right: readonly (number | null)[];
  /** What was made of the drawing at each moment; null where that is not known. */
  readonly outcomes: readonly (readonly number[])[] | null;
  readonly classes: readonly string[];
}

const HEADS = ["step", "trained", "loss", "right", "guess"] as const;

export function fillTable(table: HTMLTableElement, moments: Moments): void {
  const row = (cells: readonly string[]) =>
    make(
      "tr",
      {},
      cells.map((text) => make("td", { text })),
    );
  const head = make(
    "tr",
    {},
    HEADS.map((each) => make("th", { scope: "col", text: phrase(`epochs.head.${each}`) })),
  );
  const rows = moments.steps.map((_, at) => row(rowOf(moments, at)));
  table.replaceChildren(make("thead", {}, [head]), make("tbody", {}, rows));
}

export function rowOf(moments: Moments, at: number): string[] {
  const step = moments.steps[at] ?? 0;
  return [
    written(step),
    lossInWords(batchBefore(moments.losses, step)?.[1]),
    lossInWords(moments.validation[at] ?? null),
    percent(moments.right[at] ?? 0),
    guessInWords(moments, at),
  ];
}

/** The last batch up to a step, and its loss; undefined before the first batch. */
function batchBefore(losses: Moments["losses"], step: number) {
  return losses.findLast(([each]) => each <= step);
}

/** Null is a loss that is not finite; undefined: before the first batch there is no loss. Large losses are written short. */
export function lossInWords(
  loss: number | null | undefined,
  write = (value: number) => decimals(value, 3),
): string {
  if (loss === undefined) return "–";
  if (loss === null) return "∞";
  return loss < LARGE ? write(loss) : lossInShort(loss);
}

/** From here on a loss is written as short as beside the curves. */
const LARGE = 1e4;

function guessInWords({ outcomes, classes }: Moments, at: number): string {
  const outcome = outcomes?.[at] ?? [];
  const best = Math.max(...outcome);
  return best > 0 ? `${classes[outcome.indexOf(best)]}, ${chance(best)}` : "–";
}
