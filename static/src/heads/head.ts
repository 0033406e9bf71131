/** What the view of one kind of answer is given, in the panel about what comes out. */
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
  /** What the network says of the drawing on the pad, in words of each kind. */
  predict(signal: AbortSignal): Promise<Prediction>;
}

/** A file of this folder for each kind: fills its host, follows the lab's signals, and ends. */
export type MountHead = (host: HTMLElement, lab: Lab, needs: HeadNeeds) => Dispose;

/** The values that an answer came to; null of a blank pad, of what is not read yet, and where guesses are covered. Reads signals. */
export function valuesOf({ name }: Answer, { reader, forward, lecture }: Lab): Float32Array | null {
  const reading = forward.atEnd.value ? reader.reading.value : null;
  const isKnown = reading !== null && !reading.blank && !lecture.isCovered(GUESSES);
  return isKnown ? (reading.outcomes.get(name)?.values ?? null) : null;
}
