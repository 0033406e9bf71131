/** Gives a lesson on the page: opens the link that is its turn, in place, and remembers list and place on this device. */
import { effect } from "@preact/signals-core";
import { scrollToTop } from "../dom/scroll.ts";
import type { State, Store } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { onLesson, saveLesson, saveLessonPlace } from "../storage/local.ts";

/**
 * `open` makes a link's state; null where it is another page, another network's.
 * What has the whole screen keeps it, and the channel its drawing: nothing is loaded again.
 */
export function followLesson(
  store: Store,
  local: Storage | null,
  session: Storage | null,
  open: (link: URL) => Partial<State> | null,
): Dispose {
  let known = store.lesson.peek();
  const stopSaving = effect(() => {
    if (store.lesson.value !== known) saveLesson(local, store.lesson.value);
    known = store.lesson.value;
  });
  const stopHearing = onLesson(local, (steps) => {
    known = steps;
    store.useLesson(steps);
  });
  const stopPlace = effect(() => saveLessonPlace(session, store.lessonAt.value));
  let turns = store.lessonTurns.peek();
  const stopTurning = effect(() => {
    if (store.lessonTurns.value === turns) return;
    turns = store.lessonTurns.peek();
    const step = store.lesson.peek()[store.lessonAt.peek() ?? -1];
    if (step === undefined) return;
    const link = new URL(step.link, new URL(".", document.baseURI));
    const opened = open(link);
    if (opened === null) {
      saveLessonPlace(session, store.lessonAt.peek(), true);
      return location.assign(link);
    }
    scrollToTop(); // as on a page that was opened just now
    store.begin(opened);
  });
  return () => {
    stopSaving();
    stopHearing();
    stopPlace();
    stopTurning();
  };
}

/** Whether a link asks for no other network than this page has, or was asked for already; it keeps to the page's language. */
export function isThisPage(link: URL): boolean {
  const asked = link.searchParams.get("network") ?? "";
  const tried = new URL(location.href).searchParams.get("network");
  return ["", document.body.dataset.network, tried].includes(asked);
}
