/** In one dimension: five inputs, a kernel of three weights or two of them, and every sum in letters or numbers. */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { decimals } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { Figure, type Part, RANGES, short, subscript } from "./figure.ts";
import { numbersIn, within } from "./link.ts";
import { flipped, INPUTS, OUTPUTS, outputsOf, type Wire, wiresOf } from "./wiring.ts";

export const LINE = { x: [0.2, 0.9, 1, 0.4, 0], w: [-0.6, 0.9, 0.4], v: [-1, 0, 1] } as const;

export interface LineState {
  readonly inputs: Signal<readonly number[]>;
  /** The weights of the first kernel, and of the second. */
  readonly kernels: readonly [Signal<readonly number[]>, Signal<readonly number[]>];
  readonly letters: Signal<boolean>;
  readonly two: Signal<boolean>;
  readonly flip: Signal<boolean>;
}

export function lineStateIn(link: URLSearchParams): LineState {
  return {
    inputs: signal(numbersIn(link.get("x"), LINE.x, RANGES.input)),
    kernels: [
      signal(numbersIn(link.get("w"), LINE.w, RANGES.wire)),
      signal(numbersIn(link.get("v"), LINE.v, RANGES.wire)),
    ],
    letters: signal(link.get("letters") === "on"),
    two: signal(link.get("kernels") === "2"),
    flip: signal(link.get("flip") === "on"),
  };
}

/** Outputs and weights of each map in letters. */
const LETTERS = [
  { output: "a", weight: "w" },
  { output: "b", weight: "v" },
] as const;

interface Chosen extends Part {
  readonly map: number;
}

