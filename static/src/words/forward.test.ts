import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { countOf } from "../math/shape.ts";
import { softmaxOf } from "../network/arithmetic.ts";
import type { Snapshot } from "../network/explain.ts";
import { forwardSteps } from "../network/forward.ts";
import { indexNetwork } from "../network/network.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { NETWORK, READING, VALUES, WEIGHTS } from "../testing/four.ts";
import { SKIPPING } from "../testing/skipping.ts";
import "../testing/words.ts";
import type { Reading } from "../network/reading.ts";
import type { NetworkDescription } from "../wire/messages.ts";
import { stepInWords } from "./forward.ts";

/** A value at each of some places, zero elsewhere. */
function tensor(shape: readonly number[], at: Readonly<Record<number, number>>) {
  const values = new Float32Array(countOf(shape));
  for (const [index, value] of Object.entries(at)) values[Number(index)] = value;
  return { shape, values, low: Math.min(...values), high: Math.max(...values) };
}

const PROBABILITIES = Float32Array.of(0, 0, 0, 0.036, 0, 0, 0, 0, 0.964, 0);

type ValuesAt = Readonly<Record<string, Readonly<Record<number, number>>>>;

function snapshotWith(
  description: NetworkDescription,
  values: ValuesAt,
  weights: ValuesAt,
): Snapshot {
  const network = indexNetwork(description);
  const shapeOf = (name: string) => network.graph.byName.get(name)?.output_shape ?? [];
  const weightOf = (name: string): readonly number[] => {
    const operation = network.graph.byName.get(name.split(".")[0] ?? "");
    const [inputs = 1] = operation?.inputs[0]?.output_shape ?? [];
    return [operation?.output_shape[0] ?? 0, inputs, ...(operation?.kernel_size ?? [])];
  };
  return {
    network,
    reading: {
      values: new Map(
        Object.entries(values).map(([name, at]) => [name, tensor(shapeOf(name), at)]),
      ),
      outcomes: new Map(
        description.answers.map((answer) => [answer.name, { answer, values: PROBABILITIES }]),
      ),
    } as unknown as Reading,
    weights: new Map(
      Object.entries(weights).map(([name, at]) => [name, tensor(weightOf(name), at)] as const),
    ),
  };
}

const sentencesOf = (snapshot: Snapshot) => {
  const { layers, graph, description } = snapshot.network;
  return forwardSteps(layers, graph, description.answers).map((step) =>
    stepInWords(snapshot, step),
  );
};

describe("LeNet", () => {
  const sentences = sentencesOf(
    snapshotWith(
      DESCRIPTION,
      {
        image: { 300: 0.5, 301: 1 },
        conv1: { 785: 4.081, 4000: -2.5, 4001: -1 },
        relu1: { 785: 4.081 },
        pool1: { 196: 4.081, 3: 1 },
        conv2: { 101: 3.2, 5: -7 },
        relu2: { 101: 3.2 },
        pool2: { 25: 3.2 },
        flatten: { 25: 3.2 },
        fc1: { 6: 2.08, 9: -1 },
        relu3: { 6: 2.08 },
        fc2: { 11: 4.16 },
        relu4: { 11: 5 },
        fc3: { 8: 12.5, 3: 9.2, 0: -4 },
      },
      {
        "conv1.weight": {},
        "conv2.weight": {},
        "fc1.weight": { [6 * 400 + 25]: 0.65 },
        "fc2.weight": { [11 * 120 + 6]: 2 },
        "fc3.weight": { [8 * 84 + 11]: 2.5 },
      },
    ),
  );

  test.each([
    [0, "The image comes in: 2 of its 784 pixels have ink, the strongest 1.00."],
    [
      1,
      "6 filters of 1 × 5 × 5 weights slide over the input layer; the largest answer is 4.08 (map 2, row 1, column 2), the smallest −2.50.",
    ],
    [2, "ReLU sets 2 negative values to zero; 1 of 4,704 cells stay positive (< 0.1 %)."],
    [
      3,
      "Of every 2 × 2 cells only the largest is kept, 1,176 of 4,704 values. The peak, 4.08, is now in map 2, row 1, column 1.",
    ],
    [
      7,
      "Each of 120 units weighs 400 values. The largest sum is that of unit 7: 2.08. Its largest share, 3.20 × 0.65 = 2.08, comes from map 2, row 1, column 1.",
    ],
    [
      9,
      "Each of 84 units weighs 120 values. The largest sum is that of unit 12: 4.16. Its largest share, 2.08 × 2.00 = 4.16, comes from unit 7.",
    ],
    [
      11,
      "Each class weighs 84 values. The 8 gets the most, 12.5. Its largest share, 5.00 × 2.50 = 12.50, comes from unit 12.",
    ],
    [
      12,
      "Softmax turns the 10 logits into chances: 12.5 for the 8 becomes 96.4 %, 9.20 for the 3 becomes 3.6 %.",
    ],
  ])("step %i", (step, sentence) => {
    expect(sentences[step]?.replaceAll("\u00a0", " ")).toBe(sentence);
  });

  test("every step has a sentence, and no hole is left in it", () => {
    for (const sentence of sentences) expect(sentence).toMatch(/^[^{}]+\.$/);
  });
});

test("every number of every step of a drawn 4 is PyTorch's", () => {
  const file = "tests/golden/moments/four-steps.json";
  const written = JSON.parse(readFileSync(file, "utf-8")) as readonly number[][];
  const { probabilities } = softmaxOf([...(VALUES.get("fc3")?.values ?? [])]);
  const values = Float32Array.from(probabilities);
  const outcomes = new Map(
    NETWORK.description.answers.map((answer) => [answer.name, { answer, values }]),
  );
  const sentences = sentencesOf({
    network: NETWORK,
    reading: { ...READING, outcomes },
    weights: WEIGHTS,
  });
  expect(written).toHaveLength(13);
  expect(sentences.map(numbersIn)).toEqual(written);
});

const numbersIn = (sentence: string) =>
  (
    sentence
      .replaceAll("−", "-")
      .replaceAll(",", "")
      .match(/-?\d+(\.\d+)?/g) ?? []
  ).map(Number);

test("skips and branches name the layers that they take from", () => {
  const sentences = sentencesOf(
    snapshotWith(
      SKIPPING,
      { added: { 65: 2 }, joined: { 128: 3 }, wide: { 0: 1 } },
      { "wide.weight": {} },
    ),
  );
  expect(sentences).toContain(
    "Skip and First layer are added, cell by cell; the largest sum is 2.00 (map 2, row 1, column 2).",
  );
  expect(sentences).toContain(
    "The maps of Narrow branch and Wide branch are put behind one another; the strongest value is 3.00 (map 3, row 1, column 1).",
  );
});

test("a step whose values have not come says nothing", () => {
  expect(sentencesOf(snapshotWith(DESCRIPTION, {}, {})).every((sentence) => sentence === "")).toBe(
    true,
  );
});
