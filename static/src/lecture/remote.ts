/** What the two keys of a remote do: forwards and backwards, through what is covered, the steps and a lesson. */
import { GUESSES, type Store } from "../state/lab.ts";

/** A remote's "next": shows the screen again, reveals what is covered and reached, else goes a step, or a lesson's link, on. */
export function next(store: Store): boolean {
  const place = store.lessonAt.peek();
  const lecturing = store.lecture.peek() || place !== null;
  if (!lecturing && store.step.peek() === null) return false;
  if (store.blanked.peek()) store.blankScreen(false);
  else if (lecturing && store.revealNext(isReached(store))) return true;
  else if (place !== null && isTold(store)) store.openStep(place + 1);
  else store.stepOn();
  return true;
}

/** What "next" did, undone: a step, and the first of them shows the whole network again; in a lesson the link before. */
export function back(store: Store): boolean {
  const [step, place] = [store.step.peek(), store.lessonAt.peek()];
  const lecturing = store.lecture.peek() || place !== null;
  if (!lecturing && step === null) return false;
  if (store.blanked.peek()) store.blankScreen(false);
  else if (step !== null && step > 0 && store.offers("steps")) store.stepBack();
  else if (step === null && store.coverAgain()) return true;
  else if (place !== null) store.openStep(place - 1);
  else if (store.lecture.peek()) store.endSteps();
  return true;
}

/** Whether there is no further step of the forward pass to tell; none is begun that a lesson's link does not begin. */
function isTold(store: Store): boolean {
  const step = store.step.peek();
  return step === null || step >= store.forward.peek().length - 1 || !store.offers("steps");
}

/** What the steps have not come to yet has nothing to reveal. */
function isReached(store: Store): (name: string) => boolean {
  return (name) => (name === GUESSES ? store.concluded.peek() : store.hasReached(name));
}
