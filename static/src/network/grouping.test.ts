import { expect, test } from "vitest";
import {
  beside,
  groupingAsText,
  groupingFrom,
  groupsIn,
  moved,
  newGroup,
  ownGrouping,
  partsOf,
  sumsIn,
  treeOf,
} from "./grouping.ts";

const GROUPS = ["4", "4", "7", "9", "9"];
const VALUES = [0.3, 0.15, 0.05, 0.4, 0.1];
const OWN = ownGrouping(GROUPS);

test("a network's own groups are nothing that an address must say", () => {
  expect(OWN).toEqual([0, 0, 1, 2, 2]);
  expect(groupingAsText(OWN, GROUPS)).toBeNull();
});

test.each([[[0, 2, 1, 2, 2]], [[35, 0, 10, 0, 1]]])(
  "groups %j come back from an address",
  (all) => {
    const text = groupingAsText(all, GROUPS);
    expect(groupingFrom(text, GROUPS.length)).toEqual(all);
  },
);

test.each([null, "", "0123", "012345", "0 123", "01A23"])("%j says nothing that fits", (text) => {
  expect(groupingFrom(text, 5)).toBeNull();
});

test("sums of all groups are the sum of all labels, however they are grouped", () => {
  for (const grouping of [OWN, [0, 1, 2, 3, 4], [7, 7, 7, 7, 7], [2, 0, 2, 0, 2]]) {
    const total = sumsIn(grouping, VALUES).reduce((sum, each) => sum + each.sum, 0);
    expect(total).toBeCloseTo(1, 12);
  }
  expect(sumsIn(OWN, VALUES).map(({ sum }) => sum.toFixed(2))).toEqual(["0.45", "0.05", "0.50"]);
});

test("another grouping of the same probabilities has another answer", () => {
  const first = (grouping: readonly number[]) =>
    [...sumsIn(grouping, VALUES)].sort((one, other) => other.sum - one.sum)[0]?.labels;
  expect(first(OWN)).toEqual([3, 4]);
  expect(first(moved(OWN, new Set([4]), 0))).toEqual([0, 1, 4]);
});

test("a label goes to the groups beside its own, and to a new one after the last", () => {
  expect(beside(OWN, 2, -1)).toBe(0);
  expect(beside(OWN, 2, 1)).toBe(2);
  expect(beside(OWN, 0, -1)).toBeNull();
  expect(beside(OWN, 3, 1)).toBe(3); // new
  const alone = moved(OWN, new Set([3]), 3);
  expect(beside(alone, 3, 1)).toBeNull();
  expect(groupsIn(moved(OWN, new Set([2]), 0))).toEqual([0, 2]);
});

test("a new group has a number that is free and that an address can say", () => {
  expect(newGroup(OWN)).toBe(3);
  expect(newGroup([35, 0, 1, 3, 3])).toBe(2);
});

test("a group is named by its digits, and says which of them it has in part", () => {
  expect(partsOf({ labels: [0, 1, 4] }, GROUPS)).toEqual([
    { name: "4", whole: true },
    { name: "9", whole: false },
  ]);
});

test("branches are as wide as probabilities, and fill their group without a gap", () => {
  const { branches, places, next } = treeOf(OWN, VALUES);
  const scale = (branches[0]?.width ?? 0) / 0.3;
  for (const { part, width, label, from } of branches) {
    expect(width).toBeCloseTo(scale * part, 12);
    expect(from).toBe(label + 0.5);
  }
  const of = branches.filter(({ group }) => group === 2);
  const edges = of.map(({ to, width }) => [to - width / 2, to + width / 2]);
  expect(edges[0]?.[1]).toBeCloseTo(edges[1]?.[0] ?? 0, 12);
  const middle = ((edges[0]?.[0] ?? 0) + (edges[1]?.[1] ?? 0)) / 2;
  expect(middle).toBeCloseTo(places.get(2) ?? 0, 12);
  expect(next).toBeGreaterThan(Math.max(...places.values()));
  expect(next).toBeLessThan(GROUPS.length);
});
