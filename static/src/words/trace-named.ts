/** What a pen trace shows: the network's classes, or the groups that finer classes are summed to. */
import type { PenTrace } from "../ink/trace.ts";
import { firstClasses } from "../network/answers.ts";
import type { Network } from "../network/network.ts";
import { namedIn } from "./sums.ts";

export interface NamedTrace {
  readonly trace: PenTrace;
  readonly classes: readonly string[];
  /** Each class has a probability of its own: any number of them may be guesses. */
  readonly areAlone: boolean;
}

/** `groups`: the visitor's own, as a link has them. */
export function namedTrace(
  trace: PenTrace,
  network: Network | null,
  groups: string | null,
): NamedTrace {
  const answer = firstClasses(network?.description.answers ?? []);
  const areAlone = answer?.activation === "sigmoid";
  if (answer === undefined || answer.groups.length === 0)
    return { trace, classes: network?.classes ?? [], areAlone };
  const sums = [...trace.probabilities].map(([moment, values]) => {
    return [moment, namedIn(answer, groups, values).map(({ part }) => part)] as const;
  });
  const classes = namedIn(answer, groups, []).map(({ name }) => name);
  return { trace: { ...trace, probabilities: new Map(sums) }, classes, areAlone };
}
