/** What a mask says now, where it may be seen. */
import type { MaskAnswer } from "../network/mask.ts";
import { GUESSES } from "./covers.ts";
import type { Lab } from "./lab.ts";

/** How probable each label is at each pixel; null before the last step, on a blank pad and while guesses are covered. */
export function maskNow({ reader, forward, lecture }: Lab, { name }: MaskAnswer) {
  const reading = reader.reading.peek();
  const isKnown = forward.atEnd.peek() && !lecture.isCovered(GUESSES) && reading?.blank === false;
  return isKnown ? (reading?.outcomes.get(name)?.values ?? null) : null;
}
