/** The size of the titles in lecture mode: the largest with which the maps keep their size. */
import type { Placed } from "../layout/flat.ts";
import { answerOf, type Layer, type Network } from "../network/network.ts";
import { phrase } from "../words/phrases.ts";
import { shapeInWords } from "../words/shape.ts";

/** Type for a projector of 1024 x 768 pixels, and whether every second title stands a row lower, to be twice as wide. */
export interface TitleSetting {
  readonly size: number;
  readonly staggered: boolean;
}

/** As the style sheet has them. */
export const PLAIN: TitleSetting = { size: 0, staggered: false };
const SMALLEST = 20;
const SETTINGS: readonly TitleSetting[] = [36, 32, 28, 26, 24, 22, SMALLEST].flatMap((size) => [
  { size, staggered: false },
  { size, staggered: true },
]);
/** Between two titles of a row, in CSS pixels. */
const GAP = 12;

/** Sets the titles in this size, in the style sheet's --u; staggered ones are as wide as the widest word. */
export function setTitles(
  stage: HTMLElement,
  { size, staggered }: TitleSetting,
  widths: readonly TitleWidth[],
): void {
  if (size > 0) stage.style.setProperty("--title", `calc(${size} * var(--u))`);
  else stage.style.removeProperty("--title");
  stage.style.setProperty("--widest", `${widestOf(widths) - GAP / 2}px`);
  stage.classList.toggle("staggered", staggered);
}

/** The largest titles with which the maps of most rows have their largest cells; the smallest if nothing fits. */
export function chooseTitles(
  layOut: (setting: TitleSetting) => readonly Placed[] | null,
): TitleSetting {
  const finest = SETTINGS.map((setting) => finestCell(layOut(setting)));
  const most = Math.max(...finest);
  const smallest = { size: SMALLEST, staggered: false };
  return most > 0 ? (SETTINGS[finest.indexOf(most)] ?? smallest) : smallest;
}

/** Device pixels a cell of the maps with most rows. */
function finestCell(placed: readonly Placed[] | null): number {
  const grids = (placed ?? []).filter(({ hidden }) => !hidden).map(({ grid }) => grid);
  const rows = Math.max(0, ...grids.map((grid) => (grid.cell > 0 ? grid.rows : 0)));
  return grids.find((grid) => grid.cell > 0 && grid.rows === rows)?.cell ?? 0;
}

/** A title's width on one line, and that of its widest word; 0 for a layer that is hidden. */
export interface TitleWidth {
  readonly line: number;
  readonly word: number;
}

/** The widest that a staggered title may be: two columns. */
export function widestOf(titles: readonly TitleWidth[]): number {
  return Math.max(0, ...titles.map(({ word }) => word)) + GAP;
}

/**
 * The narrowest columns under staggered titles: a title reaches over half of the columns on both its sides, and the first
 * and the last title end at the stage's edge.
 */
export function staggeredWidths(titles: readonly TitleWidth[]): number[] {
  const half = widestOf(titles) / 2;
  const shown = titles.flatMap(({ word }, i) => (word > 0 ? [i] : []));
  const ends = [shown.at(0), shown.at(-1)];
  return titles.map(({ line }, i) => {
    const wide = Math.min(line + GAP, 2 * half);
    return ends.includes(i) ? Math.max(half / 2, wide - half / 2) : half;
  });
}

export function titleWidths(
  network: Network,
  hidden: ReadonlySet<string>,
  stage: HTMLElement,
): TitleWidth[] {
  const measure = wordsOn(stage);
  return network.layers.map(({ name, title }) =>
    hidden.has(name)
      ? { line: 0, word: 0 }
      : { line: measure(title), word: Math.max(...title.split(/ |(?<=-)/).map(measure)) },
  );
}

/** The narrowest column for each layer, under its heading. */
export function columnsUnder(
  titles: TitleSetting,
  network: Network,
  hidden: ReadonlySet<string>,
  stage: HTMLElement,
): number[] {
  if (titles.staggered) return staggeredWidths(titleWidths(network, hidden, stage));
  const measure = wordsOn(stage);
  const words = (layer: Layer) => (titles === PLAIN ? headingOf(layer, network) : titleOf(layer));
  return network.layers.map((layer) => Math.max(...words(layer).map(measure)) + 2);
}

/** About how high the headings are in lecture mode: two lines of title and two of shape in a row. */
export function heightOf({ staggered }: TitleSetting, stage: HTMLElement): number {
  const row = 2.2 * typeOf(stage.querySelector("h3")) + 2.1 * typeOf(stage);
  return row * (staggered ? 2 : 1) + 4;
}

/** Size of an element's type, in CSS pixels. */
export function typeOf(element: Element | null): number {
  return element === null ? 16 : Number.parseFloat(getComputedStyle(element).fontSize);
}

/** Titles wider than their columns stay on the stage. */
export function keepInside(heading: HTMLElement, placed: Placed, stage: HTMLElement): void {
  const half = heading.offsetWidth / 2;
  const middle = placed.x + placed.width / 2;
  const inside = Math.max(half, Math.min(stage.clientWidth - half, middle));
  heading.style.setProperty("--shift", `${inside - middle}px`);
}

/** The words of a layer's heading: no column may be narrower than the widest of them. */
function headingOf(layer: Layer, network: Network): string[] {
  const { parameters: count } = layer;
  const parameters = count > 0 ? phrase("network.parameters", { count }).split(" ") : [];
  const shape = shapeInWords(layer, answerOf(network, layer.name)).flatMap((text) =>
    text.includes("×") ? [text] : text.split(" "),
  );
  return [...titleOf(layer), ...shape, ...parameters];
}

function titleOf({ title }: Layer): string[] {
  return title.split(/[\s-]/);
}

/** Measures words as the stage's headings are set. */
function wordsOn(stage: HTMLElement): (word: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  const title = stage.querySelector("h3");
  if (context === null || title === null) return () => 86;
  context.font = getComputedStyle(title).font;
  return (word) => Math.ceil(context.measureText(word).width);
}
