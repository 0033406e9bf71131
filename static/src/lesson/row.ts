/** While a lesson is given: the position in it, and buttons to go on and back for people without a remote. */
import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { back, next } from "../lecture/remote.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

/** `after`: where the keyboard goes when the lesson ends, to the last of them that is there. */
export function mountRow(host: HTMLElement, lab: Lab, after: readonly HTMLElement[]): Dispose {
  const position = need(".position", host);
  const acts: Readonly<Record<string, () => unknown>> = {
    back: () => back(lab),
    on: () => next(lab),
    end: () => {
      lab.lesson.endLesson();
      // Its own button is gone: the keyboard goes to where a lesson is begun, or a lecture is left.
      for (const each of after) each.focus();
    },
  };
  const click = (event: Event) => {
    const chosen = (event.target as Element).closest<HTMLElement>("[data-lesson]");
    acts[chosen?.dataset.lesson ?? ""]?.();
  };
  const stop = effect(() => {
    const [at, steps] = [lab.lesson.at.value, lab.lesson.steps.value];
    host.hidden = at === null;
    if (at === null) return;
    const count = phrase("lecture.position", { step: at + 1, steps: steps.length });
    const title = steps[at]?.title ?? "";
    say(position, title === "" ? count : `${count} · ${title}`);
    position.title = title;
  });
  return endAll(stop, listen(host, { click }));
}
