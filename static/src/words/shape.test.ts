import { expect, test } from "vitest";
import type { Answer } from "../network/answers.ts";
import "../testing/words.ts";
import { SKIPPING } from "../testing/skipping.ts";
import type { Layer } from "../wire/messages.ts";
import { shapeInWords } from "./shape.ts";

const output = SKIPPING.layers.at(-1) as Layer;
const [letter] = SKIPPING.answers;

test("values of an output are called logits only where they become probabilities of classes", () => {
  const numbers: Answer = {
    name: "size",
    title: "Size",
    operation: "output",
    kind: "numbers",
    names: ["width", "height"],
    units: ["cm", "cm"],
  };
  expect(shapeInWords(output, letter)).toEqual(["2 logits"]);
  expect(shapeInWords(output, numbers)).toEqual(["2 values"]);
  expect(shapeInWords(output)).toEqual(["2 units"]);
});
