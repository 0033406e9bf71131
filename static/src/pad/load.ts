/** Reads a drawing's file onto the pad; for any other file a sentence says what is wrong. */

import { textOf } from "../dom/read-text.ts";
import { drawingFrom } from "../ink/file.ts";
import type { Lab } from "../state/lab.ts";
import { phrase } from "../words/phrases.ts";

/** Null when the drawing is on the pad, else what is wrong, as a sentence for people. */
export async function loadDrawingFile(file: Blob, lab: Lab): Promise<string | null> {
  const turns = lab.lesson.turns.peek();
  const found = drawingFrom(await textOf(file));
  if (lab.lesson.turns.peek() !== turns) return null; // the lesson has moved on
  if (typeof found === "string") return phrase(found);
  lab.ink.change({ type: "replace", drawing: found });
  return null;
}
