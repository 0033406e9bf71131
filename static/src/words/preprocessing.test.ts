import { expect, test } from "vitest";
import { type PreprocessingSteps, STEPS, type Step, type StepDone } from "../ink/preprocessing.ts";
import { indexNetwork } from "../network/network.ts";
import { READING } from "../testing/counting.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { guessInWords, guessNow, stepHint, stepsInWords, stepTitle } from "./preprocessing.ts";

const FIVE = { label: 5, name: "5", probability: 0.98 };
const EIGHT = { label: 8, name: "8", probability: 0.43 };

function steps(
  off: readonly Step[],
  toggled: Partial<Record<Step, typeof FIVE | null>> = {},
  more = {},
  side = 28,
): PreprocessingSteps {
  const done: StepDone[] = STEPS.map((step) => ({
    step,
    on: !off.includes(step),
    side,
    picture: new Uint8Array(side * side),
    toggled: step in toggled ? (toggled[step] ?? null) : FIVE,
  }));
  return {
    done,
    box: [0, 0, 1, 1],
    ink: 20,
    pen: 2.25,
    offset: [0, 0],
    cut: 0,
    stray: 0,
    left_out: 0,
    things: 1,
    peak: 1,
    ...more,
  };
}

test("with all steps on, the one that this drawing needs is named with what it would be without", () => {
  const sentences = stepsInWords(steps([], { centre: EIGHT }), FIVE);
  expect(sentences).toBe("Without “centre of mass” this would be read as 8 (43.0\u00a0%).");
});

test("several needed steps are listed", () => {
  const sentences = stepsInWords(steps([], { crop: EIGHT, scale: null, centre: EIGHT }), FIVE);
  expect(sentences).toContain("Without “crop to the ink” this would be read as 8");
  expect(sentences).toContain("It also needs “scale to 20 × 20” and “centre of mass”.");
});

test("a drawing that needs no single step says so and what to try", () => {
  const sentences = stepsInWords(steps([]), FIVE);
  expect(sentences).toContain("read the same without any one of these steps");
});

test("without centring the sentence has this drawing's own distances and loss", () => {
  const measures = { offset: [-8.31, -9], cut: 0.372 };
  const sentences = stepsInWords(steps(["centre"], { centre: FIVE }, measures), EIGHT);
  expect(sentences).toContain("The ink lies 8.3 pixels too far left and 9 pixels too far up");
  expect(sentences).toContain("37.2\u00a0% of it falls outside the image");
  expect(sentences).toContain(
    "It reads 8 (43.0\u00a0%); with “centre of mass” on it would read 5 (98.0\u00a0%).",
  );
});

test("without centring, a drawing in the middle is in place", () => {
  const sentences = stepsInWords(steps(["centre"], {}, { offset: [0.2, -0.3] }), FIVE);
  expect(sentences).toBe("The ink happens to lie in the middle already. It reads 5 (98.0\u00a0%).");
});

test.each([
  ["crop", { ink: 6.24 }, "the ink is 6.2 pixels long"],
  ["scale", { ink: 9 }, "The ink kept its size on the pad, 9 pixels"],
  ["pen_width", { pen: 5.1 }, "The lines are 5.1 pixels wide"],
  ["downsample", {}, "one sample instead of a mean of 64"],
  ["normalise", { peak: 255 }, "Pixels run to 255 instead of 1"],
] as const)("without %s the sentence says what that did", (step, measures, words) => {
  expect(stepsInWords(steps([step], {}, measures), FIVE)).toContain(words);
});

test.each([
  [28, "crop", "learned from ink of 20."],
  [56, "crop", "learned from ink of 40."],
  [32, "scale", "learned from ink of 22.86."],
  [28, "pen_width", "learned from lines of 2.25."],
  [56, "pen_width", "learned from lines of 4.5."],
] as const)(
  "on images of %i pixels, %s is compared with what fills them as MNIST's digits do",
  (side, step, words) => {
    expect(stepsInWords(steps([step], {}, {}, side), FIVE)).toContain(words);
  },
);

test("ignored dots are mentioned, but not when nothing was cropped", () => {
  expect(stepsInWords(steps([], {}, { stray: 1 }), FIVE)).toContain("A stray dot was ignored.");
  expect(stepsInWords(steps([], {}, { stray: 3 }), FIVE)).toContain("Stray dots were");
  expect(stepsInWords(steps(["crop"], {}, { stray: 1 }), FIVE)).not.toContain("stray");
});

test("marks of a picture that are not the digit, and several digits, are said with any step off", () => {
  const one = stepsInWords(steps([], {}, { left_out: 1 }), FIVE);
  expect(one).toContain("A mark that is not the digit was left out.");
  const more = stepsInWords(steps(["crop"], {}, { left_out: 3, things: 2 }), FIVE);
  expect(more).toContain("3 marks that are not the digit were left out.");
  expect(more).toContain("There is more than one thing in this picture");
  expect(one).not.toContain("more than one thing");
});

test("of a network that guesses nothing it is not said what it would read", () => {
  expect(stepsInWords(steps([]), undefined)).toBe("");
  const off = stepsInWords(steps(["normalise"], {}, { peak: 255 }), undefined);
  expect(off).toContain("Pixels run to 255");
  expect(off).not.toContain("read");
});

test("a guess of fine classes is what the largest sum is of", () => {
  const [answer] = SKIPPING.answers;
  if (answer?.kind !== "classes") throw new Error("the network has an answer");
  const fine = { ...answer, labels: ["7-a", "1-a", "1-b"], groups: ["7", "1", "1"] };
  const probabilities = Float32Array.of(0.375, 0.25, 0.375);
  const reading = { ...READING, firstGuess: 0, probabilities };
  const guess = guessNow(indexNetwork({ ...SKIPPING, answers: [fine] }), reading);
  expect(guess).toEqual({ label: 1, name: "1", probability: 0.625 });
  const several = { ...answer, activation: "sigmoid" } as const;
  expect(guessNow(indexNetwork({ ...SKIPPING, answers: [several] }), reading)).toBeUndefined();
});

test("a blank image is nothing to read", () => {
  expect(guessInWords(null)).toBe("nothing: the image is blank");
  const sentences = stepsInWords(steps(["centre"], { centre: FIVE }, { cut: 1 }), null);
  expect(sentences).toContain("It reads nothing: the image is blank; with");
});

test("titles and hints of steps have the lengths of the network's input", () => {
  expect([stepTitle("scale", 28), stepTitle("scale", 42)]).toEqual([
    "Scale to 20 × 20",
    "Scale to 30 × 30",
  ]);
  expect(stepHint("pen_width", 28)).toContain("2.25 pixels wide");
  expect(stepHint("scale", 56)).toContain("40 pixels");
});
