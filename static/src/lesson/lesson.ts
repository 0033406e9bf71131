/** A lesson on the page: the row with the position in it, and the links that are opened one after the other. */
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { followLesson, type Giving } from "./follow.ts";
import { mountRow } from "./row.ts";

/** `after`: where the keyboard goes when the lesson ends. */
export function mountLesson(
  host: HTMLElement,
  lab: Lab,
  giving: Giving,
  after: readonly HTMLElement[],
): Dispose {
  const stops = [mountRow(host, lab, after), followLesson(lab, giving)];
  return () => {
    for (const stop of stops) stop();
  };
}
