/** What the view of one kind of answer receives, in the panel about what comes out. */
import type { Answer } from "../network/answers.ts";
import type { Network } from "../network/network.ts";
import type { WithWeights } from "../network/slid.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import type { Prediction } from "../wire/messages.ts";

export interface HeadNeeds {
  readonly network: Network;
  /** The network's first answer: what the view is about. */
  readonly answer: Answer;
  /** All of the network's card, as `models/training/card.py` writes it. */
  fetchCard(): Promise<unknown>;
  /** Another network, to compute with; throws an Error whose message can be shown. */
  fetchWithWeights(network: string): Promise<WithWeights>;
  /** The server's prediction for the drawing on the pad. */
  predict(signal: AbortSignal): Promise<Prediction>;
}

/** Each kind has a file in this folder that exports such a function: it fills its host, follows the lab's signals, and returns what ends it. */
export type MountHead = (host: HTMLElement, lab: Lab, needs: HeadNeeds) => Dispose;

/** An answer's values; null for a blank pad, before the drawing is read, and where guesses are covered. Reads signals. */
export function valuesOf({ name }: Answer, { reader, forward, lecture }: Lab): Float32Array | null {
  const reading = forward.atEnd.value ? reader.reading.value : null;
  const isKnown = reading !== null && !reading.blank && !lecture.isCovered(GUESSES);
  return isKnown ? (reading.outcomes.get(name)?.values ?? null) : null;
}
