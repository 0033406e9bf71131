/** Whether what is shown is older than the drawing: the server is away or late, and what was drawn since is not read. */
import { howRead } from "./asked.ts";
import type { Lab } from "./lab.ts";

/** Reads signals. */
export function isWaiting(lab: Lab): boolean {
  const { ink, look, reader, session } = lab;
  look.without.value; // the drawing may be read otherwise than it was
  const reading = reader.reading.value;
  const other = ink.picture.value !== null || ink.pixels.value !== null;
  const drawing = ink.drawing.value;
  const isAway = session.connection.value === "lost" || session.late.value;
  if (!isAway || reading === null) return false;
  // A reading of pixels or of a picture does not hold what was read.
  if (reading.of === null || other) return other !== (reading.of === null);
  return reading.of.drawing !== drawing || reading.of.how !== howRead(lab);
}
