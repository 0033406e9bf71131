/** The numbers of the inspector that stand for something on the stage: pointed at by mouse, finger or arrow keys. */

import { patchChildren } from "../dom/patch.ts";
import { listen } from "../events/listen.ts";
import type { Cell } from "../network/reading.ts";
import type { Dispose } from "../state/slice.ts";

const TERM = "[data-full]";
/** The number that the Tab key stops at, as a selector. */
export const STOP = "[data-full][tabindex='0']";

/** What a number stands for. */
export interface Source {
  /** The cell on the page; null where no layer shows it, such as padding. */
  readonly cell: Cell | null;
  /** The position in words. */
  position(): string;
}

/** Makes an element one that can be pointed at; `full`: the number, or its product, with more decimals. */
export function standFor(element: HTMLElement, source: Source, full: string): void {
  const { cell } = source;
  if (cell === null) element.dataset.position = source.position();
  else element.dataset.cell = `${cell.layer}:${cell.index}`;
  element.dataset.full = full;
  element.tabIndex = -1;
}

/** The cell that an element stands for; null for what is nowhere on the stage, as the padding. */
export function cellOfTerm({ dataset }: HTMLElement): Cell | null {
  const [layer, index] = (dataset.cell ?? "").split(":");
  return layer && index ? { layer, index: Number(index) } : null;
}

/**
 * The numbers in an element: one stop of the Tab key, arrow keys go from number to number. `onPoint` gets the number that is
 * pointed at, or null.
 */
export class Terms {
  readonly #body: HTMLElement;
  readonly #onPoint: (term: HTMLElement | null) => void;
  readonly stop: Dispose;
  /** Which of the numbers the Tab key stops at. */
  #at = 0;
  #pointed: HTMLElement | null = null;

  constructor(body: HTMLElement, onPoint: (term: HTMLElement | null) => void) {
    this.#body = body;
    this.#onPoint = onPoint;
    const enter = (event: Event) => this.#point(termUnder(event));
    this.stop = listen(body, {
      pointerover: enter,
      pointerleave: () => this.#point(focusedTerm()),
      click: enter, // a finger's pointer is gone when it lifts: the tapped number stays pointed at
      focusin: (event) => this.#focus(termUnder(event)),
      focusout: () => this.#point(null),
      keydown: (event) => this.#press(event),
    });
  }

  /** Shows other numbers; the keyboard's focus stays at the same position among them. */
  replace(parts: readonly Node[]): void {
    const wasFocused = this.#pointed !== null && this.#pointed === document.activeElement;
    patchChildren(this.#body, parts);
    const stop = this.#stopNow();
    if (stop !== undefined) stop.tabIndex = 0;
    if (wasFocused && stop !== undefined && document.activeElement !== stop) stop.focus();
    // The element may show another number now.
    else if (this.#pointed !== null) this.#point(this.#isPointed() ? this.#pointed : null);
  }

  /** Where the Tab key stops: at the same position, or at the last number. Numbers after it are not tested for being shown. */
  #stopNow(): HTMLElement | undefined {
    let last: HTMLElement | undefined;
    let count = 0;
    for (const term of this.#body.querySelectorAll<HTMLElement>(TERM)) {
      if (!isShown(term)) continue;
      last = term;
      if (count === this.#at) break;
      count += 1;
    }
    return last;
  }

  #terms(): HTMLElement[] {
    const all = [...this.#body.querySelectorAll<HTMLElement>(TERM)];
    return all.filter((term) => isShown(term));
  }

  #point(term: HTMLElement | null): void {
    // No number was pointed at: a cell pointed at on the stage must stay so.
    if (term === null && this.#pointed === null) return;
    this.#pointed = term;
    this.#onPoint(term);
  }

  #isPointed(): boolean {
    const term = this.#pointed;
    if (term === null || !this.#body.contains(term)) return false;
    return term === document.activeElement || term.matches(":hover");
  }

  #focus(term: HTMLElement | null): void {
    if (term === null) return;
    const terms = this.#terms();
    for (const each of terms) each.tabIndex = -1;
    this.#at = terms.indexOf(term);
    term.tabIndex = 0;
    this.#point(term);
  }

  #press(event: KeyboardEvent): void {
    const from = termUnder(event);
    if (from === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = neighbour(from, this.#terms(), event.key);
    if (next === undefined) return;
    next.focus();
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Whether a number is shown: some are left out where height is short. Browsers without `checkVisibility` count all as shown. */
function isShown(term: HTMLElement): boolean {
  return term.checkVisibility?.() ?? true;
}

function termUnder({ target }: Event): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>(TERM) : null;
}

/** The number that the keyboard has gone to. */
function focusedTerm(): HTMLElement | null {
  const focused = document.activeElement;
  return focused instanceof HTMLElement && focused.matches(`${TERM}:focus-visible`)
    ? focused
    : null;
}

/** The number that an arrow key goes to: the next one in order, or the nearest one above or below. */
function neighbour(
  from: HTMLElement,
  terms: readonly HTMLElement[],
  key: string,
): HTMLElement | undefined {
  const at = terms.indexOf(from);
  if (key === "ArrowLeft") return terms[at - 1];
  if (key === "ArrowRight") return terms[at + 1];
  if (key === "Home") return terms[0];
  if (key === "End") return terms.at(-1);
  if (key !== "ArrowUp" && key !== "ArrowDown") return undefined;
  const start = from.getBoundingClientRect();
  const down = key === "ArrowDown" ? 1 : -1;
  const far = (term: HTMLElement) => {
    const { left, top } = term.getBoundingClientRect();
    const away = down * (top - start.top);
    return away < 1 ? Infinity : away + 4 * Math.abs(left - start.left);
  };
  const distances = terms.map(far);
  const least = Math.min(...distances);
  return least < Infinity ? terms[distances.indexOf(least)] : undefined;
}
