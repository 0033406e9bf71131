/** Wrong choices: each kind of answer has one at least, computed from what came out. */
import { expect, test, vi } from "vitest";
import type { Answer } from "../network/answers.ts";
import { softmaxOf } from "../network/arithmetic.ts";
import { indexNetwork } from "../network/network.ts";
import { sigmoid } from "../network/wrong-choices.ts";
import { createLab } from "../state/lab.ts";
import { READING } from "../testing/counting.ts";
import { SKIPPING } from "../testing/skipping.ts";
import type { HeadNeeds } from "./head.ts";
import { mountWrong } from "./wrong.ts";
import { type Known, wrongChoices } from "./wrong-choices.ts";

const of = { name: "made", title: "Made up", operation: SKIPPING.answers[0]?.operation ?? "" };
const DIGITS = [..."0123456789"];
const classes = { ...of, kind: "classes" as const, labels: DIGITS, groups: [] };
const ONE: Answer = { ...classes, activation: "softmax" };
const ANY: Answer = { ...classes, activation: "sigmoid" };
const NUMBERS: Answer = { ...of, kind: "numbers", names: ["slant", "width"], units: ["°", ""] };
const MASK: Answer = { ...of, kind: "mask", labels: ["paper", "digit", "clutter"] };
const BOXES: Answer = { ...of, kind: "boxes", labels: ["0", "1"] };
const WAYS: Answer = {
  ...classes,
  labels: ["4-open", "4-closed", "9-plain"],
  activation: "softmax",
  groups: ["4", "4", "9"],
};

const known = (more: Partial<Known>): Known => ({
  values: [],
  logits: [],
  image: [],
  card: null,
  ...more,
});
const said = (answer: Answer, more: Partial<Known>) =>
  wrongChoices(answer, known(more)).map(({ says }) => says.replaceAll(/\s/g, " "));
const at = (places: Readonly<Record<number, number>>, else_: number) =>
  DIGITS.map((_, i) => places[i] ?? else_);

test("sigmoids of softmax's logits say several digits, and the mean of digits says another one", () => {
  const logits = at({ 3: 6, 9: 5.9 }, -4);
  const [alone, mean] = said(ONE, { logits, values: softmaxOf(logits).probabilities });
  expect(alone).toContain("Above 50 %: 3, 9. All together are 2.1");
  expect(mean).toContain("it would say 6, where the likeliest is 3");
  const sure = at({ 3: 9 }, -9);
  const [, same] = said(ONE, { logits: sure, values: softmaxOf(sure).probabilities });
  expect(same).toContain("it still says 3");
});

test("softmax leaves none of two even digits, and no ten times is right eight times", () => {
  const logits = at({ 4: 5, 9: 5 }, -6);
  const [shared, no] = said(ANY, { logits, values: logits.map(sigmoid) });
  expect(shared).toContain("e^0.0 ≈ 1.0 times as likely");
  expect(shared).toContain("falls under 50 %, and is lost: 4, 9.");
  // A difference of 5 is a factor of 148, however sure both are by themselves.
  const apart = at({ 4: 9, 9: 4 }, -6);
  const [uneven] = said(ANY, { logits: apart, values: apart.map(sigmoid) });
  expect(uneven).toContain("The logits of 4 and 9 are 5.0 apart.");
  expect(uneven).toContain("e^5.0 ≈ 148 times");
  expect(uneven).toContain("is lost: 9.");
  expect(no).toContain("agrees with the network in 80.0 %");
  expect(said(ANY, { logits: at({ 4: 5 }, -6) })[0]).toContain("looks alike");
});

test("a sigmoid after a number ends at 1, and ordered stages need another measure", () => {
  const card = {
    answers: {
      made: { agreement: { "strokes-validation": { measures: { slant: { range: [-50, 50] } } } } },
    },
    points: {
      "strokes-validation": {
        slant: [
          [0, 1],
          [-40, -25],
          [25, 29],
          [45, 10],
        ],
      },
    },
  };
  const [squashed, stages] = wrongChoices(NUMBERS, known({ values: [12.5, 0], card }));
  expect(squashed?.rows[0]?.at(-1)).toBe("1.0000");
  expect(squashed?.rows[1]?.at(-1)).toBe("0.5000");
  expect(stages?.says).toContain("this drawing is in stage 4");
  // Stages 2, 0, 3, 4 and 2, 1, 3, 3.
  expect(stages?.says.replaceAll(/\s/g, " ")).toContain("Of 4 drawings 50.0 %");
  expect(wrongChoices(NUMBERS, known({ values: [1, 2] }))).toHaveLength(1);
});

test("all paper is right in nearly all pixels and overlaps with no digit", () => {
  const image = Array.from({ length: 16 }, (_, i) => (i < 2 ? 1 : 0));
  const values = [0, 1, 2].flatMap((kind) => image.map((ink) => (kind === ink ? 0.9 : 0.05)));
  expect(said(MASK, { image, values })[0]).toContain(
    "Only 2 of 16 pixels are ink. Who calls all of them paper is right in 87.5 %. Its overlap with what the network calls the digit is 0.0 %",
  );
});

test("nothing everywhere is right in nearly all cells", () => {
  const cells = 8;
  const values = Array.from({ length: 7 * cells }, (_, i) => (i === 4 * cells + 3 ? 0.9 : 0.1));
  const [cellsSay] = said(BOXES, { values });
  expect(cellsSay).toContain("In 1 of 8 cells something is likelier than not (from 0.50)");
  expect(cellsSay).toContain("agrees in 87.5 %");
});

test("the likeliest way may be of another digit than the largest sum", () => {
  expect(said(WAYS, { values: [0.3, 0.3, 0.4] })[0]).toContain(
    "It would say 9, for 9-plain has 40.0 %. The sum says 4",
  );
  expect(said(WAYS, { values: [0.5, 0.3, 0.2] })[0]).toContain("looks 50.0 % sure");
});

test("nothing is left of a hole in what wrong choices say", () => {
  for (const answer of [ONE, ANY, NUMBERS, MASK, BOXES, WAYS]) {
    const values = Array.from({ length: 7 * 16 }, (_, i) => (i % 7) / 7);
    const all = wrongChoices(answer, known({ values, logits: at({}, 1), image: [1, 0, 0, 0] }));
    expect(all.length).toBeGreaterThan(0);
    for (const { title, says } of all) expect(`${title} ${says}`).not.toMatch(/\{|wrong\.|NaN/);
  }
});

test("the switch shows and hides them, and asks for the card once", async () => {
  const host = document.createElement("div");
  const lab = createLab();
  const network = indexNetwork({ ...SKIPPING, answers: [WAYS] });
  lab.reader.describe(network);
  const fetchCard = vi.fn(async () => null);
  const end = mountWrong(host, lab, { network, answer: WAYS, fetchCard } as unknown as HeadNeeds);
  const button = host.querySelector("[role=switch]") as HTMLElement;
  expect(button.getAttribute("aria-checked")).toBe("false");
  button.click();
  expect(lab.look.wrong.value).toBe(true);
  expect(host.textContent).toContain("Draw something");
  const outcomes = new Map([
    ["made", { answer: WAYS, values: Float32Array.from([0.3, 0.3, 0.4]) }],
  ]);
  lab.reader.receive({ ...READING, outcomes } as typeof READING);
  expect(host.querySelector("h3")?.textContent).toBe("The likeliest way, without the sum");
  lab.look.chooseWrongly(false);
  expect(host.querySelector("h3")).toBeNull();
  button.click();
  expect(fetchCard).toHaveBeenCalledTimes(1);
  end();
});
