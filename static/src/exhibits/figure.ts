/** A picture of inputs, outputs and the wires between them, whose circles and wires can be dragged, or moved by keys. */

import { scaleOf } from "../dom/palette.ts";
import { makeSvg } from "../dom/svg.ts";
import { listen } from "../events/listen.ts";
import { colourOf, luminanceOf } from "../math/colour.ts";
import { decimals } from "../words/numbers.ts";
import { type Range, within } from "./link.ts";
import { INPUTS, OUTPUTS, type Wire } from "./wiring.ts";

/** What can be chosen: an input and a wire can be moved, an output follows. */
export interface Part {
  readonly what: "input" | "wire" | "output";
  readonly at: number;
}

/** What a figure shows. */
export interface Shown {
  readonly inputs: readonly number[];
  readonly weights: readonly number[];
  readonly outputs: readonly number[];
  readonly chosen: Part | null;
  /** The letter of the outputs: circles show names, x₁ and a₁, instead of numbers. */
  readonly letter?: string;
}

/** What a figure calls: a part is chosen, or gets another value. */
export interface Acts {
  choose(part: Part): void;
  set(part: Part, value: number): void;
  name(part: Part): string;
}

export const RANGES: Readonly<Record<"input" | "wire", Range>> = {
  input: { low: 0, high: 1, step: 0.1 },
  wire: { low: -1, high: 1, step: 0.1 },
};

