import { makeScale, type Palette, type Scale } from "../math/colour.ts";

/** The three colours of values, as the style sheet has them for the element's theme. */
function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim() || "#000000";
  return { paper: colour("--zero"), ink: colour("--positive"), pencil: colour("--negative") };
}

const scales = new Map<string, Scale>();

/** The colour scale of the element's theme; the same object until the theme changes. */
export function scaleOf(element: Element): Scale {
  const palette = paletteOf(element);
  const key = Object.values(palette).join();
  const known = scales.get(key);
  if (known !== undefined) return known;
  const made = makeScale(palette);
  scales.set(key, made);
  return made;
}
