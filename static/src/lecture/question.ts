/** Below the stage in a lecture: the question of the lesson's screen, its number and how many screens there are; after the last, that the lesson is over. */
import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

/** Questions of more letters than these stand smaller, in two lines, on projectors and on large screens. */
const LONG: readonly number[] = [50, 80];

/** The line has its room as long as the lesson lasts, whether its screen asks something or not: the stage does not move for it. */
export function mountQuestion(host: HTMLElement, { lesson, lecture }: Lab): Dispose {
  const question = need("[data-part=question]", host);
  const count = need(".count", host);
  return effect(() => {
    const [open, at, steps] = [lesson.open.value, lesson.at.value ?? 0, lesson.steps.value.length];
    host.hidden = open === null || !lecture.on.value;
    if (open === null) return;
    const text = lesson.ended.value ? phrase("lecture.ended") : (open.question ?? "");
    say(question, text);
    host.dataset.long = LONG.filter((letters) => text.length > letters).join(" ");
    say(count, phrase("lecture.position", { step: Math.min(at + 1, steps), steps }));
  });
}
