/** A film of a run of eighty steps that learns, small enough to be written by hand: seven moments of LeNet-5. */
import type { FilmDetail, FilmReadings } from "../wire/messages.ts";
import { DESCRIPTION } from "./description.ts";

const STEPS = [0, 1, 5, 10, 20, 40, 80];
const DIGITS = Array.from({ length: 10 }, (_, digit) => digit);

/** Falls from log 10, the loss of guessing; single batches are a little better or worse. */
const loss = (step: number) => 0.1 + 2.2 * Math.exp(-step / 15);
const batchLoss = (step: number) => loss(step) * (1 + 0.15 * Math.sin(2.4 * step));
/** The accuracy on unseen digits, from one in ten on. */
const right = (step: number) => 0.97 - 0.87 * Math.exp(-step / 15);

/** Counts out of 100 of each digit; misread ones are taken for the next digit. */
function confusionAt(step: number): number[][] {
  const count = Math.round(100 * right(step));
  return DIGITS.map((digit) =>
    DIGITS.map((as) => (as === digit ? count : as === (digit + 1) % 10 ? 100 - count : 0)),
  );
}

export const FILM: FilmDetail = {
  name: "good",
  network: DESCRIPTION.name,
  settings: { seed: 3, learning_rate: 0.002, batch_size: 64, optimizer: "adam", images: 5120 },
  of_steps: 80,
  moments: STEPS.length,
  diverged: null,
  reads: true,
  on_stage: true,
  bytes: 1,
  problem: null,
  rounding: 0,
  steps: STEPS,
  losses: Array.from({ length: 80 }, (_, at) => [at + 1, batchLoss(at + 1)]),
  validation_loss: STEPS.map(loss),
  validation_accuracy: STEPS.map(right),
  confusion: STEPS.map(confusionAt),
  moved: {},
  gradients: {},
  file: "abc",
};

/** A 3 at first, and from step 10 on a 4, more and more. */
export const FILM_READINGS: FilmReadings = {
  steps: STEPS,
  answer: DESCRIPTION.answers[0]?.name ?? "",
  outcomes: STEPS.map((step) => {
    const sure = right(step);
    return DIGITS.map((digit) => (digit === (step < 10 ? 3 : 4) ? sure : (1 - sure) / 9));
  }),
};
