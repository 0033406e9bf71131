/** What a network says: its answers, what each came to, and the guesses of the first that names classes. */
import type { NetworkDescription } from "../wire/messages.ts";

export type Answer = NetworkDescription["answers"][number];
export type ClassesAnswer = Extract<Answer, { kind: "classes" }>;

/** What an answer came to; its kind says what the values are, in the order of its operation's. */
export interface Outcome {
  readonly answer: Answer;
  readonly values: Float32Array;
}

/** What is shown large: the two most probable classes, and the probabilities of all. */
export interface Guesses {
  readonly firstGuess: number | null;
  readonly secondGuess: number | null;
  readonly probabilities: Float32Array;
}

/** The answer that guesses and bars show, if there is one. */
export function firstClasses(answers: readonly Answer[]): ClassesAnswer | undefined {
  return answers.find((answer) => answer.kind === "classes");
}

/** Whether two guesses show this answer: exactly one of its labels is right, and labels are not grouped. */
export function isOneOfAll(answer: Answer | undefined): boolean {
  return answer?.kind === "classes" && answer.activation === "softmax" && !answer.groups.length;
}

/** What a guess of classes names, and how probable each is: groups in the order in which they first come, with the sums over their labels, or the labels themselves. As `Classes.guessed` and `chances` of models/_answers.py. */
export function chancesOf(
  { labels, groups }: ClassesAnswer,
  values: ArrayLike<number>,
): ReadonlyMap<string, number> {
  const chances = new Map<string, number>();
  for (const [at, label] of labels.entries()) {
    const name = groups[at] ?? label;
    chances.set(name, (chances.get(name) ?? 0) + (values[at] ?? 0));
  }
  return chances;
}

/** The guesses of the first outcome that names classes; none on a blank pad. */
export function guessesOf(outcomes: ReadonlyMap<string, Outcome>, blank: boolean): Guesses {
  const first = [...outcomes.values()].find(({ answer }) => answer.kind === "classes");
  const probabilities = first?.values ?? new Float32Array();
  const firstGuess = blank ? null : largestBut(probabilities, null);
  const secondGuess = firstGuess === null ? null : largestBut(probabilities, firstGuess);
  return { firstGuess, secondGuess, probabilities };
}

/** Names of an answer's values, one for each; none where its values are those of maps. */
export function namesOf(answer: Answer): readonly string[] {
  if (answer.kind === "classes") return answer.labels;
  return answer.kind === "numbers" ? answer.names : [];
}

/** Whether the labels are the ten digits, which the page calls digits. */
export function areDigits(labels: readonly string[]): boolean {
  return labels.join(" ") === "0 1 2 3 4 5 6 7 8 9";
}

function largestBut(values: Float32Array, left: number | null): number | null {
  let largest: number | null = null;
  for (const [at, value] of values.entries())
    if (at !== left && (largest === null || value > (values[largest] ?? 0))) largest = at;
  return largest;
}
