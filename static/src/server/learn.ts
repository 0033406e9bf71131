/** What the page learns of its network: the description first, the weights once something is on the screen. */
import { effect } from "@preact/signals-core";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { phrase } from "../words/phrases.ts";
import { fetchNetwork, fetchWeights } from "./models.ts";

const RETRY = 2000;

/** Fetches the description, again and again until the server answers; `describe` shows it. */
export async function learn(
  lab: Lab,
  name: string,
  describe: (network: Network) => void | Promise<void> = lab.reader.describe,
  again = false,
): Promise<void> {
  try {
    const network = await fetchNetwork(name);
    if (lab.reader.network.peek() !== null) return; // another one was chosen meanwhile
    if (again) lab.session.notify(null);
    await describe(network);
    afterFirstPaint(lab, () => void learnWeights(lab, network));
  } catch (error) {
    lab.session.notify(phrase("error.description", { reason: String(error) }));
    setTimeout(() => void learn(lab, name, describe, true), RETRY);
  }
}

/** The weights of kernels and formulas come once the first drawing is on the screen: nothing waits for them. */
export async function learnWeights(lab: Lab, network: Network): Promise<void> {
  const { name } = network.description;
  /** Another network may take its place while they are on their way. */
  const isShown = () => lab.reader.network.peek()?.description.name === name;
  let { weights } = network;
  for (let tries = 0; lab.reader.weights.peek() === null && isShown(); tries++) {
    try {
      const all = await fetchWeights(name, weights, tries > 0);
      if (isShown()) lab.reader.learnWeights(all);
    } catch (error) {
      if (!isShown()) return;
      lab.reader.missWeights(error instanceof Error ? error.message : String(error));
      await new Promise((rested) => setTimeout(rested, RETRY));
      // A server that was loading, or another one, may have weights of another name by now.
      weights = await fetchNetwork(name).then(
        (now) => now.weights,
        () => weights,
      );
    }
  }
}

function afterFirstPaint(lab: Lab, act: () => void): void {
  let done = false;
  const stop = effect(() => {
    if (done || lab.reader.painted.value === 0) return;
    done = true;
    setTimeout(() => {
      stop();
      act();
    });
  });
}
