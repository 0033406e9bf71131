/** Measures the words on the stage, so that no two titles overlap. */
import type { Reach } from "../layout/grids.ts";
import { answeringOperations } from "../network/branches.ts";
import { answerOf, type Layer, type Network } from "../network/network.ts";
import { uShapeOf } from "../network/u-shape.ts";
import { linesOf, noteOf, operationInWords, shortestTitle, shortTitle } from "../words/titles.ts";

/** What stands above and before a layer, in CSS pixels. */
export interface TitleWidths {
  readonly title: Reach;
  readonly operation: number;
}

/** Whole titles; short ones, as on a projector, where there are many columns in small letters. */
export type TitleKind = "whole" | "short" | "small";

/** CSS pixels in a rem. */
export function remOf(host: Element): number {
  return Number.parseFloat(getComputedStyle(host.ownerDocument.documentElement).fontSize) || 16;
}

/**
 * Measures without a layout of the page. The fonts are those of the style sheet; before they have come, those in their place.
 * Titles get the room of the network's own English ones, so that maps stand in the same places in every language.
 * On a projector, titles have one line, and shapes stand elsewhere; `compact` layers have such titles always.
 */
export function titleWidths(
  shown: readonly Layer[],
  network: Network,
  host: Element,
  kind: TitleKind,
  compact: ReadonlySet<string>,
) {
  const short = kind !== "whole";
  const layers = shown.map((each) => ({ ...each, title: each.ownTitle ?? each.title }));
  const style = getComputedStyle(host);
  const font = (name: string) => style.getPropertyValue(name).trim();
  const measure = measurer();
  const rem = remOf(host);
  const sizes = { title: rem * SIZES[kind], note: rem * SIZES.note };
  const [sans, serif] = [font("--sans") || "sans-serif", font("--serif") || "serif"];
  const [shared, saying] = [sharedLines(layers), answeringOperations(network)];
  const isOne = short || uShapeOf(network) !== null;
  const titles = (layer: Layer) =>
    compact.has(layer.name)
      ? [shortestTitle(layer, network, saying.has(layer.name))]
      : short
        ? [shortTitle(layer)]
        : isOne
          ? [layer.title]
          : linesOf(layer.title).filter((_, i) => i > 0 || !shared.has(layer.name));
  return new Map(
    layers.map((layer, i): readonly [string, TitleWidths] => {
      // A closed block's name is that of what opens it, which is no heading.
      const isBlock = (short || compact.has(layer.name)) && layer.block !== undefined;
      const size = isBlock ? sizes.note : sizes.title;
      const font = `600 ${size}px ${sans}`;
      const widths = titles(layer).map((line) => measure(line, font));
      const glyph = isBlock && network.open === null ? GLYPH * rem : 0;
      const words =
        short || compact.has(layer.name) ? "" : noteOf(layer, answerOf(network, layer.name));
      const note = measure(words, `400 ${sizes.note}px ${sans}`);
      const operation = short || compact.has(layer.name) ? "" : operationInWords(layer, network);
      const named = roomFor(measure(operation, `italic 400 ${sizes.note}px ${serif}`), rem);
      const half = (glyph + Math.max(note, ...widths)) / 2;
      const line = short ? undefined : shared.get(layer.name);
      const over = line === undefined ? 0 : measure(line, `600 ${sizes.title}px ${sans}`) / 2;
      const beyond = Math.max(half, over - (SHARED * rem) / 2);
      const isFirst = line !== shared.get(layers[i - 1]?.name ?? "");
      const title = { left: isFirst ? beyond : half, right: isFirst ? half : beyond };
      return [layer.name, { title, operation: named }];
    }),
  );
}

/** Operations' words differ by a letter or two from language to language: their room grows in steps. */
function roomFor(width: number, rem: number): number {
  return Math.ceil(width / (STEP * rem)) * STEP * rem;
}

/** What stands before the short title of a closed block, while none is open, in rem. */
const GLYPH = 2.25;
/** The steps of that room, in rem. */
const STEP = 0.5;
/** From the middle of one strip to that of the next, at least, in rem: a title that two of them share lies over it. */
const SHARED = 3.375;
/** As the style sheet has them, in rem. */
const SIZES = { whole: 0.9375, short: 1.125, small: 0.8125, note: 0.8125 };

function measurer(): (text: string, font: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return (text) => 8 * text.length;
  return (text, font) => {
    if (text === "") return 0;
    context.font = font;
    return Math.ceil(context.measureText(text).width);
  };
}

/** Layers of units side by side whose titles begin alike: the line is written once, over all of them. */
export function sharedLines(layers: readonly Layer[]): ReadonlyMap<string, string> {
  const lines = layers.map((layer) => {
    const [first = "", second] = linesOf(layer.title);
    return layer.shape.length < 3 && second !== undefined ? first : "";
  });
  return new Map(
    layers.flatMap(({ name }, i) => {
      const line = lines[i] ?? "";
      const shared = line !== "" && (line === lines[i - 1] || line === lines[i + 1]);
      return shared ? [[name, line] as const] : [];
    }),
  );
}
