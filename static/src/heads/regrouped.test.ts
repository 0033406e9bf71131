/** The visitor's groups decide what is said of a drawing, wherever it is said. */
import { expect, test } from "vitest";
import type { ClassesAnswer } from "../network/answers.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab } from "../state/lab.ts";
import { READING } from "../testing/counting.ts";
import { SKIPPING } from "../testing/skipping.ts";
import "../testing/words.ts";
import { mountAnswers } from "./answers.ts";
import { wrongChoices } from "./wrong-choices.ts";

const ANSWER: ClassesAnswer = {
  name: "ways",
  title: "Ways",
  operation: SKIPPING.answers[0]?.operation ?? "",
  kind: "classes",
  labels: ["1-stroke", "4-open", "4-closed", "9-straight"],
  activation: "softmax",
  groups: ["1", "4", "4", "9"],
};
const VALUES = Float32Array.of(0.4, 0.3, 0.25, 0.05);

test("the large guesses and the wrong choice go by them", () => {
  const host = document.createElement("div");
  const before = document.createElement("p");
  host.append(before);
  const lab = createLab();
  lab.reader.describe(indexNetwork({ ...SKIPPING, answers: [ANSWER] }));
  const outcomes = new Map([["ways", { answer: ANSWER, values: VALUES }]]);
  lab.reader.receive({ ...READING, outcomes } as typeof READING);
  const end = mountAnswers(before, lab);
  const large = () => [...host.querySelectorAll(".digit")].map((each) => each.textContent);
  const ways = () => [...host.querySelectorAll("dt")].map((each) => each.textContent);
  expect(large()).toEqual(["4", "1"]);
  lab.look.groupBy("0110");
  expect(large()).toEqual(["4", "1 9"]);
  expect(ways()).toEqual(["4-open", "4-closed"]);
  lab.look.groupBy("0111");
  expect(large()).toEqual(["4 9", "1"]);
  end();
  const said = (groups: string | null) =>
    wrongChoices(ANSWER, { values: VALUES, logits: [], image: [], card: null, groups })[0]?.says;
  expect(said(null)).toContain("would say 1");
  expect(said("0001")).toContain("says 1 4 too");
});
