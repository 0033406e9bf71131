import { learnWords, type Words } from "../words/phrases.ts";

let asked: Promise<void> | null = null;

/** Fetches, once, the words that the page does not carry; throws where they do not come, and the next call asks again. */
export function fetchLaterWords(): Promise<void> {
  asked ??= fetchWords().catch((error: unknown) => {
    asked = null;
    throw error;
  });
  return asked;
}

async function fetchWords(): Promise<void> {
  const answer = await fetch(`words/later?lang=${document.documentElement.lang}`);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  learnWords((await answer.json()) as Words);
}
