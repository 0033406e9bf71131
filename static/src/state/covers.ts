/** Predict first: what is covered is taken out of a reading before any view can see it. */
import type { PreprocessingSteps } from "../ink/preprocessing.ts";
import type { Network } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";

/** In the set of what is covered: both guesses, all probabilities and the output layer, which would give them away. */
export const GUESSES = "guesses";

/** Whether a layer, or GUESSES, is covered: the output layer goes with the guesses. */
export function isCovered(
  name: string,
  covered: ReadonlySet<string>,
  network: Network | null,
): boolean {
  return covered.has(coverOf(name, network));
}

/** What has to be covered for a layer to be: its own name, or GUESSES for the one that would give them away. */
export function coverOf(name: string, network: Network | null): string {
  return network?.layer.get(name)?.kind === "output" ? GUESSES : name;
}

/** What can be covered of a network. */
export function coverable({ layer }: Network): ReadonlySet<string> {
  return new Set([GUESSES, ...layer.keys()]);
}

/** The reading without anything of what is covered; the same object while nothing is. */
export function readingLeft(
  reading: Reading | null,
  covered: ReadonlySet<string>,
  network: Network | null,
): Reading | null {
  if (reading === null || covered.size === 0) return reading;
  const layers = network?.layers.filter(({ name }) => isCovered(name, covered, network)) ?? [];
  const names = new Set(layers.map(({ name }) => name));
  const operations = new Set(layers.flatMap((layer) => layer.operations));
  const input = layers.some(({ kind }) => kind === "input");
  const left = {
    ...reading,
    image: input ? null : reading.image,
    maps: new Map([...reading.maps].filter(([name]) => !names.has(name))),
    values: new Map([...reading.values].filter(([name]) => !operations.has(name))),
  };
  return covered.has(GUESSES) ? { ...left, ...guessesLeft(reading) } : left;
}

function guessesLeft({ probabilities }: Reading) {
  return {
    doubtful: false,
    outcomes: new Map(),
    firstGuess: null,
    secondGuess: null,
    probabilities: new Float32Array(probabilities.length),
    of: null, // so that the pen trace keeps nothing of it
  };
}

/** The steps of preprocessing without the guesses that would come without each of them. */
export function stepsLeft(
  steps: PreprocessingSteps | null,
  covered: ReadonlySet<string>,
): PreprocessingSteps | null {
  if (steps === null || !covered.has(GUESSES)) return steps;
  return { ...steps, done: steps.done.map((done) => ({ ...done, toggled: null })) };
}
