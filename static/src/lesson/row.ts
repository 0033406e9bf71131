/** While a lesson is given: the position in it, and buttons to go on and back for people without a remote. */
import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { back, next } from "../lecture/remote.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

/** `after`: where the keyboard's focus goes when the lesson ends: to the last of these that is visible. */
export function mountRow(host: HTMLElement, lab: Lab, after: readonly HTMLElement[]): Dispose {
  const { lesson } = lab;
  const position = need(".position", host);
  const [number, name] = [need(".number", position), need(".title", position)];
  const acts: Readonly<Record<string, () => unknown>> = {
    back: () => back(lab),
    on: () => next(lab),
    end: () => {
      lesson.endLesson();
      // This button is hidden now: the focus goes to where a lesson begins or a lecture ends.
      for (const each of after) each.focus();
    },
  };
  const click = (event: Event) => {
    const chosen = (event.target as Element).closest<HTMLElement>("[data-lesson]");
    acts[chosen?.dataset.lesson ?? ""]?.();
  };
  const stop = effect(() => {
    const [at, open, { length: steps }] = [lesson.at.value, lesson.open.value, lesson.steps.value];
    host.hidden = open === null;
    if (at === null || open === null) return;
    const count = phrase("lecture.position", { step: Math.min(at + 1, steps), steps });
    const title = lesson.ended.value ? phrase("lecture.ended") : open.title;
    say(number, title === "" ? count : `${count} · `);
    say(name, title);
    position.title = title;
  });
  return endAll(stop, listen(host, { click }));
}
