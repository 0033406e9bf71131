/** Reads a drawing's file onto the pad; what is wrong with another file is said in a sentence. */

import { drawingFrom } from "../ink/file.ts";
import type { Store } from "../state/lab.ts";
import { phrase } from "../words/phrases.ts";

/** A sentence for people. */
export type Drawn = string;

/** Null when the drawing is on the pad, else what is wrong. */
export async function loadDrawingFile(file: Blob, store: Store): Promise<Drawn | null> {
  const turns = store.lessonTurns.peek();
  const found = drawingFrom(await file.text());
  if (store.lessonTurns.peek() !== turns) return null; // it was for another screen of a lesson
  if (typeof found === "string") return phrase(found);
  store.change({ type: "replace", drawing: found });
  return null;
}
