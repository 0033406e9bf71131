/** A kernel whose weights can be typed, or changed by the arrow keys. */
import { make } from "../dom/element.ts";
import { scaleOf } from "../dom/palette.ts";
import { listen } from "../events/listen.ts";
import { colourOf, luminanceOf } from "../math/colour.ts";
import { rounded } from "../math/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { inField, typedNumber } from "../words/typed.ts";
import { within } from "./link.ts";
import { type Maps, peakOf } from "./windows.ts";

export const WEIGHT = { low: -9, high: 9, step: 0.01 } as const;

/** What an arrow key adds. */
const ARROW = 0.1;

/** The weight that was typed, which may be out of range; null: no number. */
const typed = ({ value }: HTMLInputElement) =>
  typedNumber(value, { least: -Infinity, most: Infinity, whole: false });

export class KernelGrid {
  readonly #host: HTMLElement;
  readonly #end: () => void;
  #inputs: HTMLInputElement[] = [];

  /** `set` gets the index of a weight, row by row from 0, and its new value. */
  constructor(host: HTMLElement, set: (at: number, value: number) => void) {
    this.#host = host;
    this.#end = listen(host, {
      input: ({ target }) => {
        const at = this.#inputs.indexOf(target as HTMLInputElement);
        const value = at < 0 ? null : typed(target as HTMLInputElement);
        if (value !== null) set(at, within(value, WEIGHT));
      },
      keydown: (event) => {
        const at = this.#inputs.indexOf(event.target as HTMLInputElement);
        const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (at < 0 || way === undefined) return;
        event.preventDefault();
        set(at, within((this.#shown?.values[at] ?? 0) + way * ARROW, WEIGHT));
      },
      // Text that is no number, or is out of range, is replaced by the weight in use.
      focusout: () => this.#write(),
    });
  }

  end(): void {
    this.#end();
  }

  #shown: Maps | null = null;

  show(kernel: Maps): void {
    this.#shown = kernel;
    if (this.#inputs.length !== kernel.values.length) this.#make(kernel);
    const [peak, scale] = [peakOf(kernel), scaleOf(this.#host)];
    for (const [at, input] of this.#inputs.entries()) {
      const fill = colourOf(kernel.values[at] ?? 0, peak, scale);
      input.style.background = fill;
      input.toggleAttribute("data-deep", luminanceOf(fill) < 0.18);
    }
    this.#write();
  }

  #make({ rows, columns }: Maps): void {
    this.#inputs = Array.from({ length: rows * columns }, (_, at) => {
      const place = { row: Math.floor(at / columns) + 1, column: (at % columns) + 1 };
      const input = make("input", { type: "text", inputmode: "decimal", autocomplete: "off" });
      input.setAttribute("aria-label", phrase("exhibits.size.weight", place));
      return input;
    });
    this.#host.style.setProperty("--side", String(columns));
    this.#host.replaceChildren(...this.#inputs);
  }

  /** Text that is being typed stays as long as it has the same value. */
  #write(): void {
    for (const [at, input] of this.#inputs.entries()) {
      const value = rounded(this.#shown?.values[at] ?? 0, 2);
      if (typed(input) !== value) input.value = inField(value, { whole: false });
    }
  }
}
