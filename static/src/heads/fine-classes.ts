/** Fine classes: a tree whose leaves' probabilities flow up to ten digits, or to groups that the visitor makes. */

import { computed, effect } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import type { ClassesAnswer } from "../network/answers.ts";
import {
  type Grouping,
  groupingAsText,
  groupingFrom,
  ownGrouping,
  type Sum,
  sumsIn,
} from "../network/grouping.ts";
import { endAll } from "../state/slice.ts";
import { chance } from "../words/numbers.ts";
import { counted, phrase } from "../words/phrases.ts";
import { nameOfGroup } from "../words/sums.ts";
import { type ComparedCard, comparedIn, tableOf } from "./compared.ts";
import { type MountHead, valuesOf } from "./head.ts";
import { TreeView } from "./tree.ts";

export const mountHead: MountHead = (host, lab, needs) => {
  const answer = needs.answer as ClassesAnswer;
  const { labels, groups } = answer;
  const groupsOfNetwork = ownGrouping(groups);
  const grouping = computed(
    () => groupingFrom(lab.look.groups.value, labels.length) ?? groupsOfNetwork,
  );
  const regroup = (next: Grouping) => lab.look.groupBy(groupingAsText(next, groups));
  const presets = PRESETS.map(([key, make]) => ({ key, grouping: make(groups) }));
  const choice = make("div", { class: "choice", role: "group", "aria-label": phrase("tree.sets") });
  const buttons = presets.map(({ key, grouping: preset }) =>
    makeButton(() => regroup(preset), { text: phrase(key) }),
  );
  choice.append(...buttons);
  const sentence = make("p", { class: "note", "data-part": "sum" });
  const tree = new TreeView(labels, groups, regroup);
  const compared = make("section", { class: "compared" });
  host.append(
    choice,
    tree.element,
    sentence,
    make("p", { class: "note", text: phrase(isTouched() ? "tree.how.touch" : "tree.how") }),
    compared,
  );
  const fetch = async () => {
    const found = comparedIn((await needs.fetchCard()) as ComparedCard | null, answer.name);
    if (found !== null) compared.replaceChildren(...tableOf(found));
  };
  fetch().catch(() => compared.replaceChildren(phrase("heads.plot.failed")));
  return endAll(
    effect(() => {
      const values = valuesOf(answer, lab);
      tree.show(grouping.value, values);
      const text = grouping.value.join();
      for (const [i, button] of buttons.entries())
        button.setAttribute("aria-pressed", String(presets[i]?.grouping.join() === text));
      const none = values === null;
      say(sentence, none ? "" : inWords(sumsIn(grouping.value, values), values, answer));
    }),
    () => tree.end(),
    () => host.replaceChildren(),
  );
};

/** On a touch screen a finger scrolls instead of dragging. */
const isTouched = () => matchMedia("(pointer: coarse)").matches;

const EVEN = 2;

/** The network's own groups, even and odd digits, and each label by itself. */
const PRESETS = [
  ["tree.digits", ownGrouping],
  ["tree.even", (groups: readonly string[]) => groups.map((group) => Number(group) % EVEN)],
  ["tree.alone", (groups: readonly string[]) => groups.map((_, i) => i)],
] as const;

/** Which group has the largest sum, which labels it consists of, and whether the likeliest label alone would give another answer. */
export function inWords(
  sums: readonly Sum[],
  values: ArrayLike<number>,
  { labels, groups }: ClassesAnswer,
): string {
  const first = largest(sums, ({ sum }) => sum);
  const best = largest([...labels.keys()], (label) => values[label] ?? 0);
  if (first === undefined || best === undefined) return "";
  const of = (label: number) => chance(values[label] ?? 0);
  const name = nameOfGroup(first, labels, groups);
  const sentence = counted("tree.says", first.labels.length, { name, sum: chance(first.sum) });
  if (first.labels.includes(best)) return sentence;
  return `${sentence} ${phrase("tree.other", { way: labels[best] ?? "", part: of(best), name })}`;
}

function largest<Each>(all: readonly Each[], size: (each: Each) => number): Each | undefined {
  return [...all].sort((one, other) => size(other) - size(one))[0];
}
