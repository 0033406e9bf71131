/** Exhibit: from a weight on every wire to three that all outputs share, and what that saves in a layer of a network. */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { decimals, sentence, spelled } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import { foldedBars } from "./bars.ts";
import { Figure, type Part, RANGES, short, subscript } from "./figure.ts";
import { keepInLink, nameIn, numbersIn, within } from "./link.ts";
import { mountQuestion } from "./question.ts";
import { mountRemote } from "./remote.ts";
import { watchTheme } from "./theme.ts";
import {
  countsOf,
  KINDS,
  type Kind,
  type LayerShape,
  outputsOf,
  WEIGHTS,
  type Wire,
  wiresOf,
} from "./wiring.ts";

const BEGINNING = {
  x: [0.2, 0.9, 1, 0.4, 0],
  every: [0.7, -0.4, 0.2, 0.8, -0.3, 0.5, -0.8, 0.5, -0.2, -0.5, 0.9, 0.3, -0.5, 0.5, -0.6],
  neighbours: [0.6, -0.4, 0.2, -0.7, 0.4, 0.1, -0.5, 0.6, -0.6],
  shared: [-0.6, 0.9, 0.4],
} as const;

interface Chosen extends Part {
  readonly kind: Kind;
}

interface State {
  readonly inputs: Signal<readonly number[]>;
  readonly weights: Readonly<Record<Kind, Signal<readonly number[]>>>;
  readonly chosen: Signal<Chosen | null>;
  readonly answered: Signal<string>;
  readonly shown: Signal<Kind>;
}

