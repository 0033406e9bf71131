/** What the page learns of its network: the description first, the weights once something is on the screen. */
import { effect } from "@preact/signals-core";
import type { Network } from "../network/network.ts";
import type { Store } from "../state/lab.ts";
import { phrase } from "../words/phrases.ts";
import { fetchNetwork, fetchWeights } from "./models.ts";

const RETRY = 2000;

/** Fetches the description, again and again until the server answers. */
export async function learn(store: Store, name: string): Promise<void> {
  try {
    const network = await fetchNetwork(name);
    store.describe(network);
    afterFirstPaint(store, () => void learnWeights(store, network));
  } catch (error) {
    store.notify(phrase("error.description", { reason: String(error) }));
    setTimeout(() => void learn(store, name), RETRY);
  }
}

/** The weights of kernels and formulas come once the first drawing is on the screen: nothing waits for them. */
async function learnWeights(store: Store, network: Network): Promise<void> {
  const { name } = network.description;
  let { weights } = network;
  for (let tries = 0; store.weights.peek() === null; tries++) {
    try {
      store.learnWeights(await fetchWeights(name, weights, tries > 0));
    } catch (error) {
      store.missWeights(error instanceof Error ? error.message : String(error));
      await new Promise((rested) => setTimeout(rested, RETRY));
      // A server that was loading, or another one, may have weights of another name by now.
      weights = await fetchNetwork(name).then(
        (now) => now.weights,
        () => weights,
      );
    }
  }
}

function afterFirstPaint(store: Store, act: () => void): void {
  let done = false;
  const stop = effect(() => {
    if (done || store.painted.value === 0) return;
    done = true;
    setTimeout(() => {
      stop();
      act();
    });
  });
}
