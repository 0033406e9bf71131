/** What the server refused, in the page's language where its words are known, else in the server's own. */
import type { Refusal } from "../wire/messages.ts";
import { course, type Key, knows, local, phrase } from "./phrases.ts";

const NUMBER = /\d+(?:\.\d+)?/g;

export function refusalInWords({ error, detail }: Pick<Refusal, "error" | "detail">): string {
  const key = `error.${error}`;
  if (!knows(key)) return serversWords(detail);
  // "LeNet-5 cannot answer: it is still loading": the network's name is on the page already.
  const reason = detail.slice(detail.indexOf(": ") + 1).trim();
  return phrase(key as Key, { detail: serversWords(reason) });
}

/** One of the server's sentences; its numbers stand as # in the catalogue. */
function serversWords(sentence: string): string {
  const numbers = [...sentence.matchAll(NUMBER)].map(([text]) => local(text));
  return course(sentence.replace(NUMBER, "#")).replace(/#/g, () => numbers.shift() ?? "#");
}