/** Mounts the exhibit on its host, with the shape of a layer to count the weights of; returns what ends it. */
export function mountWeights(host: HTMLElement, shape: LayerShape | null): () => void {
  const state = stateIn(new URL(location.href).searchParams);
  const { theme, end: endTheme } = watchTheme();
  const ended = [
    endTheme,
    mountQuestion(host, state.answered),
    mountRemote(host, state.answered),
    ...KINDS.map((kind) =>
      new KindView(kind, state, theme).mount(need(`[data-kind=${kind}]`, host)),
    ),
    mountTabs(host, state.shown),
    shape === null ? withoutCounts(host) : mountCounts(host, shape),
    turnToShared(state),
    effect(() => keep(state)),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function stateIn(link: URLSearchParams): State {
  const weights = (kind: Kind) => signal(numbersIn(link.get(kind), BEGINNING[kind], RANGES.wire));
  return {
    inputs: signal(numbersIn(link.get("x"), BEGINNING.x, RANGES.input)),
    weights: {
      every: weights("every"),
      neighbours: weights("neighbours"),
      shared: weights("shared"),
    },
    chosen: signal(null),
    answered: signal(link.get("said") ?? ""),
    shown: signal(nameIn(link.get("shown"), KINDS)),
  };
}

function keep({ inputs, weights, answered, shown }: State): void {
  keepInLink({
    x: [inputs.value, BEGINNING.x],
    every: [weights.every.value, BEGINNING.every],
    neighbours: [weights.neighbours.value, BEGINNING.neighbours],
    shared: [weights.shared.value, BEGINNING.shared],
    said: [answered.value, ""],
    shown: [shown.value, KINDS[0]],
  });
}

/** Where only one figure is shown, the answer brings the figure that it is about to the front. */
function turnToShared({ answered, shown }: State): () => void {
  let before = answered.peek();
  return effect(() => {
    if (before === "" && answered.value !== "") shown.value = "shared";
    before = answered.value;
  });
}

/** One of the three figures, with what is chosen in it as words, a sum and two buttons. */
class KindView {
  readonly #kind: Kind;
  readonly #wires: readonly Wire[];
  readonly #state: State;
  readonly #theme: ReadonlySignal<string>;

  constructor(kind: Kind, state: State, theme: ReadonlySignal<string>) {
    this.#theme = theme;
    this.#kind = kind;
    this.#wires = wiresOf(kind);
    this.#state = state;
  }

  mount(host: HTMLElement): () => void {
    const figure = new Figure(phrase(`exhibits.weights.${this.#kind}`), this.#wires, {
      choose: (part) => {
        this.#state.chosen.value = { ...part, kind: this.#kind };
      },
      set: (part, value) => this.#set(part, value),
      name: (part) => nameOfPart(part, this.#wires, this.#kind),
    });
    need("[data-part=figure]", host).append(figure.element);
    const cost = { weights: WEIGHTS[this.#kind], products: this.#wires.length };
    say(need("[data-part=count]", host), written(cost.weights));
    say(need("[data-part=cost]", host), phrase("exhibits.weights.cost", cost));
    const stepper = need("[data-part=stepper]", host);
    const ended = [
      () => figure.end(),
      listen(stepper, { click: ({ target }) => this.#step(target as Element) }),
      effect(() => {
        this.#theme.value;
        this.#show(host, figure, stepper);
      }),
    ];
    return () => {
      for (const end of ended) end();
    };
  }

  get #weights(): Signal<readonly number[]> {
    return this.#state.weights[this.#kind];
  }

  get #chosen(): Part | null {
    const chosen = this.#state.chosen.value;
    return chosen?.kind === this.#kind ? chosen : null;
  }

  #set({ what, at }: Part, value: number): void {
    const { inputs } = this.#state;
    if (what === "input") inputs.value = replaced(inputs.value, at, value);
    else if (what === "wire")
      this.#weights.value = replaced(this.#weights.value, this.#wires[at]?.weight ?? -1, value);
  }

  /** Moves the chosen part's value one step up or down. */
  #step(target: Element): void {
    const by = Number(target.closest<HTMLElement>("[data-by]")?.dataset.by ?? 0);
    const part = this.#chosen;
    if (part === null || part.what === "output") return;
    const range = RANGES[part.what];
    this.#set(part, within(this.#valueOf(part) + by * range.step, range));
  }

  #outputs(): number[] {
    return outputsOf(this.#state.inputs.value, this.#weights.value, this.#wires);
  }

  #valueOf({ what, at }: Part): number {
    if (what === "output") return this.#outputs()[at] ?? 0;
    if (what === "input") return this.#state.inputs.value[at] ?? 0;
    return this.#weights.value[this.#wires[at]?.weight ?? -1] ?? 0;
  }

  #show(host: HTMLElement, figure: Figure, stepper: HTMLElement): void {
    const [inputs, weights, chosen] = [this.#state.inputs.value, this.#weights.value, this.#chosen];
    figure.show({ inputs, weights, outputs: this.#outputs(), chosen });
    const isStill = chosen === null || chosen.what === "output";
    for (const button of stepper.querySelectorAll<HTMLButtonElement>("[data-by]"))
      button.hidden = isStill;
    const [readout, sum] = [need("[data-part=chosen]", stepper), need("[data-part=sum]", host)];
    say(sum, chosen === null ? "" : sumFor(chosen, this.#wires, inputs, weights));
    if (chosen === null) return;
    const digits = chosen.what === "output" ? 2 : 1;
    const name = nameOfPart(chosen, this.#wires, this.#kind);
    say(readout, `${name}: ${decimals(this.#valueOf(chosen), digits)}`);
  }
}

const replaced = (values: readonly number[], at: number, value: number) =>
  values.map((old, i) => (i === at ? value : old));

function nameOfPart({ what, at }: Part, wires: readonly Wire[], kind: Kind): string {
  if (what !== "wire") return phrase(`exhibits.weights.${what}`, { number: at + 1 });
  const { from, to, weight } = wires[at] as Wire;
  if (kind === "shared") return phrase("exhibits.weights.window", { number: weight + 1 });
  return phrase("exhibits.weights.wire", { from: from + 1, to: to + 1 });
}

/** The sum of the chosen output, of the chosen wire's output, or of the first output of the chosen input. Two decimals are exact: the factors have one each. */
function sumFor(
  { what, at }: Part,
  wires: readonly Wire[],
  inputs: readonly number[],
  weights: readonly number[],
): string {
  const fed = wires.find(({ from }) => from === at)?.to;
  const to = what === "output" ? at : what === "wire" ? wires[at]?.to : fed;
  if (to === undefined) return "";
  const terms = wires
    .filter((wire) => wire.to === to)
    .map(({ from, weight }) => {
      const value = weights[weight] ?? 0;
      const factor = value < 0 ? `(${short(value)})` : short(value);
      return `${short(inputs[from] ?? 0)} × ${factor}`;
    });
  const sum = outputsOf(inputs, weights, wires)[to] ?? 0;
  return `a${subscript(to)} = ${terms.join(" + ")} = ${decimals(sum, 2)}`;
}

/** Tabs that show one figure where there is no room for all three. */
function mountTabs(host: HTMLElement, shown: Signal<Kind>): () => void {
  const tabs = need("[data-part=kinds]", host);
  const ended = [
    listen(tabs, {
      click: ({ target }) => {
        const kind = (target as Element).closest<HTMLElement>("[data-show]")?.dataset.show;
        if (kind !== undefined) shown.value = nameIn(kind, KINDS);
      },
    }),
    effect(() => {
      host.dataset.shown = shown.value;
      for (const tab of tabs.querySelectorAll<HTMLElement>("[data-show]"))
        tab.setAttribute("aria-pressed", String(tab.dataset.show === shown.value));
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** Removes the counts of a layer: the server has no network with a kernel to count the weights of. */
function withoutCounts(host: HTMLElement): () => void {
  for (const part of host.querySelectorAll("[data-part=counts]")) part.remove();
  return () => {};
}

/** The three ways of joining in a real layer: a table, and bars on one scale, in several lines. */
function mountCounts(host: HTMLElement, shape: LayerShape): () => void {
  const counts = countsOf(shape);
  const [height, width] = shape.kernel;
  const values = { height, width, maps: spelled(shape.output[0]) };
  const nameOfRow = (kind: Kind) => phrase(`exhibits.weights.row.${kind}`, values);
  for (const kind of KINDS) {
    const row = need(`[data-count=${kind}]`, host);
    const { factors, biases, all } = counts[kind];
    const factored = `${factors.map(written).join(" × ")} + ${written(biases)}`;
    say(need("[data-part=row]", row), nameOfRow(kind));
    say(need("[data-part=factors]", row), factored);
    say(need("[data-part=all]", row), written(all));
  }
  const bars = KINDS.map((kind) => ({
    name: sentence(nameOfRow(kind)),
    count: counts[kind].all,
  }));
  return foldedBars(need("[data-part=bars]", host), bars);
}
