/** Numbers and what they stand for, as all parts of the inspector show them. */
import { make } from "../dom/element.ts";
import { colourOf, luminanceOf } from "../math/colour.ts";
import type { PrintedLine, Sign } from "../math/rounding.ts";
import { decimals, summand } from "../words/numbers.ts";
import type { Showing } from "./frame.ts";
import type { Source } from "./terms.ts";

/** What a value of the input stands for, by its index there; null: the padding. */
export type SourceOf = (index: number | null) => Source;

/** "− 0.19", without a line break after the sign. */
export function added(value: number, { digits }: Pick<PrintedLine, "digits">): HTMLElement {
  return make("span", { class: "summand", text: summand(value, digits) });
}

export function totalOf(
  total: number,
  { resultDigits }: Pick<PrintedLine, "resultDigits">,
): HTMLElement {
  return make("b", { class: "total", text: decimals(total, resultDigits) });
}

/** Tables side by side, `across` cells in a row, each as wide as so many characters. */
export function gridsOf(tables: readonly Node[], characters: number, across: number): HTMLElement {
  const grids = make("div", { class: "grids" }, tables);
  grids.style.setProperty("--across", String(across));
  grids.style.setProperty("--chars", String(characters));
  return grids;
}

/** Keeps a position's number on the same line as its word. */
export const inPieces = (position: string) => position.replace(/ (\d)/g, "\u00a0$1");

/** The least decimals of a number that stands alone. */
export const DECIMALS_ALONE = 4;
export const exactly = (value: number, digits: number) =>
  decimals(value, Math.max(digits, DECIMALS_ALONE));

/** A result in a table: "≈" stands before it where it is only nearly so, and otherwise no sign. */
export const nearly = (sign: Sign | undefined, text: string) =>
  sign === "≈" ? `≈\u00a0${text}` : text;

/** The luminance on which black and white letters have the same contrast. */
const EQUALLY_FAR = 0.179;

/** The product's colour behind the numbers, and letters that can be read on it. */
export function tint(element: HTMLElement, value: number, most: number, { scale }: Showing): void {
  const colour = colourOf(value, most, scale);
  element.style.setProperty("--tint", colour);
  element.classList.add("tinted", luminanceOf(colour) > EQUALLY_FAR ? "pale" : "deep");
}

export const sizeOf = ({ product }: { readonly product: number }) => Math.abs(product);
