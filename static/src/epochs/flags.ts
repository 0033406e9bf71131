/** Where a run's curves have flags: where the step size changes, and at the moment when training should have stopped. Pure. */
import { phrase, written } from "../words/phrases.ts";
import { type Curves, changesOf, verdictOf } from "./verdict.ts";

export interface Flag {
  readonly step: number;
  readonly text: string;
}

export function flagsOf(curves: Curves): readonly Flag[] {
  const [, ...later] = changesOf(curves.settings);
  const flags = later.map(([step, rate]) => ({
    step,
    text: phrase("epochs.flag.rate", { rate: written(rate) }),
  }));
  const verdict = verdictOf(curves);
  if (verdict.kind === "overfits")
    flags.push({ step: curves.steps[verdict.lowest] ?? 0, text: phrase("epochs.flag.stop") });
  return flags;
}
