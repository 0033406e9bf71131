/** The numbers of the inspector that stand for something on the stage: pointed at by mouse, finger or arrow keys. */
import { patchChildren } from "../dom/patch.ts";
import type { Cell } from "../network/reading.ts";
import type { Dispose } from "../state/slice.ts";

const TERM = "[data-full]";
/** The one of them that the Tab key stops at. */
export const STOP = "[data-full][tabindex='0']";

/** What a number stands for. */
export interface Source {
  /** On the page; null where no layer shows it, as the padding. */
  readonly cell: Cell | null;
  /** In words. */
  place(): string;
}

/** Makes an element one that can be pointed at; `full`: the number, or its product, with more decimals. */
export function standFor(element: HTMLElement, source: Source, full: string): void {
  const { cell } = source;
  if (cell === null) element.dataset.place = source.place();
  else element.dataset.cell = `${cell.layer}:${cell.index}`;
  element.dataset.full = full;
  element.tabIndex = -1;
}

/** The cell that an element stands for; null for what is nowhere on the stage, as the padding. */
export function cellOfTerm({ dataset }: HTMLElement): Cell | null {
  const [layer, index] = (dataset.cell ?? "").split(":");
  return layer && index ? { layer, index: Number(index) } : null;
}

export interface Terms {
  /** Shows other numbers in place of these; the keyboard stays at its place among them. */
  replace(parts: readonly Node[]): void;
  readonly stop: Dispose;
}

/** One stop of the Tab key: arrow keys go from number to number. `point` gets the number pointed at, or null. */
export function followTerms(body: HTMLElement, tell: (term: HTMLElement | null) => void): Terms {
  let at = 0; // the keyboard's place
  let pointed: HTMLElement | null = null;
  const point = (term: HTMLElement | null) => {
    if (term === null && pointed === null) return; // the stage's own pointing is not ours to end
    pointed = term;
    tell(term);
  };
  const terms = () => [...body.querySelectorAll<HTMLElement>(TERM)];
  const isPointed = (term: HTMLElement) =>
    body.contains(term) && (term === document.activeElement || term.matches(":hover"));
  const under = ({ target }: Event) =>
    target instanceof Element ? target.closest<HTMLElement>(TERM) : null;

  const enter = (event: Event) => point(under(event));
  const leave = () => {
    const focused = document.activeElement;
    point(
      focused instanceof HTMLElement && focused.matches(`${TERM}:focus-visible`) ? focused : null,
    );
  };
  const stand = (term: HTMLElement) => {
    const all = terms();
    for (const each of all) each.tabIndex = -1;
    at = all.indexOf(term);
    term.tabIndex = 0;
  };
  const focus = (event: Event) => {
    const term = under(event);
    if (term === null) return;
    stand(term);
    point(term);
  };
  const press = (event: KeyboardEvent) => {
    const from = under(event);
    if (from === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = neighbour(from, terms(), event.key);
    if (next === undefined) return;
    next.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  // A finger leaves when it lifts: what it tapped stays pointed at.
  const handlers = [
    ["pointerover", enter],
    ["pointerleave", leave],
    ["click", enter],
    ["focusin", focus],
    ["focusout", () => point(null)],
    ["keydown", press as (event: Event) => void],
  ] as const;
  for (const [type, handler] of handlers) body.addEventListener(type, handler);
  return {
    replace: (parts) => {
      const held = pointed !== null && pointed === document.activeElement;
      patchChildren(body, parts);
      const all = terms();
      const own = all[Math.min(at, all.length - 1)];
      if (own !== undefined) own.tabIndex = 0;
      if (held && own !== undefined && document.activeElement !== own) own.focus();
      // It may be another number now.
      else if (pointed !== null) point(isPointed(pointed) ? pointed : null);
    },
    stop: () => {
      for (const [type, handler] of handlers) body.removeEventListener(type, handler);
    },
  };
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
  const own = from.getBoundingClientRect();
  const down = key === "ArrowDown" ? 1 : -1;
  const far = (term: HTMLElement) => {
    const { left, top } = term.getBoundingClientRect();
    const away = down * (top - own.top);
    return away < 1 ? Infinity : away + 4 * Math.abs(left - own.left);
  };
  const distances = terms.map(far);
  const least = Math.min(...distances);
  return least < Infinity ? terms[distances.indexOf(least)] : undefined;
}
