import { expect, test } from "vitest";
import { type Answer, firstClasses, guessesOf, namesOf } from "./answers.ts";

const parts = { title: "", operation: "" };
const SIZE: Answer = {
  ...parts,
  name: "size",
  kind: "numbers",
  names: ["x", "y"],
  units: ["", ""],
};
const LETTER: Answer = {
  ...parts,
  name: "letter",
  kind: "classes",
  labels: ["a", "b", "c"],
  groups: [],
  activation: "softmax",
};
const INK: Answer = { ...parts, name: "ink", kind: "mask", labels: ["paper", "ink"] };

const outcomes = new Map([
  ["size", { answer: SIZE, values: Float32Array.of(9, -1) }],
  ["letter", { answer: LETTER, values: Float32Array.of(0.25, 0.125, 0.625) }],
]);

test("the guesses are those of the first answer that names classes", () => {
  const { firstGuess, secondGuess, probabilities } = guessesOf(outcomes, false);
  expect([firstGuess, secondGuess]).toEqual([2, 0]);
  expect([...probabilities]).toEqual([0.25, 0.125, 0.625]);
});

test("a blank pad and a network without classes have no guesses", () => {
  expect(guessesOf(outcomes, true)).toMatchObject({ firstGuess: null, secondGuess: null });
  const numbers = new Map([...outcomes].slice(0, 1));
  expect(guessesOf(numbers, false)).toMatchObject({ firstGuess: null, secondGuess: null });
});

test("of equal probabilities the first counts", () => {
  const values = Float32Array.of(0.5, 0, 0.5);
  expect(guessesOf(new Map([["letter", { answer: LETTER, values }]]), false)).toMatchObject({
    firstGuess: 0,
    secondGuess: 2,
  });
});

test("values of classes and numbers have names, those of maps have none", () => {
  expect(firstClasses([SIZE, LETTER])).toBe(LETTER);
  expect(firstClasses([SIZE])).toBeUndefined();
  expect([SIZE, LETTER, INK].map(namesOf)).toEqual([["x", "y"], ["a", "b", "c"], []]);
});
