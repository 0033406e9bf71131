/** The steps of preprocessing, as the server tells what they did. */
import type { Guess, StepDone as WireStepDone, Steps as WireSteps } from "../wire/messages.ts";

export type { Guess };
export type Step = WireStepDone["step"];

/** One step, its picture (side x side, 255 is ink) decoded. */
export interface StepDone extends Omit<WireStepDone, "picture"> {
  readonly picture: Uint8Array;
}

export interface PreprocessingSteps extends Omit<WireSteps, "done"> {
  readonly done: readonly StepDone[];
}

/** Pixels along MNIST's images. */
export const MNIST_SIDE = 28;
/** MNIST's frame, as part of the image along a side: the box that ink is scaled to, and where its centre of mass goes. */
export const BOX = [4 / MNIST_SIDE, 24 / MNIST_SIDE] as const;
export const MIDDLE = 14.5 / MNIST_SIDE;
/** How wide lines are drawn, as part of the image along a side. */
export const PEN = 2.25 / MNIST_SIDE;

/** In the order in which they are done. */
export const STEPS: readonly Step[] = [
  "crop",
  "scale",
  "pen_width",
  "centre",
  "downsample",
  "normalise",
];
