/** The two keys of a presenter remote, "next" and "back": they go through covered answers, the steps and a lesson. */
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";

/** What the "next" key does: ends the blank screen, uncovers, goes on by a step or a screen, ends the lesson, or does nothing. */
export type Onward = "show" | "reveal" | "step" | "screen" | "end" | "stay";

/** What the "next" key would do now; null if it has its usual meaning. Reads signals. */
export function onward(lab: Lab): Onward | null {
  const { at, steps, ended } = lab.lesson;
  const lecturing = lab.lecture.on.value || at.value !== null;
  if (!lecturing && lab.forward.step.value === null) return null;
  if (lab.lecture.blanked.value) return "show";
  if (lecturing && lab.lecture.nextCovered(isReached(lab)) !== null) return "reveal";
  if (ended.value) return "stay";
  if (at.value === null || !isAtLastStep(lab)) return "step";
  return at.value + 1 < steps.value.length ? "screen" : "end";
}

const ACTS: Readonly<Record<Onward, (lab: Lab) => void>> = {
  show: (lab) => lab.lecture.blankScreen(false),
  reveal: (lab) => lab.lecture.revealNext(isReached(lab)),
  step: ({ epochs, forward }) =>
    epochs.detail.peek() === null ? forward.stepOn() : epochs.stepOn(),
  screen: (lab) => lab.lesson.openStep((lab.lesson.at.peek() ?? -1) + 1),
  end: (lab) => lab.lesson.atEnd(true),
  stay: () => {},
};

/** Does what the "next" key does; false if the key has its usual meaning. */
export function next(lab: Lab): boolean {
  const what = onward(lab);
  if (what !== null) ACTS[what](lab);
  return what !== null;
}

/** The "back" key undoes "next": one step back, from the first step to the whole network; in a lesson to the link before. */
export function back(lab: Lab): boolean {
  const [step, at] = [lab.forward.step.peek(), lab.lesson.at.peek()];
  const lecturing = lab.lecture.on.peek() || at !== null;
  if (!lecturing && step === null) return false;
  if (lab.lecture.blanked.peek()) lab.lecture.blankScreen(false);
  else if (lab.lesson.ended.peek()) lab.lesson.atEnd(false);
  else if (lab.epochs.detail.peek() !== null && lab.epochs.at.peek() > 0)
    lab.epochs.goTo(lab.epochs.at.peek() - 1);
  else if (step !== null && step > 0 && lab.lecture.offers("steps")) lab.forward.stepBack();
  else if (step === null && lab.lecture.coverAgain()) return true;
  else if (at !== null) lab.lesson.openStep(at - 1);
  else if (lab.lecture.on.peek()) lab.forward.endSteps();
  return true;
}

/** Whether the forward pass, or an open film, has no further step to show. In a lesson it is begun only by a link. */
function isAtLastStep(lab: Lab): boolean {
  const moments = lab.epochs.detail.value?.steps.length;
  if (moments !== undefined) return lab.epochs.at.value >= moments - 1;
  const step = lab.forward.step.value;
  return (
    step === null || step >= lab.forward.steps.value.length - 1 || !lab.lecture.offers("steps")
  );
}

/** Only answers and layers that the steps have reached can be uncovered. */
function isReached(lab: Lab): (name: string) => boolean {
  return (name) => (name === GUESSES ? lab.forward.atEnd.value : lab.forward.hasReached(name));
}
