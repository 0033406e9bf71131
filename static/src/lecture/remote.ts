/** What the two keys of a remote do: forwards and backwards, through what is covered, the steps and a lesson. */
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";

/** The "next" key: ends the blank screen, else uncovers what the steps have reached, else goes to the next step or link. */
export function next(lab: Lab): boolean {
  const at = lab.lesson.at.peek();
  const lecturing = lab.lecture.on.peek() || at !== null;
  if (!lecturing && lab.forward.step.peek() === null) return false;
  if (lab.lecture.blanked.peek()) lab.lecture.blankScreen(false);
  else if (lecturing && lab.lecture.revealNext(isReached(lab))) return true;
  else if (at !== null && isAtLastStep(lab)) lab.lesson.openStep(at + 1);
  else lab.forward.stepOn();
  return true;
}

/** The "back" key undoes "next": one step back, from the first step to the whole network; in a lesson to the link before. */
export function back(lab: Lab): boolean {
  const [step, at] = [lab.forward.step.peek(), lab.lesson.at.peek()];
  const lecturing = lab.lecture.on.peek() || at !== null;
  if (!lecturing && step === null) return false;
  if (lab.lecture.blanked.peek()) lab.lecture.blankScreen(false);
  else if (step !== null && step > 0 && lab.lecture.offers("steps")) lab.forward.stepBack();
  else if (step === null && lab.lecture.coverAgain()) return true;
  else if (at !== null) lab.lesson.openStep(at - 1);
  else if (lab.lecture.on.peek()) lab.forward.endSteps();
  return true;
}

/** Whether the forward pass has no further step to show. In a lesson it is begun only by a link. */
function isAtLastStep(lab: Lab): boolean {
  const step = lab.forward.step.peek();
  return (
    step === null || step >= lab.forward.steps.peek().length - 1 || !lab.lecture.offers("steps")
  );
}

/** Only what the steps have reached can be uncovered. */
function isReached(lab: Lab): (name: string) => boolean {
  return (name) => (name === GUESSES ? lab.forward.atEnd.peek() : lab.forward.hasReached(name));
}
