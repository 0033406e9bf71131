import { expect, test } from "vitest";
import type { Answer } from "../network/answers.ts";
import { indexNetwork } from "../network/network.ts";
import { READING } from "../testing/counting.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { arraysOf } from "./numbers.ts";

const [classes] = SKIPPING.answers;
const size: Answer = {
  name: "size",
  title: "Size",
  operation: classes?.operation ?? "",
  kind: "numbers",
  names: ["width", "height"],
  units: ["cm", "cm"],
};

test("every answer is saved: the first classes as probabilities, others by their names", () => {
  if (classes === undefined) throw new Error("the network has an answer");
  const network = indexNetwork({ ...SKIPPING, answers: [classes, size] });
  const outcomes = new Map([
    [classes.name, { answer: classes, values: Float32Array.of(0.25, 0.75) }],
    ["size", { answer: size, values: Float32Array.of(3, 4) }],
  ]);
  const arrays = arraysOf(network, { ...READING, outcomes, blank: false, exact: true }, null);
  const saved = new Map(arrays?.map(({ name, values }) => [name, [...values]]));
  expect(saved.get("probabilities")).toEqual([0.25, 0.75]);
  expect(saved.get("size")).toEqual([3, 4]);
});

test("beside fine classes, what they add up to is saved", () => {
  if (classes?.kind !== "classes") throw new Error("the network has an answer");
  const fine: Answer = { ...classes, labels: ["7-a", "1-a", "1-b"], groups: ["7", "1", "1"] };
  const network = indexNetwork({ ...SKIPPING, answers: [fine] });
  const outcomes = new Map([
    [fine.name, { answer: fine, values: Float32Array.of(0.375, 0.25, 0.375) }],
  ]);
  const arrays = arraysOf(network, { ...READING, outcomes, blank: false, exact: true }, null);
  const sums = arrays?.find(({ name }) => name === "sums");
  expect(sums?.shape).toEqual([2]);
  expect([...(sums?.values ?? [])]).toEqual([0.375, 0.625]);
});
