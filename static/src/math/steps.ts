/** What the steps of preprocessing mean for this drawing, in words computed from its own measures. */
import type { Guess, StepDone as WireStepDone, Steps as WireSteps } from "../wire/messages.ts";
import { percent } from "./numbers.ts";

export type { Guess };
export type Step = WireStepDone["step"];

/** One step, its picture (side x side, 255 is ink) decoded. */
export interface StepDone extends Omit<WireStepDone, "picture"> {
  readonly picture: Uint8Array;
}

export interface Steps extends Omit<WireSteps, "done"> {
  readonly done: readonly StepDone[];
}

export const STEP_TITLES: Readonly<Record<Step, string>> = {
  crop: "Crop to the ink",
  scale: "Scale to 20 × 20",
  pen_width: "Pen width",
  centre: "Centre of mass",
  downsample: "Downsample",
  normalise: "Normalise",
};

export const STEP_HINTS: Readonly<Record<Step, string>> = {
  crop: "Finds the ink on the pad and ignores the empty paper and stray dots.",
  scale:
    "Enlarges or shrinks the ink until its longest side is 20 pixels, as in the training data.",
  pen_width: "Draws every line 2.25 pixels wide, as in the training data.",
  centre: "Moves the ink so that its centre of mass lies in the middle of the 28 × 28 image.",
  downsample: "Makes 28 × 28 pixels; each is the mean of the 64 finer ones below it.",
  normalise: "Turns bytes from 0 to 255 into numbers from 0 to 1.",
};

const BOX = 20;
const PEN = 2.25;
/** Less than this many pixels off the middle is not worth a word. */
const OFF = 0.5;

type Read = Guess | null;

/** "8 (43 %)", or that nothing is left to read. */
export function guessInWords(guess: Read, classes: readonly string[]): string {
  if (guess === null) return "nothing: the image is blank";
  return `${classes[guess.label] ?? guess.label} (${percent(guess.probability)})`;
}

/**
 * One to three sentences about this drawing.
 *
 * With a step off: what that did to the image, and what the guess would be with it. With all on: which step this drawing needs most.
 */
export function stepsInWords(steps: Steps, current: Read, classes: readonly string[]): string {
  const off = steps.done.filter((done) => !done.on);
  const sentences =
    off.length > 0
      ? [...off.map((done) => consequence(done.step, steps)), reading(steps, current, classes)]
      : [mostNeeded(steps, current, classes)];
  if (steps.stray > 0 && !off.some((done) => done.step === "crop")) {
    sentences.push(steps.stray === 1 ? "A stray dot was ignored." : "Stray dots were ignored.");
  }
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** What leaving this step out did to this image. */
function consequence(step: Step, steps: Steps): string {
  const ink = pixels(steps.ink);
  switch (step) {
    case "crop":
      return `The whole pad was taken for the digit, so the ink is ${ink} long; the network learned from digits of ${BOX}.`;
    case "scale":
      return `The ink kept its size on the pad, ${ink}; the network learned from digits of ${BOX}.`;
    case "pen_width":
      return `The lines are ${pixels(steps.pen)} wide; the network learned from lines of ${PEN}.`;
    case "centre":
      return displaced(steps);
    case "downsample":
      return "Each pixel is one sample instead of a mean of 64, so edges are jagged and thin lines break.";
    case "normalise":
      return `Pixels run to ${Math.round(steps.peak)} instead of 1, so every sum in the network is far larger than any it was trained on.`;
  }
}

function displaced({ offset: [x, y], cut }: Steps): string {
  const parts = [
    Math.abs(x) >= OFF ? `${pixels(Math.abs(x))} too far ${x < 0 ? "left" : "right"}` : "",
    Math.abs(y) >= OFF ? `${pixels(Math.abs(y))} too far ${y < 0 ? "up" : "down"}` : "",
  ].filter((part) => part !== "");
  if (parts.length === 0 && cut < 0.01) return "The ink happens to lie in the middle already.";
  const lies = parts.length > 0 ? `The ink lies ${parts.join(" and ")}` : "The ink is in place";
  const lost = cut >= 0.01 ? `, and ${percent(cut)} of it falls outside the image` : "";
  return `${lies}${lost}. The network learned from digits in the middle: its weights look for strokes where there are none now.`;
}

/** What is read now, and what would be with the one step that changes it most. */
function reading(steps: Steps, current: Read, classes: readonly string[]): string {
  const said = `It reads ${guessInWords(current, classes)}`;
  const better = steps.done.find((done) => !done.on && done.toggled?.label !== current?.label);
  if (better === undefined) return `${said}.`;
  const title = STEP_TITLES[better.step].toLowerCase();
  return `${said}; with “${title}” on it would read ${guessInWords(better.toggled, classes)}.`;
}

function mostNeeded(steps: Steps, current: Read, classes: readonly string[]): string {
  const needed = steps.done.filter((done) => done.toggled?.label !== current?.label);
  const [first, ...others] = needed;
  if (first === undefined) {
    return "This drawing would be read the same without any one of these steps. Draw it small in a corner and switch one off.";
  }
  const rest = others.map((done) => `“${STEP_TITLES[done.step].toLowerCase()}”`);
  const also = rest.length > 0 ? ` It also needs ${list(rest)}.` : "";
  const title = STEP_TITLES[first.step].toLowerCase();
  return `Without “${title}” this would be read as ${guessInWords(first.toggled, classes)}.${also}`;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function pixels(length: number): string {
  const rounded = Math.round(length * 10) / 10;
  return `${rounded} ${rounded === 1 ? "pixel" : "pixels"}`;
}
