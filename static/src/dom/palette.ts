import { makeScale, type Paints, type Scale } from "../math/colour.ts";

/** The three colours of values, as the style sheet has them for the element's theme. */
function paintsOf(element: Element): Paints {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim() || "#000000";
  return { paper: colour("--zero"), ink: colour("--positive"), pencil: colour("--negative") };
}

const scales = new Map<string, Scale>();

/** The colour scale of the element's theme; the same object until the theme changes. */
export function scaleOf(element: Element): Scale {
  const paints = paintsOf(element);
  const key = Object.values(paints).join();
  const known = scales.get(key);
  if (known !== undefined) return known;
  const made = makeScale(paints);
  scales.set(key, made);
  return made;
}
