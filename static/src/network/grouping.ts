/** Groups that finer labels are summed to: the network's own, or a visitor's. No grouping needs another training. */

/** For each label the number of its group. */
export type Grouping = readonly number[];

/** In an address a group's number is one character, 0-9 or a-z. */
const SIGNS = 36;

/** The network's own groups, numbered as they come. */
export function ownGrouping(groups: readonly string[]): Grouping {
  const order = [...new Set(groups)];
  return groups.map((group) => order.indexOf(group));
}

/** The grouping in an address, one character for each label; null where it does not fit. */
export function groupingFrom(text: string | null, count: number): Grouping | null {
  if (text === null || text.length !== count || !/^[0-9a-z]+$/.test(text)) return null;
  return [...text].map((sign) => Number.parseInt(sign, SIGNS));
}

/** The grouping as text for an address; null for the network's own groups. */
export function groupingAsText(grouping: Grouping, groups: readonly string[]): string | null {
  const text = asText(grouping);
  return text === asText(ownGrouping(groups)) ? null : text;
}

const asText = (grouping: Grouping) => grouping.map((group) => group.toString(SIGNS)).join("");

/** Numbers of the groups that have labels, in order. */
export function groupsIn(grouping: Grouping): readonly number[] {
  return [...new Set(grouping)].sort((one, other) => one - other);
}

/** The grouping with these labels moved to this group. */
export function moved(grouping: Grouping, labels: ReadonlySet<number>, group: number): Grouping {
  return grouping.map((each, label) => (labels.has(label) ? group : each));
}

/** The number of a new group: after all others, or the first that is free. */
export function newGroup(grouping: Grouping): number {
  const next = Math.max(...grouping) + 1;
  if (next < SIGNS) return next;
  const free = Array.from({ length: SIGNS }, (_, i) => i).find((i) => !grouping.includes(i));
  return free ?? 0;
}

/** The group before or after a label's own, or a new one after the last; null where there is none. */
export function beside(grouping: Grouping, label: number, by: -1 | 1): number | null {
  const all = groupsIn(grouping);
  const group = grouping[label] ?? 0;
  const next = all[all.indexOf(group) + by];
  if (next !== undefined) return next;
  const isAlone = grouping.filter((each) => each === group).length === 1;
  return by < 0 || isAlone ? null : newGroup(grouping);
}

export interface Sum {
  readonly group: number;
  readonly sum: number;
  /** Its labels, in order. */
  readonly labels: readonly number[];
}

/** What the probabilities of each group's labels add up to, in the order of the groups. */
export function sumsIn(grouping: Grouping, values: ArrayLike<number>): readonly Sum[] {
  return groupsIn(grouping).map((group) => {
    const labels = grouping.flatMap((each, label) => (each === group ? [label] : []));
    return { group, labels, sum: labels.reduce((sum, label) => sum + (values[label] ?? 0), 0) };
  });
}

/** The digits of which a group has labels, and whether it has all of them. */
export function partsOf(
  { labels }: Pick<Sum, "labels">,
  groups: readonly string[],
): readonly { readonly name: string; readonly whole: boolean }[] {
  const names = [...new Set(labels.map((label) => groups[label] ?? ""))];
  const count = (name: string) => groups.filter((each) => each === name).length;
  const held = (name: string) => labels.filter((label) => groups[label] === name).length;
  return names.map((name) => ({ name, whole: held(name) === count(name) }));
}

export interface Branch {
  readonly label: number;
  readonly group: number;
  readonly part: number;
  /** The middles of its two ends, and its width, in rows of labels. */
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

export interface Tree {
  readonly branches: readonly Branch[];
  /** The middle of each group, by its number, in rows of labels; `next`: the middle for a new group. */
  readonly places: ReadonlyMap<number, number>;
  readonly next: number;
}

/** A probability of 1 is so many rows wide, where there is room. */
const WIDEST = 2.2;

/** Branches from each label to its group, as wide as the labels' probabilities; those of a group lie side by side. */
export function treeOf(grouping: Grouping, values: ArrayLike<number>): Tree {
  const sums = sumsIn(grouping, values);
  const slot = grouping.length / (sums.length + 1);
  const scale = Math.min(WIDEST, 0.9 * slot);
  const places = new Map(sums.map(({ group }, i) => [group, (i + 0.5) * slot]));
  const branches = sums.flatMap(({ group, labels, sum }) => {
    let edge = (places.get(group) ?? 0) - (scale * sum) / 2;
    return labels.map((label) => {
      const part = values[label] ?? 0;
      const width = scale * part;
      const to = edge + width / 2;
      edge += width;
      return { label, group, part, from: label + 0.5, to, width };
    });
  });
  return { branches, places, next: (sums.length + 0.5) * slot };
}
