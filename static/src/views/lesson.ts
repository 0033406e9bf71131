/** While a lesson is given: where in it the screen is, and the ways on and back for who has no remote. */
import { effect } from "@preact/signals-core";
import { type Dispose, need, say } from "../dom/element.ts";
import type { Store } from "../store.ts";
import { phrase } from "../words.ts";

export function mountLesson(host: HTMLElement, store: Store): Dispose {
  const back = need("[data-lesson=back]", host);
  const on = need("[data-lesson=on]", host);
  const place = need(".place", host);
  const acts: Readonly<Record<string, () => void>> = {
    back: () => store.openStep((store.lessonAt.peek() ?? 0) - 1),
    on: () => store.openStep((store.lessonAt.peek() ?? 0) + 1),
    end: store.endLesson,
  };
  const click = (event: Event) => {
    const chosen = (event.target as Element).closest<HTMLElement>("[data-lesson]");
    acts[chosen?.dataset.lesson ?? ""]?.();
  };
  host.addEventListener("click", click);
  const stop = effect(() => {
    const [at, steps] = [store.lessonAt.value, store.lesson.value];
    host.hidden = at === null;
    if (at === null) return;
    // Not disabled: the keyboard would be lost with the button.
    back.setAttribute("aria-disabled", String(at <= 0));
    on.setAttribute("aria-disabled", String(at >= steps.length - 1));
    const count = phrase("lesson.place", { step: at + 1, steps: steps.length });
    const title = steps[at]?.title ?? "";
    say(place, title === "" ? count : `${count} · ${title}`);
    place.title = title;
  });
  return () => {
    stop();
    host.removeEventListener("click", click);
  };
}
