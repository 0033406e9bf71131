/** Gives a lesson on the page: opens the current link without loading anything; keeps list and position on this device. */
import { effect } from "@preact/signals-core";
import { scrollToTop } from "../dom/scroll.ts";
import type { Lab, Opened } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { onLesson, saveLesson, saveLessonPosition } from "../storage/local.ts";

/** What giving a lesson takes from the page. */
export interface Giving {
  /** For the list, and for the tab's place in it. */
  readonly local: Storage | null;
  readonly session: Storage | null;
  /** Makes a link's state; null where it is another page, another network's. */
  open(link: URL): Opened | null;
}

/** Nothing is loaded again: full screen and the live channel stay as they are. */
export function followLesson(lab: Lab, { local, session, open }: Giving): Dispose {
  let known = lab.lesson.steps.peek();
  const stopSaving = effect(() => {
    if (lab.lesson.steps.value !== known)
      lab.lesson.keep(saveLesson(local, lab.lesson.steps.value));
    known = lab.lesson.steps.value;
  });
  const stopHearing = onLesson(local, (steps) => {
    known = steps;
    lab.lesson.useLesson(steps);
  });
  const stopSavingPosition = effect(() => saveLessonPosition(session, lab.lesson.at.value));
  let turns = lab.lesson.turns.peek();
  const stopTurning = effect(() => {
    if (lab.lesson.turns.value === turns) return;
    turns = lab.lesson.turns.peek();
    const step = lab.lesson.steps.peek()[lab.lesson.at.peek() ?? -1];
    if (step === undefined) return;
    const link = new URL(step.link, new URL(".", document.baseURI));
    const opened = open(link);
    if (opened === null) {
      saveLessonPosition(session, lab.lesson.at.peek(), true);
      return location.assign(link);
    }
    scrollToTop(); // as on a page that was opened just now
    lab.begin(opened);
  });
  return () => {
    stopSaving();
    stopHearing();
    stopSavingPosition();
    stopTurning();
  };
}

/** Whether a link asks for no other network than this page has, or was asked for already; it keeps to the page's language. */
export function isThisPage(link: URL): boolean {
  const asked = link.searchParams.get("network") ?? "";
  const tried = new URL(location.href).searchParams.get("network");
  return ["", document.body.dataset.network, tried].includes(asked);
}
