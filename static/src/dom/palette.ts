import type { Palette } from "../math/colour.ts";

/** The three colours of values, as the style sheet has them for the element's theme. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim() || "#000000";
  return { paper: colour("--sheet"), ink: colour("--ink"), pencil: colour("--pencil") };
}