/** Mounts the section on its host; returns what ends it. */
export function mountLine(
  host: HTMLElement,
  state: LineState,
  theme: ReadonlySignal<string>,
): () => void {
  const chosen = signal<Chosen | null>(null);
  const ended = [
    mountSwitches(host, state),
    ...state.kernels.map((_, map) => {
      const section = need(`[data-map="${map}"]`, host);
      return effect(() => {
        section.hidden = map > 0 && !state.two.value;
        return new MapOfLine(section, state, map, chosen, theme, state.flip.value).mount();
      });
    }),
    effect(() => {
      const count = state.two.value ? 2 : 1;
      const values = { maps: count, weights: count * 3, products: count * OUTPUTS * 3 };
      say(need("[data-part=line-cost]", host), phrase("exhibits.sums.cost", values));
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function mountSwitches(host: HTMLElement, state: LineState): () => void {
  const { letters, two, flip } = state;
  const buttons: readonly (readonly [string, Signal<boolean>])[] = [
    ["letters", letters],
    ["two", two],
    ["flip", flip],
  ];
  const ended = buttons.flatMap(([name, on]) => {
    const button = need(`[data-switch=${name}]`, host);
    return [
      listen(button, {
        click: () => {
          on.value = !on.value;
        },
      }),
      effect(() => button.setAttribute("aria-pressed", String(on.value))),
    ];
  });
  return () => {
    for (const end of ended) end();
  };
}

/** One map: its figure, its sums, and what is chosen in it. */
class MapOfLine {
  readonly #host: HTMLElement;
  readonly #state: LineState;
  readonly #map: number;
  readonly #chosen: Signal<Chosen | null>;
  readonly #theme: ReadonlySignal<string>;
  readonly #wires: readonly Wire[];

  constructor(
    host: HTMLElement,
    state: LineState,
    map: number,
    chosen: Signal<Chosen | null>,
    theme: ReadonlySignal<string>,
    flip: boolean,
  ) {
    this.#host = host;
    this.#state = state;
    this.#map = map;
    this.#chosen = chosen;
    this.#theme = theme;
    this.#wires = flip ? flipped(wiresOf("shared")) : wiresOf("shared");
  }

  mount(): () => void {
    const name = phrase("exhibits.sums.map", { number: this.#map + 1 });
    const figure = new Figure(name, this.#wires, {
      choose: (part) => {
        this.#chosen.value = { ...part, map: this.#map };
      },
      set: (part, value) => this.#set(part, value),
      name: (part) => this.#nameOf(part),
    });
    need("[data-part=figure]", this.#host).replaceChildren(figure.element);
    const stepper = need("[data-part=stepper]", this.#host);
    const ended = [
      () => figure.end(),
      listen(stepper, { click: ({ target }) => this.#step(target as Element) }),
      effect(() => {
        this.#theme.value;
        this.#show(figure, stepper);
      }),
    ];
    return () => {
      for (const end of ended) end();
    };
  }

  get #weights(): Signal<readonly number[]> {
    return this.#state.kernels[this.#map] as Signal<readonly number[]>;
  }

  get #letters() {
    return LETTERS[this.#map === 0 ? 0 : 1];
  }

  get #part(): Part | null {
    const chosen = this.#chosen.value;
    return chosen?.map === this.#map ? chosen : null;
  }

  #show(figure: Figure, stepper: HTMLElement): void {
    const [inputs, weights, chosen] = [this.#state.inputs.value, this.#weights.value, this.#part];
    const letters = this.#state.letters.value;
    const outputs = outputsOf(inputs, weights, this.#wires);
    const shown = { inputs, weights, outputs, chosen };
    figure.show(letters ? { ...shown, letter: this.#letters.output } : shown);
    const lines = outputs.map((output, at) => {
      const isChosen = this.#isIn(at, chosen);
      const text = letters ? this.#inLetters(at) : this.#inNumbers(at, output);
      return make("li", { text, ...(isChosen && { class: "chosen" }) });
    });
    need("[data-part=sums]", this.#host).replaceChildren(...lines);
    const [a, w] = [this.#letters.output, this.#letters.weight];
    const [output, kernel, input] = letters
      ? [named(a, OUTPUTS), named(w, weights.length), named("x", INPUTS)]
      : [vector(outputs, 2), vector(weights, 1), vector(inputs, 1)];
    say(need("[data-part=vectors]", this.#host), `${a} = ${w} ∗ x`);
    say(need("[data-part=vector]", this.#host), `${output} = ${kernel} ∗ ${input}`);
    const isStill = chosen === null || chosen.what === "output";
    for (const button of stepper.querySelectorAll<HTMLButtonElement>("[data-by]"))
      button.hidden = isStill;
    const sentence =
      chosen === null
        ? ""
        : `${this.#nameOf(chosen)}: ${decimals(this.#valueOf(chosen, outputs), chosen.what === "output" ? 2 : 1)}`;
    say(need("[data-part=chosen]", stepper), sentence);
  }

  /** Whether the sum of this output contains the chosen part. */
  #isIn(output: number, chosen: Part | null): boolean {
    if (chosen === null) return false;
    if (chosen.what === "output") return chosen.at === output;
    return this.#wires.some(
      (wire, at) =>
        wire.to === output && (chosen.what === "wire" ? at === chosen.at : wire.from === chosen.at),
    );
  }

  #inLetters(output: number): string {
    const terms = this.#terms(output).map(
      ({ from, weight }) => `x${subscript(from)}${this.#letters.weight}${subscript(weight)}`,
    );
    return `${this.#letters.output}${subscript(output)} = ${terms.join(" + ")}`;
  }

  /** Factors have one decimal each: two decimals of a sum are exact. */
  #inNumbers(output: number, sum: number): string {
    const terms = this.#terms(output).map(({ from, weight }) => {
      const value = this.#weights.value[weight] ?? 0;
      const factor = value < 0 ? `(${short(value)})` : short(value);
      return `${short(this.#state.inputs.value[from] ?? 0)} × ${factor}`;
    });
    const name = `${this.#letters.output}${subscript(output)}`;
    return `${name} = ${terms.join(" + ")} = ${decimals(sum, 2)}`;
  }

  #terms = (output: number) => this.#wires.filter(({ to }) => to === output);

  #nameOf({ what, at }: Part): string {
    const number = 1 + (what === "wire" ? (this.#wires[at]?.weight ?? 0) : at);
    return phrase(`exhibits.sums.${what}`, { number });
  }

  #valueOf({ what, at }: Part, outputs: readonly number[]): number {
    if (what === "output") return outputs[at] ?? 0;
    if (what === "input") return this.#state.inputs.value[at] ?? 0;
    return this.#weights.value[this.#wires[at]?.weight ?? -1] ?? 0;
  }

  #set({ what, at }: Part, value: number): void {
    const place = what === "wire" ? (this.#wires[at]?.weight ?? -1) : at;
    const values = what === "wire" ? this.#weights : this.#state.inputs;
    if (what !== "output")
      values.value = values.value.map((old, each) => (each === place ? value : old));
  }

  /** Moves the chosen part's value one step up or down. */
  #step(target: Element): void {
    const by = Number(target.closest<HTMLElement>("[data-by]")?.dataset.by ?? 0);
    const part = this.#part;
    if (part === null || part.what === "output") return;
    const range = RANGES[part.what];
    this.#set(part, within(this.#valueOf(part, []) + by * range.step, range));
  }
}

const vector = (values: readonly number[], digits: number) =>
  `(${values.map((value) => (value === 0 ? "0" : decimals(value, digits))).join("; ")})`;

const named = (letter: string, count: number) =>
  `(${Array.from({ length: count }, (_, at) => letter + subscript(at)).join("; ")})`;
