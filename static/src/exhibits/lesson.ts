/** A lesson that has led to an exhibit, and goes on from it. */
import { leadLesson, lessonOf } from "../storage/local.ts";
import { localStorageOrNull, sessionStorageOrNull } from "../storage/theme.ts";

/** Goes to the lesson's step before or after this one; false where there is none, or no lesson has led here. */
export type FollowLesson = (way: "next" | "prev") => boolean;

export function lessonHere(): FollowLesson {
  const [local, tab] = [localStorageOrNull(), sessionStorageOrNull()];
  const { steps = [], at = null } = lessonOf(local, tab);
  if (at === null || !isThisPage(steps[at]?.link)) return () => false;
  return (way) => {
    const to = way === "next" ? at + 1 : at - 1;
    const step = steps[to];
    if (step === undefined) return false;
    leadLesson(tab, to, new URL(step.link, root()));
    return true;
  };
}

/** Where the lab is. */
const root = () => new URL(document.documentElement.dataset.root ?? ".", document.baseURI);

const isThisPage = (link: string | undefined) =>
  link !== undefined && new URL(link, root()).pathname === location.pathname;
