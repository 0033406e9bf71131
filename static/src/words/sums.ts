/** What a network says by name: its classes or, where finer ones are summed, the sums, by its own groups or by the visitor's. */
import type { ClassesAnswer } from "../network/answers.ts";
import { groupingFrom, ownGrouping, partsOf, type Sum, sumsIn } from "../network/grouping.ts";
import { counted, phrase } from "./phrases.ts";

export interface Named {
  readonly name: string;
  readonly part: number;
  /** Which classes it is made of. */
  readonly labels: readonly number[];
}

/** In order of the classes, or of the groups; `chosen`: the visitor's groups as a link has them, null for the network's own. */
export function namedIn(
  { labels, groups }: Pick<ClassesAnswer, "labels" | "groups">,
  chosen: string | null,
  values: ArrayLike<number>,
): readonly Named[] {
  if (groups.length === 0)
    return labels.map((name, i) => ({ name, part: values[i] ?? 0, labels: [i] }));
  const groupsOfNetwork = ownGrouping(groups);
  const grouping = groupingFrom(chosen, labels.length);
  return sumsIn(grouping ?? groupsOfNetwork, values).map((sum) => ({
    name: grouping === null ? (groups[sum.labels[0] ?? 0] ?? "") : nameOfGroup(sum, labels, groups),
    part: sum.sum,
    labels: sum.labels,
  }));
}

export const likeliestFirst = (all: readonly Named[]): readonly Named[] =>
  [...all].sort((one, other) => other.part - one.part);

/** A group of more digits than these, some only in part, is named by its number of labels. */
const NAMED = 2;
/** Groups that have a shorter name than all their digits. */
const SHORTER = { "0 2 4 6 8": "tree.evens", "1 3 5 7 9": "tree.odds" } as const;

/** The one label of a group, or its digits; a digit of which it has only some labels is marked. */
export function nameOfGroup(
  group: Pick<Sum, "labels">,
  labels: readonly string[],
  groups: readonly string[],
): string {
  const parts = partsOf(group, groups);
  const [only, another] = group.labels;
  if (only !== undefined && another === undefined && parts[0]?.whole === false)
    return labels[only] ?? "";
  const isWhole = parts.every(({ whole }) => whole);
  if (!isWhole && parts.length > NAMED) return counted("tree.count", group.labels.length);
  const names = parts.map(({ name, whole }) => (whole ? name : phrase("tree.part", { name })));
  if (!isWhole) return names.join(", ");
  const all = names.join(" ");
  return all in SHORTER ? phrase(SHORTER[all as keyof typeof SHORTER]) : all;
}
