/** A lesson that has led to an exhibit, and goes on from it. */
import { leadLesson, lessonOf, saveLessonPosition } from "../storage/local.ts";
import { localStorageOrNull, sessionStorageOrNull } from "../storage/theme.ts";

/** The lesson, at the screen that this page shows. */
export interface LessonHere {
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  readonly title: string;
  /** Goes to the screen before or after this one; false where there is none. */
  go(way: "next" | "prev"): boolean;
  /** The tab has no lesson any more; the page stays. */
  leave(): void;
}

/** Null where no lesson has led here. */
export function lessonHere(): LessonHere | null {
  const [local, tab] = [localStorageOrNull(), sessionStorageOrNull()];
  const { steps = [], at = null } = lessonOf(local, tab);
  const here = at === null ? undefined : steps[at];
  if (at === null || here === undefined || !isThisPage(here.link)) return null;
  return {
    step: at + 1,
    steps: steps.length,
    title: here.title,
    go(way) {
      const to = way === "next" ? at + 1 : at - 1;
      const step = steps[to];
      if (step === undefined) return false;
      leadLesson(tab, to, new URL(step.link, root()));
      return true;
    },
    leave: () => saveLessonPosition(tab, null),
  };
}

/** Where the lab is. */
const root = () => new URL(document.documentElement.dataset.root ?? ".", document.baseURI);

const isThisPage = (link: string | undefined) =>
  link !== undefined && new URL(link, root()).pathname === location.pathname;