const [WIDTH, HEIGHT, RADIUS, TOP, BOTTOM] = [316, 200, 18, 22, 178];
/** CSS pixels that a hand moves for one step. */
const PIXELS_A_STEP = 8;
const KEYS: Readonly<Record<string, number>> = {
  ArrowUp: 1,
  ArrowDown: -1,
  PageUp: 5,
  PageDown: -5,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

const across = (at: number, count: number) => WIDTH / 2 + (at - (count - 1) / 2) * 66;

export class Figure {
  readonly element = makeSvg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group" });
  readonly #wires: readonly Wire[];
  readonly #acts: Acts;
  readonly #parts: { readonly part: Part; readonly element: SVGGElement }[];
  readonly #ended: (() => void)[];
  #shown: Shown | null = null;

  constructor(label: string, wires: readonly Wire[], acts: Acts) {
    this.#wires = wires;
    this.#acts = acts;
    this.element.setAttribute("aria-label", label);
    const parts = (what: Part["what"], count: number, make: (at: number) => SVGGElement) =>
      Array.from({ length: count }, (_, at) => ({ part: { what, at }, element: make(at) }));
    this.#parts = [
      ...parts("wire", wires.length, (at) => wireElement(wires[at] as Wire)),
      ...parts("input", INPUTS, (at) => circleElement("input", across(at, INPUTS), TOP)),
      ...parts("output", OUTPUTS, (at) => circleElement("output", across(at, OUTPUTS), BOTTOM)),
    ];
    this.element.append(...this.#parts.map(({ element }) => element));
    this.#ended = this.#parts.map(({ part, element }) => this.#listenTo(part, element));
    this.#stopAt(this.#parts.find(({ part }) => part.what === "input")?.element);
  }

  end(): void {
    for (const end of this.#ended) end();
  }

  show(shown: Shown): void {
    this.#shown = shown;
    const scale = scaleOf(this.element);
    for (const { part, element } of this.#parts) {
      const value = this.#valueOf(part);
      element.toggleAttribute("data-chosen", this.#belongs(part, shown.chosen));
      element.setAttribute("aria-label", this.#acts.name(part));
      if (part.what !== "output") tellValue(element, part.what, value);
      if (part.what === "wire") {
        const line = element.lastElementChild;
        line?.setAttribute("stroke-width", String(0.8 + 3.2 * Math.abs(value)));
        line?.setAttribute("stroke-opacity", String(0.4 + 0.6 * Math.abs(value)));
        element.toggleAttribute("data-negative", value < 0);
        element.toggleAttribute("data-nothing", value === 0);
      } else {
        const fill = colourOf(value, 1, scale);
        element.firstElementChild?.setAttribute("fill", fill);
        const text = element.lastElementChild;
        if (text !== null)
          text.textContent = shown.letter ? nameIn(part, shown.letter) : short(value);
        element.toggleAttribute("data-deep", luminanceOf(fill) < 0.18);
      }
    }
  }

  #valueOf({ what, at }: Part): number {
    const shown = this.#shown;
    if (what === "input") return shown?.inputs[at] ?? 0;
    if (what === "output") return shown?.outputs[at] ?? 0;
    return shown?.weights[this.#wires[at]?.weight ?? -1] ?? 0;
  }

  /** Whether a part is highlighted: it is chosen, shares the chosen wire's weight, or is joined to the chosen circle. */
  #belongs({ what, at }: Part, chosen: Part | null): boolean {
    if (chosen === null) return false;
    const wire = what === "wire" ? this.#wires[at] : undefined;
    if (chosen.what === "wire") {
      const same = this.#wires[chosen.at];
      return wire !== undefined && wire.weight === same?.weight;
    }
    if (wire !== undefined) return chosen.at === (chosen.what === "input" ? wire.from : wire.to);
    return what === chosen.what && at === chosen.at;
  }

  #stopAt(stop: SVGGElement | undefined): void {
    for (const { element } of this.#parts) element.tabIndex = element === stop ? 0 : -1;
  }

  #listenTo(part: Part, element: SVGGElement): () => void {
    let grabbed: { readonly y: number; readonly value: number } | null = null;
    return listen(element as unknown as HTMLElement, {
      focus: () => {
        this.#stopAt(element);
        this.#acts.choose(part);
      },
      pointerenter: ({ buttons }) => {
        if (buttons === 0) this.#acts.choose(part);
      },
      pointerdown: (event) => {
        element.focus();
        if (part.what === "output") return;
        element.setPointerCapture(event.pointerId);
        grabbed = { y: event.clientY, value: this.#valueOf(part) };
      },
      pointermove: ({ clientY }) => {
        if (grabbed !== null && part.what !== "output") {
          const { step } = RANGES[part.what];
          this.#set(part, grabbed.value + Math.round((grabbed.y - clientY) / PIXELS_A_STEP) * step);
        }
      },
      pointerup: () => {
        grabbed = null;
      },
      pointercancel: () => {
        grabbed = null;
      },
      keydown: (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (this.#move(part, event.key)) event.preventDefault();
      },
    });
  }

  #move(part: Part, key: string): boolean {
    const at = this.#parts.findIndex((each) => each.part === part);
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1 }[key];
    if (next !== undefined) {
      this.#parts[(next + this.#parts.length) % this.#parts.length]?.element.focus();
      return true;
    }
    const steps = KEYS[key];
    if (steps === undefined || part.what === "output") return false;
    this.#set(part, this.#valueOf(part) + steps * RANGES[part.what].step);
    return true;
  }

  #set(part: Part, value: number): void {
    if (part.what === "output") return;
    const kept = within(value, RANGES[part.what]);
    if (kept !== this.#valueOf(part)) this.#acts.set(part, kept);
  }
}

/** A number short enough for a circle. */
export const short = (value: number) => (value === 0 ? "0" : decimals(value, 1));

/** As sums name it: x₁ is an input, a₁ an output. */
const nameIn = ({ what, at }: Part, output: string) =>
  `${what === "input" ? "x" : output}${subscript(at)}`;

/** A number from 1 on as a subscript, for an index from 0 on. */
export const subscript = (at: number) => "₁₂₃₄₅"[at] ?? "";

function tellValue(element: SVGGElement, what: "input" | "wire", value: number): void {
  const { low, high } = RANGES[what];
  const slider = { role: "slider", "aria-orientation": "vertical", "aria-valuemin": low };
  const more = { "aria-valuemax": high, "aria-valuenow": value, "aria-valuetext": short(value) };
  for (const [name, each] of Object.entries({ ...slider, ...more }))
    element.setAttribute(name, String(each));
}

function circleElement(what: Part["what"], x: number, y: number): SVGGElement {
  const circle = makeSvg("circle", { cx: x, cy: y, r: RADIUS });
  const text = makeSvg("text", { x, y, dy: "0.35em", "text-anchor": "middle" });
  const role = what === "output" ? { role: "img" } : {};
  return makeSvg("g", { class: what, ...role }, [circle, text]);
}

/** The visible line is thin; the line that takes the pointer is as wide as a finger. */
function wireElement({ from, to }: Wire): SVGGElement {
  const [x1, x2] = [across(from, INPUTS), across(to, OUTPUTS)];
  const ends = { x1, x2, y1: TOP + RADIUS, y2: BOTTOM - RADIUS };
  return makeSvg("g", { class: "wire" }, [
    makeSvg("line", { ...ends, class: "reach" }),
    makeSvg("line", { ...ends, class: "seen" }),
  ]);
}
