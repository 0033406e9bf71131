/** What a network says of a drawing, in short: its first guess, or the picture of a mask. */
import { type ClassesAnswer, firstClasses } from "../network/answers.ts";
import { labelsIn, type MaskAnswer } from "../network/mask.ts";
import type { Network } from "../network/network.ts";
import { likeliestFirst, namedIn } from "../words/sums.ts";

/** For each place of the image the label that is the most probable, row by row. */
export interface MaskGuess {
  readonly kind: "mask";
  readonly labels: readonly string[];
  readonly best: ArrayLike<number>;
  readonly columns: number;
}

export type Guess =
  | { readonly kind: "class"; readonly label: string; readonly probability: number }
  | MaskGuess
  /** It has an answer, of a kind that has no short form. */
  | { readonly kind: "other"; readonly title: string }
  | { readonly kind: "blank" };

/** `outcomes`: by the names of answers; empty for a blank pad. */
export function guessOf(network: Network, outcomes: ReadonlyMap<string, ArrayLike<number>>): Guess {
  if (outcomes.size === 0) return { kind: "blank" };
  const { answers } = network.description;
  const answer = firstClasses(answers) ?? answers[0];
  const values = outcomes.get(answer?.name ?? "");
  if (answer === undefined || values === undefined) return { kind: "blank" };
  if (answer.kind === "classes") return classIn(answer, values);
  if (answer.kind === "mask" && answer.labels.length > 1) return maskIn(network, answer, values);
  return { kind: "other", title: answer.title };
}

/** The likeliest class, or the likeliest group of finer classes. */
function classIn(answer: ClassesAnswer, values: ArrayLike<number>): Guess {
  const [first] = likeliestFirst(namedIn(answer, null, values));
  return { kind: "class", label: first?.name ?? "", probability: first?.part ?? 0 };
}

function maskIn(
  network: Network,
  { labels, operation }: MaskAnswer,
  values: ArrayLike<number>,
): MaskGuess {
  const places = values.length / labels.length;
  const best = labelsIn(values, places, labels.length);
  const columns = network.graph.byName.get(operation)?.output_shape.at(-1) ?? network.side;
  return { kind: "mask", labels, best, columns };
}

/** The part of the ink (all pixels but those of the first label) that has this label. */
export function partOf({ best }: MaskGuess, label: number): number {
  const places = Array.from(best);
  const inked = places.filter((each) => each > 0).length;
  return inked === 0 ? 0 : places.filter((each) => each === label).length / inked;
}
