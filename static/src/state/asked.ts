/** What a reading depends on besides the drawing. */

import { BRUSH } from "../ink/ink.ts";
import type { Signals } from "./slice.ts";

/** The width of the pen: one for all moments of a drawing. */
export function penOf({ history }: Signals): number {
  const widths = history.peek().drawing.map((stroke) => stroke.width);
  return widths.length > 0 ? Math.max(...widths) : BRUSH;
}

/** The network and the steps of preprocessing, as text: readings with the same text can be compared. */
export function howRead(state: Signals): string {
  const without = [...state.without.peek()].sort();
  // The pen's width is read only where lines keep it.
  const pen = without.includes("pen_width") ? penOf(state) : null;
  return JSON.stringify([state.network.peek()?.description.name, without, pen]);
}
