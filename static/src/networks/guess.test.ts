import { expect, test } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { DESCRIPTION } from "../testing/description.ts";
import type { NetworkDescription } from "../wire/messages.ts";
import { guessOf, partOf } from "./guess.ts";

const lenet5 = indexNetwork(DESCRIPTION);
const answering = (answer: object) =>
  indexNetwork({
    ...DESCRIPTION,
    answers: [{ name: "it", title: "It", operation: "conv1", ...answer }],
  } as unknown as NetworkDescription);

test("of classes it is the most probable one", () => {
  const values = [0, 0, 0, 0, 0.9, 0, 0, 0, 0, 0.1];
  const [answer] = DESCRIPTION.answers;
  expect(guessOf(lenet5, new Map([[answer?.name ?? "", values]]))).toEqual({
    kind: "class",
    label: "4",
    probability: 0.9,
  });
});

test("of a blank pad there is none", () => {
  expect(guessOf(lenet5, new Map())).toEqual({ kind: "blank" });
});

test("of a mask it is the label of each place, and the part of the ink that a label has", () => {
  const network = answering({ kind: "mask", labels: ["paper", "digit", "clutter"] });
  const values = [0.8, 0.1, 0.1, 0.2, 0.1, 0.7, 0.8, 0.3, 0.1, 0.2, 0.1, 0.5];
  const guess = guessOf(network, new Map([["it", values]]));
  if (guess.kind !== "mask") throw new Error("it is no mask");
  expect(Array.from(guess.best)).toEqual([0, 1, 1, 2]);
  expect(guess.columns).toBe(28);
  expect(partOf(guess, 1)).toBeCloseTo(2 / 3);
  expect(partOf({ ...guess, best: [0, 0] }, 1)).toBe(0);
});

test("other answers have their title", () => {
  const network = answering({ kind: "numbers", names: ["x"], units: [""] });
  expect(guessOf(network, new Map([["it", [3]]]))).toEqual({ kind: "other", title: "It" });
});
