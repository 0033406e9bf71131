import { expect, test } from "vitest";
import type { Answer } from "../network/answers.ts";
import { votesIn } from "./votes.ts";

const of = { name: "made", title: "Made up", operation: "output" };
const labels = [..."0123456789"];
const classes = { ...of, kind: "classes" as const, groups: [] };

test.each<[Answer | undefined, string]>([
  [undefined, "its answer"],
  [{ ...classes, labels, activation: "softmax" }, "ten votes"],
  [{ ...classes, labels: ["a"], activation: "softmax" }, "1 vote"],
  [{ ...classes, labels, activation: "sigmoid" }, "10 times yes or no"],
  [{ ...classes, labels: ["4-a", "4-b"], activation: "softmax", groups: ["4", "4"] }, "2 votes"],
  [{ ...of, kind: "numbers", names: ["slant", "width"], units: ["°", "%"] }, "2 numbers"],
  [{ ...of, kind: "boxes", labels }, "boxes"],
  [{ ...of, kind: "mask", labels }, "a mask"],
])("what stands on the right is named by its kind", (answer, words) => {
  expect(votesIn({ answers: answer === undefined ? [] : [answer] })).toBe(words);
});
