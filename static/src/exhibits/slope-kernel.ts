/** All weights that make one map or unit, and their slopes: any of them can be chosen, by hand or by arrow keys. */
import { make, need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import type { ChosenWeight, TrainingStep } from "../wire/messages.ts";
import { decimals } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import { MapView } from "./map-view.ts";
import { short } from "./slope-row.ts";
import type { Taught } from "./slope-state.ts";
import { digitsFor, type Grid, gridOf, indexOf, placeOf, type Weighted } from "./slopes.ts";
import type { Maps } from "./windows.ts";

/** The weights of a unit are shown in rows of this length. */
const FOLDED = 20;

/** A kernel in pictures: the weights for one input map, or all weights of a unit in several rows; and their slopes. */
interface Tile {
  readonly weights: MapView;
  readonly slopes: MapView;
}

export class KernelChoice {
  readonly #host: HTMLElement;
  readonly #taught: Taught;
  readonly #choose: (weight: ChosenWeight) => void;
  readonly #end: () => void;
  #tiles: readonly Tile[] = [];
  #shown: ChosenWeight | null = null;

  constructor(host: HTMLElement, taught: Taught, choose: (weight: ChosenWeight) => void) {
    this.#host = host;
    this.#taught = taught;
    this.#choose = choose;
    this.#end = listen(host, { click: ({ target }) => this.#press(target as Element) });
  }

  end(): void {
    this.#end();
    this.#endTiles();
  }

  /** Shows the weights of another map or unit and chooses the same cell of its kernels. */
  make(operation: string, made: number): void {
    const to = this.#taught.operations[operation];
    if (to === undefined) return;
    const before = this.#shown;
    const isSame = before?.operation === operation && before.parameter === "weight";
    const place = isSame
      ? placeOf(to, before.index)
      : { input: 0, row: middle(to.shape[2]), column: middle(to.shape[3]) };
    const count = to.shape[0] ?? 1;
    const index = indexOf(to, { ...place, made: (made + count) % count });
    this.#choose({ operation, index, parameter: "weight" });
  }

  show(step: TrainingStep, weight: ChosenWeight): void {
    const operation = this.#taught.operations[weight.operation];
    if (operation === undefined) return;
    const isOther = this.#shown?.operation !== weight.operation;
    this.#shown = weight;
    if (isOther) this.#build(operation);
    const cells = tilesOf(operation);
    const [weights, slopes] = [step.kernel, step.kernel_slopes].map((each) =>
      gridOf({ ...each, shape: [each.shape.reduce((all, side) => all * side, 1)] }),
    ) as [Grid, Grid];
    const chosen = weight.parameter === "bias" ? null : weight.index % weights.values.length;
    for (const [at, tile] of this.#tiles.entries()) {
      const from = at * cells.size;
      showPart(tile.weights, weights, from, cells);
      showPart(tile.slopes, slopes, from, cells);
      const inside = chosen === null ? -1 : chosen - from;
      const frame =
        inside < 0 || inside >= cells.size
          ? null
          : {
              row: Math.floor(inside / cells.columns),
              column: inside % cells.columns,
              rows: 1,
              columns: 1,
            };
      tile.weights.frame("cell", frame);
      tile.slopes.frame("cell", frame);
    }
    this.#tell(step, weight, operation);
  }

  #tell(
    step: TrainingStep,
    { operation, parameter, index }: ChosenWeight,
    { shape, has_bias }: Weighted,
  ) {
    for (const each of this.#host.querySelectorAll<HTMLElement>("[data-operation]"))
      each.setAttribute("aria-pressed", String(each.dataset.operation === operation));
    const bias = need<HTMLButtonElement>("[data-act=bias]", this.#host);
    bias.hidden = !has_bias;
    bias.setAttribute("aria-pressed", String(parameter === "bias"));
    const values = { number: written(step.made + 1), count: written(shape[0] ?? 1) };
    const key = shape.length === 4 ? "exhibits.slope.which.map" : "exhibits.slope.which.unit";
    say(need("[data-part=which]", this.#host), phrase(key, values));
    const digits = digitsFor(step.slope, 4, 4);
    const place = placeOf({ shape }, index);
    const filled = {
      operation,
      input: written(place.input + 1),
      row: written(place.row + 1),
      column: written(place.column + 1),
      made: written(step.made + 1),
      value: decimals(step.value, digits),
      slope: decimals(step.slope, digits),
    };
    const kind = parameter === "bias" ? "bias" : shape.length === 4 ? "cell" : "unit";
    say(need("[data-part=chosen]", this.#host), phrase(`exhibits.slope.chosen.${kind}`, filled));
  }

  #press(target: Element): void {
    const button = target.closest<HTMLElement>("button");
    const shown = this.#shown;
    if (button === null || shown === null) return;
    const { operation, by, act } = button.dataset;
    const now = this.#taught.operations[shown.operation];
    if (now === undefined) return;
    const made = shown.parameter === "bias" ? shown.index : placeOf(now, shown.index).made;
    if (operation !== undefined) this.make(operation, 0);
    else if (by !== undefined) this.make(shown.operation, made + Number(by));
    else if (act === "bias" && shown.parameter === "bias") this.make(shown.operation, made);
    else if (act === "bias") this.#choose({ ...shown, index: made, parameter: "bias" });
  }

  #build(operation: Weighted): void {
    this.#endTiles();
    const { count, size, columns } = tilesOf(operation);
    this.#tiles = Array.from({ length: count }, (_, at) => {
      const number = written(at + 1);
      const acts = {
        choose: ({ row, column }: { row: number; column: number }) => {
          const shown = this.#shown;
          const inside = row * columns + column;
          if (shown === null || inside >= size) return;
          const made =
            shown.parameter === "bias" ? shown.index : placeOf(operation, shown.index).made;
          const index = made * count * size + at * size + inside;
          this.#choose({ ...shown, index, parameter: "weight" });
        },
      };
      return {
        weights: new MapView(phrase("exhibits.slope.kernel.weights", { number }), acts),
        slopes: new MapView(phrase("exhibits.slope.kernel.slopes", { number }), acts),
      };
    });
    const made = this.#tiles.map(({ weights, slopes }) =>
      make("div", { class: "tile" }, [weights.element, slopes.element]),
    );
    const tiles = need("[data-part=tiles]", this.#host);
    tiles.toggleAttribute("data-folded", operation.shape.length !== 4);
    tiles.replaceChildren(...made);
  }

  #endTiles(): void {
    for (const { weights, slopes } of this.#tiles) {
      weights.end();
      slopes.end();
    }
  }
}

const middle = (side = 1) => Math.floor(side / 2);

/** How many pictures the weights of a map or unit take, and the size of each. */
function tilesOf({ shape }: Weighted) {
  const [, inputs = 1, rows, columns] = shape;
  if (rows !== undefined && columns !== undefined)
    return { count: inputs, size: rows * columns, rows, columns };
  const wide = Math.min(FOLDED, inputs);
  return { count: 1, size: inputs, rows: Math.ceil(inputs / wide), columns: wide };
}

function showPart(
  view: MapView,
  { values }: Grid,
  from: number,
  { size, rows, columns }: { size: number; rows: number; columns: number },
): void {
  const part = new Float32Array(rows * columns);
  part.set(values.subarray(from, from + size));
  const peak = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const map: Maps = { channels: 1, rows, columns, values: part };
  view.show(map, peak, false);
  view.element.lastElementChild?.replaceChildren(`± ${short(peak)}`);
}
