/** The answer of a network that labels each pixel: the most probable label there. */
import type { Answer } from "./answers.ts";
import { BOX_PLANES } from "./box-values.ts";
import { answerOf, type Network } from "./network.ts";

export type MaskAnswer = Extract<Answer, { kind: "mask" }>;

/** The mask that the maps of a layer stand for; null for a layer without one. */
export function maskOf(network: Network, layer: string): MaskAnswer | null {
  const answer = answerOf(network, layer);
  return answer?.kind === "mask" ? answer : null;
}

/** What each map of a layer stands for, as the network's description has it; none of other layers. */
export function mapNamesOf(network: Network, layer: string): readonly string[] {
  const answer = answerOf(network, layer);
  if (answer?.kind === "boxes") return [...BOX_PLANES, ...answer.labels];
  return answer?.kind === "mask" ? answer.labels : [];
}

/** The label of each pixel of a mask with so many labels; the first label where nothing is known. */
export function labelsIn(values: ArrayLike<number> | null, area: number, labels: number) {
  const found = new Uint8Array(area);
  return values === null ? found : found.map((_, at) => labelAt(values, at, area, labels));
}

/** The label that is the most probable there; of one label alone, whether it is more probable than not. */
export function labelAt(values: ArrayLike<number>, at: number, area: number, labels: number) {
  if (labels === 1) return (values[at] ?? 0) > 0.5 ? 1 : 0;
  let best = 0;
  for (let label = 1; label < labels; label++)
    if ((values[label * area + at] ?? 0) > (values[best * area + at] ?? 0)) best = label;
  return best;
}
