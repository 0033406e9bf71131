/** Where on a run's curves something is marked: another step size on the way, and the moment to have stopped at. Pure. */
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
