/** Gives a lesson on the page: opens the current link without loading anything; keeps list and position on this device. */
import { effect } from "@preact/signals-core";
import { scrollToTop } from "../dom/scroll.ts";
import type { Lab, Opened } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { leadLesson, onLesson, saveLesson, saveLessonPosition } from "../storage/local.ts";

/** What giving a lesson takes from the page. */
export interface Giving {
  /** Storage for the list, and for the tab's position in it. */
  readonly local: Storage | null;
  readonly session: Storage | null;
  /** Reads a link into the state that it opens. */
  open(link: URL): Opened;
  /** The name of a link's network; null: the one that is shown. */
  otherNetwork?(link: URL): string | null;
}

/** The page is not loaded again: full screen and the live channel stay as they are. */
export function followLesson(lab: Lab, { local, session, ...link }: Giving): Dispose {
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
    const address = new URL(step.link, new URL(".", document.baseURI));
    // An exhibit, or the page of live runs.
    if (/^[a-z]/.test(step.link)) {
      leadLesson(session, lab.lesson.at.peek() ?? 0, address);
      return;
    }
    const [opened, network] = [link.open(address), link.otherNetwork?.(address) ?? null];
    scrollToTop(); // as on a page that was opened just now
    if (network === null) lab.begin(opened);
    else lab.ask({ network, link: opened, inHistory: true });
  });
  return () => {
    stopSaving();
    stopHearing();
    stopSavingPosition();
    stopTurning();
  };
}
