/** A network from the server: its description, and its weights by their hash, which the browser keeps for ever. */
import type { Answer } from "../network/answers.ts";
import { type Card, indexNetwork, type Network } from "../network/network.ts";
import type { Originals } from "../network/originals.ts";
import { type AllWeights, parseSafetensors } from "../network/safetensors.ts";
import type { ModelDetail, ModelList, ModelSummary, NetworkDescription } from "../wire/messages.ts";
import { course, phrase, translated } from "../words/phrases.ts";
import { ask, askFile, RefusedError, request } from "./api.ts";

/** The networks that the server offers, their titles in the page's language; throws an Error whose message can be shown. */
export async function listNetworks(): Promise<readonly ModelSummary[]> {
  const { models } = await ask<ModelList>("models");
  return models.map((each) => ({ ...each, title: course(each.title) }));
}

/** Fetches and indexes a network; throws an Error whose message can be shown. */
export async function fetchNetwork(name: string, signal?: AbortSignal): Promise<Network> {
  const path = `models/${encodeURIComponent(name)}`;
  const { description, card, weights } = await ask<ModelDetail>(path, signal && { signal });
  return indexNetwork(inOwnLanguage(description), card as Card | null, weights);
}

/** All of a network's card, null where it has none; throws an Error whose message can be shown. */
export async function fetchWholeCard(name: string): Promise<Card | null> {
  return await ask<Card | null>(`models/${encodeURIComponent(name)}/card`);
}

/** The published networks that those here are in the style of; throws an Error whose message can be shown. */
export async function fetchOriginals(): Promise<Originals> {
  return await askFile<Originals>("static/exhibits/history.json");
}

/** The titles of the course's own layers, as the page says them, beside the English ones. */
function inOwnLanguage(description: NetworkDescription): NetworkDescription {
  const layers = description.layers.map((layer) => ({
    ...layer,
    title: course(layer.title),
    ownTitle: layer.title,
  }));
  return { ...description, layers, answers: description.answers.map(answerInOwnLanguage) };
}

const label = (text: string) => translated("label.", text);

function answerInOwnLanguage(answer: Answer): Answer {
  return answer.kind === "numbers"
    ? { ...answer, names: answer.names.map(label) }
    : { ...answer, labels: answer.labels.map(label) };
}

/**
 * Fetches a network's weights, which are named by their SHA-256; throws an Error whose message can be shown. `again`: what
 * the browser has kept of them may be damaged.
 */
export async function fetchWeights(
  network: string,
  name: string | null,
  again = false,
): Promise<AllWeights> {
  if (name === null) throw new Error(phrase("error.weights.none"));
  const path = `models/${encodeURIComponent(network)}/weights/${name}`;
  const asked = request(path, { cache: again ? "reload" : "default" });
  const response = await asked.catch((error: unknown) => {
    throw error instanceof RefusedError ? error : new Error(phrase("error.weights.unreachable"));
  });
  try {
    const content = await response.arrayBuffer();
    await expectHash(content, name);
    return parseSafetensors(content);
  } catch {
    throw new Error(phrase("error.weights.damaged"));
  }
}

/** Throws if the hash is another one. Browsers compute it only for pages that come by https or from this computer. */
async function expectHash(content: ArrayBuffer, sha256: string): Promise<void> {
  if (!isSecureContext) return;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (found !== sha256) throw new Error(`the weights' SHA-256 is ${found}, expected ${sha256}`);
}
