/** What happens between a network's layers, each with a sentence. */
import { isFirstClasses, type Network } from "../network/network.ts";
import { knows, phrase } from "./phrases.ts";
import { operationInWords } from "./titles.ts";

export interface Meaning {
  /** "conv 5 × 5" */
  readonly name: string;
  readonly sentence: string;
}

/** Each operation once, in the order in which the network uses them; softmax behind scores of classes. */
export function meaningOfOperations(network: Network): Meaning[] {
  const meanings = new Map<string, string>();
  for (const layer of network.layers) {
    const name = operationInWords(layer, network);
    const sentence = name === "" ? "" : meaningOf(layer.operations, network);
    if (sentence !== "" && !meanings.has(name)) meanings.set(name, sentence);
  }
  if (network.layers.some(({ name }) => isFirstClasses(network, name))) {
    const count = network.classes.length;
    meanings.set(phrase("guide.softmax"), phrase("guide.softmax.is", { count }));
  }
  return [...meanings].map(([name, sentence]) => ({ name, sentence }));
}

/** What a layer's operations do, in a sentence. */
export function meaningOf(operations: readonly string[], { graph }: Network): string {
  for (const name of operations) {
    const operation = graph.byName.get(name);
    const key = `guide.kind.${operation?.kind}`;
    if (operation === undefined || !knows(key)) continue;
    const [rows = 1, columns = rows] = operation.kernel_size ?? [];
    return phrase(key as "guide.kind.linear", { weights: rows * columns, cells: rows * columns });
  }
  return "";
}
