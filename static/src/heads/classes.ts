import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { areDigits, firstClasses, isOneOfAll } from "../network/answers.ts";
import type { Reading } from "../network/reading.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { isWaiting } from "../state/waiting.ts";
import { chance } from "../words/numbers.ts";
import { offInWords } from "../words/off.ts";
import { phrase } from "../words/phrases.ts";

/** Long enough for the guess to have settled before it is read out. */
const SETTLED = 700;

/** Shows the two guesses, larger the more probable they are; other answers have their own views (`heads.ts`). */
export function mountClasses(host: HTMLElement, lab: Lab): Dispose {
  return endAll(
    mountGuesses(host, lab),
    speakGuesses(need("[data-part=spoken]", host), lab),
    mountDoubt(need(".doubt", host), lab),
  );
}

/** The reading; none while the forward pass is shown step by step and its end is not known yet. Reads signals. */
function known({ forward, reader }: Lab): Reading | null {
  return forward.atEnd.value ? reader.reading.value : null;
}

/** What guesses choose from; none where the network's answer is no guess. */
function classesOf(lab: Lab): readonly string[] {
  const { classes = [], description } = lab.reader.network.value ?? {};
  return isOneOfAll(firstClasses(description?.answers ?? [])) ? classes : [];
}

function mountGuesses(host: HTMLElement, lab: Lab): Dispose {
  const parts = [need(".first-guess", host), need(".second-guess", host)] as const;
  const [first, second] = [mountGuess(parts[0]), mountGuess(parts[1])];
  const [predict, reads] = [need(".predict", host), need(".reads", host)];
  return effect(() => {
    const [reading, classes] = [known(lab), classesOf(lab)];
    const covered = lab.lecture.isCovered(GUESSES);
    predict.hidden = !covered;
    const guesses = classes.length > 0 || lab.reader.network.value === null;
    // A network with other answers has no guesses; its answers can be covered, too.
    reads.toggleAttribute("hidden", !guesses && !covered);
    reads.toggleAttribute("data-later", !lab.forward.atEnd.value);
    for (const part of parts) part.hidden = covered || !guesses;
    first(classes, reading, reading?.firstGuess ?? null);
    second(classes, reading, reading?.secondGuess ?? null);
  });
}

/** Reads the guesses out once they have settled. */
function speakGuesses(spoken: HTMLElement, lab: Lab): Dispose {
  let settled: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const [reading, classes] = [known(lab), classesOf(lab)];
    const covered = lab.lecture.isCovered(GUESSES);
    const off = offNow(lab);
    clearTimeout(settled);
    // Once: a live region reads out the same words again when they are set again.
    settled = setTimeout(() => say(spoken, inWords(classes, reading, off)), covered ? 0 : SETTLED);
  });
  return endAll(stop, () => clearTimeout(settled));
}

/** Silent while the pen is down or an example is being drawn: half a drawing looks like nothing yet. */
function mountDoubt(doubt: HTMLElement, lab: Lab): Dispose {
  return effect(() => {
    const [reading, classes] = [known(lab), classesOf(lab)];
    const isHalfDrawn = lab.session.penDown.value || lab.ink.history.value.greeting === true;
    const silent = isHalfDrawn || reading === null || !reading.doubtful;
    if (isWaiting(lab)) say(doubt, phrase("reads.waiting"));
    else say(doubt, silent ? "" : doubtInWords(classes, reading, offNow(lab)));
  });
}

/** A guess with a lower probability has the smallest size. */
const HARDLY = 0.01;

/** The size of a guess between the smallest (0) and the largest (1), which it has from probability 0.5 on. */
function loudness(probability: number): number {
  return probability < HARDLY ? 0 : Math.min(1, Math.sqrt(2 * probability));
}

function mountGuess(host: HTMLElement) {
  const digit = need(".digit", host);
  const sure = need(".sure", host);
  return (classes: readonly string[], reading: Reading | null, guess: number | null) => {
    const probability = guess === null ? 0 : (reading?.probabilities[guess] ?? 0);
    say(digit, guess === null ? "" : (classes[guess] ?? ""));
    say(sure, guess === null ? "" : chance(probability));
    host.style.setProperty("--loudness", loudness(probability).toFixed(3));
    host.classList.toggle("hardly", probability < HARDLY);
  };
}

/** What is switched off now; "" where nothing is. Reads signals. */
function offNow({ look, reader }: Lab): string {
  const off = look.off.value;
  return off.size === 0 ? "" : offInWords(off, reader.network.value?.description);
}

/** `off`: what is switched off, which may be the reason for the doubt. */
function doubtInWords(classes: readonly string[], { firstGuess }: Reading, off: string): string {
  if (off !== "") return phrase("reads.doubt.off", { off });
  const closest = firstGuess === null ? undefined : classes[firstGuess];
  const count = classes.length;
  if (areDigits(classes))
    return closest === undefined
      ? phrase("reads.doubt")
      : phrase("reads.doubt.closest", { closest });
  return closest === undefined
    ? phrase("reads.doubt.classes", { count })
    : phrase("reads.doubt.classes.closest", { count, closest });
}

function inWords(classes: readonly string[], reading: Reading | null, off: string): string {
  const isShown = reading !== null && classes.length > 0;
  if (!isShown || reading.firstGuess === null || reading.secondGuess === null) return "";
  const sure = (guess: number) => `${classes[guess]}, ${chance(reading.probabilities[guess] ?? 0)}`;
  const doubt = reading.doubtful ? `${doubtInWords(classes, reading, off)} ` : "";
  const [first, second] = [sure(reading.firstGuess), sure(reading.secondGuess)];
  return doubt + phrase("reads.spoken", { first, second });
}
