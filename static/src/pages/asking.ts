/** What the panel about the network's answers asks the server. */
import type { WithWeights } from "../network/slid.ts";
import { fetchNetwork, fetchWeights } from "../server/models.ts";

export { askForPrediction as predict } from "../networks/ask.ts";
export { fetchWholeCard } from "../server/models.ts";

/** A network with all of its weights, to compute with; throws an Error whose message can be shown. */
export async function fetchWithWeights(name: string): Promise<WithWeights> {
  const { description, weights } = await fetchNetwork(name);
  return { description, weights: await fetchWeights(name, weights) };
}
