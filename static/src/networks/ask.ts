/** Asks the server about networks that are not on the stage: descriptions, and what they make of the drawing on the pad. */
import type { Network } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { ask, postJson, request } from "../server/api.ts";
import { readingOf } from "../server/arrived.ts";
import { fetchNetwork } from "../server/models.ts";
import { drawingFor, readNow } from "../server/wanted.ts";
import type { Lab } from "../state/lab.ts";
import { decodeFrame } from "../wire/frame.ts";
import type { ModelList, ModelSummary, Prediction } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import { type Guess, guessOf } from "./guess.ts";

const FRAME = "application/vnd.inkling.frame";

/** Why something has not come, in words; also where the server did not answer at all. */
export function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return phrase("networks.away");
  return error instanceof Error ? error.message : String(error);
}

export async function listNetworks(): Promise<readonly ModelSummary[]> {
  return (await ask<ModelList>("models")).models;
}

/** Descriptions, each asked for once; one that did not come is asked for again. */
export class Descriptions {
  readonly #known = new Map<string, Promise<Network>>();

  get(name: string): Promise<Network> {
    const known = this.#known.get(name) ?? fetchNetwork(name);
    this.#known.set(name, known);
    known.catch(() => {
      if (this.#known.get(name) === known) this.#known.delete(name);
    });
    return known;
  }

  /** Forgets a description: next time it is asked for again. */
  forget(name: string): void {
    this.#known.delete(name);
  }
}

function predictions({ description }: Network): string {
  return `models/${encodeURIComponent(description.name)}/predictions`;
}

/** What a network says of the drawing on the pad. */
export function askForPrediction(
  network: Network,
  lab: Lab,
  signal: AbortSignal,
): Promise<Prediction> {
  const how = postJson(drawingFor(network.side, lab));
  return ask<Prediction>(predictions(network), { ...how, signal });
}

/** The same in short: its first guess, or the picture of a mask. */
export async function askForGuess(network: Network, lab: Lab, signal: AbortSignal): Promise<Guess> {
  const { outcomes } = await askForPrediction(network, lab, signal);
  return guessOf(network, new Map(Object.entries(outcomes)));
}

/** All that a network makes of the drawing on the pad, in 8 bits; `layers`: those that are shown. */
export async function askForReading(
  network: Network,
  layers: readonly string[],
  lab: Lab,
  signal: AbortSignal,
): Promise<Reading> {
  const of = readNow(lab, network.description.name);
  const how = postJson(drawingFor(network.side, lab));
  const headers = { ...how.headers, Accept: FRAME };
  const shown = layers.map((layer) => `layers=${encodeURIComponent(layer)}`).join("&");
  const answer = await request(`${predictions(network)}?${shown}`, { ...how, headers, signal });
  return readingOf(decodeFrame(await answer.arrayBuffer()), network, { of, off: "" });
}
