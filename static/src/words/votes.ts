/** What stands on the right of a network, as the sentence above it says (`app/pages/routes.py` says it first). */
import { type AnswerKind, kindOfNetwork } from "../network/answer-kinds.ts";
import { namesOf } from "../network/answers.ts";
import type { NetworkDescription } from "../wire/messages.ts";
import { type Key, phrase } from "./phrases.ts";

const VOTES = new Map<number, Key>([
  [1, "head.votes.one"],
  [10, "head.votes.ten"],
]);
const OTHERS: Partial<Record<AnswerKind, Key>> = {
  several: "head.votes.several",
  numbers: "head.votes.numbers",
  boxes: "head.votes.boxes",
  mask: "head.votes.mask",
};

/** "ten votes" of a network that chooses one of ten classes, and of other kinds of answers what comes out. */
export function votesIn({ answers }: Pick<NetworkDescription, "answers">): string {
  const [first] = answers;
  const kind = kindOfNetwork(answers);
  if (first === undefined || kind === undefined) return phrase("head.answer");
  const count = namesOf(first).length;
  return phrase(OTHERS[kind] ?? VOTES.get(count) ?? "head.votes.other", { count });
}
