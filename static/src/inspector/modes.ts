/** How a cell is explained: number by number, in words, or as code. */
import { effect, type Signal, signal } from "@preact/signals-core";
import { make } from "../dom/element.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { button } from "./frame.ts";

export type Mode = "numbers" | "words" | "code";
const MODES: readonly Mode[] = ["numbers", "words", "code"];

interface Modes {
  readonly element: HTMLElement;
  /** How many products there are, beside the modes. */
  readonly count: HTMLElement;
  readonly chosen: Signal<Mode>;
  readonly stop: Dispose;
}

export function makeModes(): Modes {
  const chosen = signal<Mode>("numbers");
  const buttons = MODES.map((mode) => {
    const made = button(phrase(`inspector.mode.${mode}`), "", () => {
      chosen.value = mode;
    });
    made.dataset.mode = mode;
    made.removeAttribute("title");
    return made;
  });
  const count = make("span", { class: "count note" });
  const label = phrase("inspector.modes");
  const group = make("div", { class: "segments", role: "group", "aria-label": label }, buttons);
  const stop = effect(() => {
    for (const each of buttons)
      each.setAttribute("aria-pressed", String(each.dataset.mode === chosen.value));
  });
  return { element: make("div", { class: "modes" }, [group, count]), count, chosen, stop };
}
