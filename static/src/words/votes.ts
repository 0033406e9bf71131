/** What stands on the right of a network, as the sentence above it says (`app/pages.py` says it first). */
import { type Key, phrase } from "./phrases.ts";

const VOTES = new Map<number, Key>([
  [0, "head.answer"],
  [1, "head.votes.one"],
  [10, "head.votes.ten"],
]);

/** "ten votes" of a network whose guesses are among so many classes; "its answer" where it has none. */
export const votesIn = (classes: number): string =>
  phrase(VOTES.get(classes) ?? "head.votes.other", { count: classes });
