/** What a server tells of the two small twins: their cards, the list of networks, and what each makes of a drawing. */
import type { Listed, WholeCard } from "../compare/side.ts";
import type { Network } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { counting } from "./counting.ts";

/** A network's card, with the gradients of its layers at the start, and its accuracy in training. */
export const cardOfTwin = (gradient: number, training: number): WholeCard => ({
  story: { idea: "An idea" },
  epochs: [{ training: 0.2 }, { training }],
  gradients: { first: gradient, block1_conv: gradient, block2_conv: gradient, output: gradient },
  sets: { "mnist-test": "MNIST" },
  accuracy: { "mnist-test": { count: 10, first_guess: training } },
});

export const CARDS: Readonly<Record<string, WholeCard>> = {
  plain: { ...cardOfTwin(1e-6, 0.5), recipe: { epochs: 3, learning_rate: 5e-4 } },
  residual: { ...cardOfTwin(1e-3, 0.9), recipe: { epochs: 1, learning_rate: 2e-3 } },
};

export const LISTED: readonly Listed[] = ["plain", "residual", "third"].map((name) => ({
  name,
  title: name === "third" ? "Third" : name === "plain" ? "Plain" : "Residual",
  depth: 4,
  milliseconds: 0.5,
  in_lineage: true,
  answers: ["one" as const],
  ready: true,
}));

/** Cells that count, and one class nearly for sure. */
export function readingOfTwin(network: Network, seq: number, first: number): Reading {
  const maps = new Map(network.layers.map(({ name, shape }) => [name, counting(shape)]));
  const probabilities = first === 0 ? Float32Array.of(0.9, 0.1) : Float32Array.of(0.2, 0.8);
  const guesses = { firstGuess: first, secondGuess: 1 - first, probabilities };
  const rest = {
    outcomes: new Map(),
    image: null,
    values: new Map(),
    imageOnPad: null,
    of: null,
    off: "",
  };
  return { seq, blank: false, doubtful: false, exact: true, maps, ...guesses, ...rest } as Reading;
}
