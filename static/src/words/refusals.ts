/** What the server refused, in the page's language where its words are known, else in the server's own. */
import type { Refusal } from "../wire/messages.ts";
import { course, type Key, knows, phrase } from "../words.ts";

export function refusalInWords({ error, detail }: Pick<Refusal, "error" | "detail">): string {
  const key = `error.${error}`;
  return knows(key) ? phrase(key as Key, { detail }) : course(detail);
}
