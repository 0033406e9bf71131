/** What a reading depends on besides the drawing. */
import { asPen, BRUSH } from "../ink/ink.ts";
import type { Lab } from "./lab.ts";

/** The width of the pen: one for all moments of a drawing. */
export function penOf({ ink }: Pick<Lab, "ink">): number {
  const widths = ink.history.peek().drawing.map((stroke) => stroke.width);
  return asPen(widths.length > 0 ? Math.max(...widths) : BRUSH);
}

/** The network with its switches, the moment of its training, and the steps of preprocessing, as text: readings with the same text can be compared. */
export function howRead(
  { ink, look, reader, epochs }: Pick<Lab, "ink" | "look" | "reader" | "epochs">,
  network = reader.network.peek()?.description.name,
): string {
  const without = [...look.without.peek()].sort();
  // The pen's width is read only where lines keep it.
  const pen = without.includes("pen_width") ? penOf({ ink }) : null;
  const shown = reader.network.peek();
  // Another network is asked as it was trained.
  const isShown = shown?.description.name === network;
  const off = isShown ? [...(shown?.off ?? [])].sort() : [];
  const film = isShown ? epochs.asked.peek() : null;
  return JSON.stringify([network, without, pen, ...off, ...(film === null ? [] : [film])]);
}
