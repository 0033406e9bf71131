/** How large is the result? A row of cells, the places of a window on it, and the formula. */
import { effect, type Signal } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { rounded } from "../math/numbers.ts";
import { counted, phrase, written } from "../words/phrases.ts";
import { type Range, within } from "./link.ts";
import { leftOver, placesAlong, problemOf, type Way } from "./windows.ts";

export const SETTINGS = ["cells", "window", "stride", "padding"] as const;
export type Setting = (typeof SETTINGS)[number];

export const RULER: Readonly<Record<Setting, Range & { readonly first: number }>> = {
  cells: { low: 1, high: 12, step: 1, first: 8 },
  window: { low: 1, high: 7, step: 1, first: 3 },
  stride: { low: 1, high: 4, step: 1, first: 2 },
  padding: { low: 0, high: 3, step: 1, first: 0 },
};

export type RulerState = Readonly<Record<Setting, Signal<number>>>;

export const wayIn = ({ window, stride, padding }: RulerState): Way => ({
  window: window.value,
  stride: stride.value,
  padding: padding.value,
});

/** Mounts the section on its host; returns what ends it. */
export function mountRuler(host: HTMLElement, state: RulerState): () => void {
  const ended = [
    ...SETTINGS.map((name) => mountSlider(host, name, state[name])),
    effect(() => show(host, state.cells.value, wayIn(state))),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** A slider that says its number. */
function mountSlider(host: HTMLElement, name: Setting, value: Signal<number>): () => void {
  const slider = need<HTMLInputElement>(`[data-setting=${name}]`, host);
  const { low, high } = RULER[name];
  slider.min = String(low);
  slider.max = String(high);
  const ended = [
    listen(slider, {
      input: () => {
        value.value = within(Number(slider.value), RULER[name]);
      },
    }),
    effect(() => {
      slider.value = String(value.value);
      say(need(`[data-number=${name}]`, host), written(value.value));
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function show(host: HTMLElement, cells: number, way: Way): void {
  const { window, stride, padding } = way;
  const places = Math.max(0, placesAlong(cells, way));
  const all = cells + 2 * padding;
  const unread = places > 0 ? leftOver(cells, way) : 0;
  const row = Array.from({ length: all }, (_, at) => {
    const isEdge = at < padding || at >= padding + cells;
    const kind = at >= all - unread ? "unread" : isEdge ? "edge" : "cell";
    return make("span", { class: kind, text: isEdge ? "0" : written(at - padding + 1) });
  });
  const bars = Array.from({ length: places }, (_, at) => {
    const bar = make("span", { class: "place" });
    bar.style.gridColumn = `${at * stride + 1} / span ${window}`;
    return bar;
  });
  const ruler = need("[data-part=ruler]", host);
  ruler.style.setProperty("--cells", String(all));
  ruler.replaceChildren(...row, ...bars);
  ruler.setAttribute("aria-label", phrase("exhibits.steps.ruler", { cells, places }));
  say(need("[data-part=formula]", host), formulaOf(cells, way, places));
  say(need("[data-part=verdict]", host), verdictOf(cells, way, unread));
}

/** The formula with these numbers; rounded down, since half a step is not taken. */
export function formulaOf(cells: number, { window, stride, padding }: Way, places: number): string {
  const over = cells + 2 * padding - window;
  const filled = `⌊(${cells} + 2 × ${padding} − ${window}) / ${stride}⌋ + 1`;
  if (over < 0) return `${filled} < 1`;
  const part = written(rounded(over / stride, 2));
  return `${filled} = ⌊${part}⌋ + 1 = ${places}`;
}

function verdictOf(cells: number, way: Way, unread: number): string {
  const problem = problemOf(cells, way);
  const { window, padding } = way;
  if (problem === "large")
    return phrase("exhibits.steps.large", { window, cells: cells + 2 * padding });
  const sentences = [];
  if (unread > 0) sentences.push(counted("exhibits.steps.unread", unread));
  if (problem === "edge") sentences.push(phrase("exhibits.steps.edge", { window, padding }));
  if (way.stride > window) sentences.push(phrase("exhibits.steps.skips"));
  if (problem === null && padding > 0) sentences.push(phrase("exhibits.steps.zeros"));
  return sentences.join(" ") || phrase("exhibits.steps.fits");
}
