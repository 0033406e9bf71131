import { expect, test } from "vitest";
import { SAMPLES } from "../ink/samples.ts";
import { turnsOf } from "../ink/trace.ts";
import { indexNetwork } from "../network/network.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { namedTrace } from "./trace-named.ts";

const ways = {
  name: "ways",
  title: "Ways",
  operation: SKIPPING.answers[0]?.operation ?? "",
  kind: "classes" as const,
  labels: ["1-stroke", "4-short", "4-open"],
  activation: "softmax" as const,
  groups: ["1", "4", "4"],
};
const trace = {
  drawing: SAMPLES.get("4") ?? [],
  how: "",
  probabilities: new Map([
    [1, [0.9, 0.1, 0]],
    [2, [0.4, 0.3, 0.3]],
    [3, [0.2, 0.3, 0.5]],
  ]),
};

test("a trace of fine classes is one of what they add up to: from way to way of a digit nothing turns", () => {
  const network = indexNetwork({ ...SKIPPING, answers: [ways] });
  const named = namedTrace(trace, network, null);
  expect(named.classes).toEqual(["1", "4"]);
  expect(turnsOf(named.trace)).toEqual([{ moment: 2, from: [0], to: [1] }]);
  expect(namedTrace(trace, network, "000").classes).toEqual(["1 4"]);
});

test("where each class is for itself, all that are more likely than not are said", () => {
  const labels = ["1", "4", "9"];
  const answer = { ...ways, labels, activation: "sigmoid" as const, groups: [] };
  const network = indexNetwork({ ...SKIPPING, answers: [answer] });
  const grown = new Map([
    [1, [0.2, 0.4, 0.1]],
    [2, [0.2, 0.9, 0.1]],
    [3, [0.2, 0.9, 0.8]],
  ]);
  const { trace: named, areAlone } = namedTrace({ ...trace, probabilities: grown }, network, null);
  expect(turnsOf(named, areAlone)).toEqual([{ moment: 3, from: [1], to: [1, 2] }]);
});
