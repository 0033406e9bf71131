/** The kind of answer that a network gives: what comes out, and the view that shows it. */
import type { Answer } from "./answers.ts";

/** One of some classes, any of them, numbers, boxes, a label for each pixel, one of some ways of writing a class. */
export type AnswerKind = "one" | "several" | "numbers" | "boxes" | "mask" | "ways";

export const ANSWER_KINDS: readonly AnswerKind[] = [
  "one",
  "several",
  "numbers",
  "boxes",
  "mask",
  "ways",
];

export function kindOfAnswer(answer: Answer): AnswerKind {
  if (answer.kind !== "classes") return answer.kind;
  if (answer.activation === "sigmoid") return "several";
  return answer.groups.length > 0 ? "ways" : "one";
}

/** The kind of a network's first answer; undefined where it has none. */
export function kindOfNetwork(answers: readonly Answer[]): AnswerKind | undefined {
  const [first] = answers;
  return first && kindOfAnswer(first);
}
