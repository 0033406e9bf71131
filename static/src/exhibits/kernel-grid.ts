/** A kernel whose weights can be typed, or changed by the arrow keys. */
import { make } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { scaleOf } from "../dom/palette.ts";
import { colourOf, luminanceOf } from "../math/colour.ts";
import { phrase } from "../words/phrases.ts";
import { within } from "./link.ts";
import { type Maps, peakOf } from "./windows.ts";

export const WEIGHT = { low: -9, high: 9, step: 0.01 } as const;

export class KernelGrid {
  readonly #host: HTMLElement;
  readonly #end: () => void;
  #inputs: HTMLInputElement[] = [];

  /** `set` is told of a weight, by its place from 0 row by row, that is to have another value. */
  constructor(host: HTMLElement, set: (at: number, value: number) => void) {
    this.#host = host;
    this.#end = listen(host, {
      input: ({ target }) => {
        const at = this.#inputs.indexOf(target as HTMLInputElement);
        const value = (target as HTMLInputElement).valueAsNumber;
        if (at >= 0 && Number.isFinite(value)) set(at, within(value, WEIGHT));
      },
      // What is no number, or out of range, becomes what is used.
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
      const input = make("input", { type: "number", step: "0.1", min: "-9", max: "9" });
      input.setAttribute("aria-label", phrase("exhibits.size.weight", place));
      return input;
    });
    this.#host.style.setProperty("--side", String(columns));
    this.#host.replaceChildren(...this.#inputs);
  }

  /** All but the one that is being typed. */
  #write(): void {
    for (const [at, input] of this.#inputs.entries()) {
      const value = Number((this.#shown?.values[at] ?? 0).toFixed(2));
      const isTyped = input === document.activeElement && input.valueAsNumber === value;
      if (!isTyped && input.valueAsNumber !== value) input.value = String(value);
    }
  }
}
