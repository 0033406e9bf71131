/** What the inspector's parts have in common. */

import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import type { Scale } from "../math/colour.ts";

/** How a part shows numbers, and what pointing at one of them does. */
export interface Showing {
  readonly digits: number;
  readonly scale: Scale;
}

/** A piece of a formula: y is the selected cell, z its sum before ReLU, x what feeds it, w its kernel. */
export function symbol(name: "x" | "w" | "y" | "b" | "z", text: string = name): HTMLElement {
  return make("i", { class: `symbol ${name}`, text });
}

export function formula(...parts: readonly (string | Node)[]): HTMLElement {
  const line = make("p", { class: "formula" });
  line.append(...parts);
  return line;
}

function heading(title: string | Node): HTMLElement {
  return typeof title === "string" ? make("h3", { text: title }) : make("h3", {}, [title]);
}

export function titled(title: string | Node, ...children: readonly Node[]): HTMLElement {
  return make("section", {}, [heading(title), ...children]);
}

/** A button with a short text; where that is a single sign, its hint becomes its accessible name. */
export function button(text: string, title: string, act: () => void): HTMLButtonElement {
  const name: Record<string, string> = text.length === 1 ? { "aria-label": title } : {};
  return makeButton(act, { text, title, ...name });
}
