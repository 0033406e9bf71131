/** What the steps of preprocessing mean for this drawing, in words computed from its own measures. */
import {
  BOX,
  type Guess,
  MNIST_SIDE,
  PEN,
  type PreprocessingSteps,
  type Step,
} from "../ink/preprocessing.ts";
import { chancesOf, firstClasses } from "../network/answers.ts";
import type { Network } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { chance, percent } from "./numbers.ts";
import { counted, phrase } from "./phrases.ts";

/** `side`: pixels along the network's input. */
export const stepTitle = (step: Step, side: number): string =>
  phrase(`step.${step}`, lengthsOn(side));
export const stepHint = (step: Step, side: number): string =>
  phrase(`step.${step}.hint`, lengthsOn(side));

/** The longest side of the ink and the width of lines, in pixels of an input of this side. */
function lengthsOn(side: number) {
  return { box: rounded((BOX[1] - BOX[0]) * side), pen: rounded(PEN * side) };
}

/** Pixels along the network's input: the last step makes it. */
function sideOf({ done }: PreprocessingSteps): number {
  return done.at(-1)?.side ?? MNIST_SIDE;
}

/** Distances from the middle of fewer pixels than this are not mentioned. */
const OFF = 0.5;

/** First guess, null of a blank pad; undefined of a network that guesses nothing, where no class has to win. */
export function guessNow(
  network: Network | null,
  reading: Reading | null,
): Guess | null | undefined {
  const answer = firstClasses(network?.description.answers ?? []);
  if (answer?.activation !== "softmax") return undefined;
  if (reading === null || reading.firstGuess === null) return null;
  const chances = [...chancesOf(answer, reading.probabilities)];
  const sure = Math.max(...chances.map(([, each]) => each));
  const label = chances.findIndex(([, each]) => each === sure);
  return { label, name: chances[label]?.[0] ?? "", probability: sure };
}

/** "8 (43 %)", or that nothing is left to read. */
export function guessInWords(guess: Guess | null): string {
  if (guess === null) return phrase("steps.nothing");
  return `${guess.name} (${chance(guess.probability)})`;
}

/**
 * One to three sentences about this drawing.
 *
 * With a step off: what that did to the image, and what the guess would be with it. With all on: which step this drawing needs most.
 */
export function stepsInWords(steps: PreprocessingSteps, current: Guess | null | undefined): string {
  const off = steps.done.filter((done) => !done.on);
  const sentences =
    off.length > 0
      ? [...off.map((done) => consequence(done.step, steps)), ...readOff(steps, current)]
      : readOff(steps, current);
  if (steps.stray > 0 && !off.some((done) => done.step === "crop")) {
    sentences.push(counted("steps.stray", steps.stray));
  }
  if (steps.left_out > 0) sentences.push(counted("steps.left-out", steps.left_out));
  if (steps.things > 1) sentences.push(phrase("steps.several"));
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** What leaving this step out did to this image. */
function consequence(step: Step, steps: PreprocessingSteps): string {
  const ink = pixels(steps.ink);
  const { box, pen } = lengthsOn(sideOf(steps));
  switch (step) {
    case "crop":
      return phrase("steps.off.crop", { ink, box });
    case "scale":
      return phrase("steps.off.scale", { ink, box });
    case "pen_width":
      return phrase("steps.off.pen_width", { width: pixels(steps.pen), pen });
    case "centre":
      return displaced(steps);
    case "downsample":
      return phrase("steps.off.downsample");
    case "normalise":
      return phrase("steps.off.normalise", { peak: Math.round(steps.peak) });
  }
}

function displaced({ offset: [x, y], cut }: PreprocessingSteps): string {
  const across = phrase(x < 0 ? "steps.off.left" : "steps.off.right", { far: pixels(Math.abs(x)) });
  const down = phrase(y < 0 ? "steps.off.up" : "steps.off.down", { far: pixels(Math.abs(y)) });
  const where = [Math.abs(x) >= OFF ? across : "", Math.abs(y) >= OFF ? down : ""].filter(Boolean);
  if (where.length === 0 && cut < 0.01) return phrase("steps.off.middle");
  const sentences = [
    where.length > 0 ? phrase("steps.off.lies", { where: list(where) }) : "",
    cut >= 0.01 ? phrase("steps.off.cut", { part: percent(cut) }) : "",
    phrase("steps.off.centre"),
  ];
  return sentences.filter(Boolean).join(" ");
}

/** What the steps change in the guess; nothing where the network guesses nothing. */
function readOff(steps: PreprocessingSteps, current: Guess | null | undefined): string[] {
  if (current === undefined) return [];
  const isAllOn = steps.done.every(({ on }) => on);
  return [isAllOn ? mostNeeded(steps, current) : reading(steps, current)];
}

/** What is read now, and what would be with the one step that changes it most. */
function reading(steps: PreprocessingSteps, current: Guess | null): string {
  const guess = guessInWords(current);
  const better = steps.done.find((done) => !done.on && done.toggled?.label !== current?.label);
  if (better === undefined) return phrase("steps.reads", { guess });
  const step = stepTitle(better.step, sideOf(steps)).toLowerCase();
  const other = guessInWords(better.toggled);
  return phrase("steps.reads.but", { guess, step, other });
}

function mostNeeded(steps: PreprocessingSteps, current: Guess | null): string {
  const needed = steps.done.filter((done) => done.toggled?.label !== current?.label);
  const [first, ...others] = needed;
  if (first === undefined) {
    return phrase("steps.robust");
  }
  const step = stepTitle(first.step, sideOf(steps)).toLowerCase();
  const most = phrase("steps.needed", { step, guess: guessInWords(first.toggled) });
  if (others.length === 0) return most;
  const rest = others.map((done) => `“${stepTitle(done.step, sideOf(steps)).toLowerCase()}”`);
  return `${most} ${phrase("steps.needed.also", { steps: list(rest) })}`;
}

function list(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return phrase("list.and", { first: words.slice(0, -1).join(", "), last: words.at(-1) ?? "" });
}

/** To a hundredth of a pixel. */
const rounded = (length: number): number => Math.round(length * 100) / 100;

function pixels(length: number): string {
  return counted("unit.pixels", Math.round(length * 10) / 10);
}
