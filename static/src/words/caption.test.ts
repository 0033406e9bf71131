import { afterEach, expect, test } from "vitest";
import english from "../../words/en.json" with { type: "json" };
import dutch from "../../words/nl.json" with { type: "json" };
import { valueAt } from "../math/tensor.ts";
import { softmaxOf } from "../network/arithmetic.ts";
import { forwardSteps } from "../network/forward.ts";
import { KINDS } from "../network/kinds/kinds.ts";
import { NETWORK, READING, VALUES, WEIGHTS } from "../testing/four.ts";
import "../testing/words.ts";
import { captionOf } from "./forward.ts";
import { number } from "./numbers.ts";
import { speak } from "./phrases.ts";

const LINE = 95;
const [answer] = NETWORK.description.answers;
const { probabilities: values } = softmaxOf([...(VALUES.get("fc3")?.values ?? [])]);
const outcomes = new Map([[answer?.name ?? "", { answer, values: Float32Array.from(values) }]]);
const SNAPSHOT = {
  network: NETWORK,
  reading: { ...READING, outcomes } as unknown as typeof READING,
  weights: WEIGHTS,
};
const STEPS = forwardSteps(NETWORK.layers, NETWORK.graph, NETWORK.description.answers);
const captions = () => STEPS.map((step) => captionOf(SNAPSHOT, step));

afterEach(() => speak("en", english));

test("a caption says in a line what happens, and names the cell with the largest value", () => {
  const conv1 = VALUES.get("conv1");
  if (conv1 === undefined) throw new Error("the network has no conv1");
  const map = 1 + Math.floor(conv1.values.indexOf(conv1.high) / (28 * 28));
  const most = `Map ${map} has most ink {here}: ${conv1.high.toFixed(2)}.`;
  expect(captions()[1]?.words).toBe(
    `Six windows slide over your drawing: six feature maps. ${most}`,
  );
  for (const [i, { words, cell }] of captions().entries()) {
    const made = VALUES.get(STEPS[i]?.operation.name ?? "");
    if (made === undefined || cell === null) throw new Error(`step ${i} has no cell`);
    expect(valueAt(made, cell.index)).toBe(made.high);
    expect(words).toContain("{here}");
    if (STEPS[i]?.softmax !== true) expect(words).toContain(number(made.high));
  }
});

test.each([["en", english] as const, ["nl", dutch] as const])(
  "in %s every caption has its line and no hole but the link's",
  (language, words) => {
    speak(language, words);
    for (const caption of captions()) {
      const whole = caption.words.replace("{here}", words["caption.here"]);
      expect(whole.length, whole).toBeLessThanOrEqual(LINE);
      expect(whole).not.toMatch(/[{}]/);
    }
  },
);

test.each(KINDS.map(({ name }) => name))(
  "a step of the kind %s has a caption of its own or that of any layer, never the name of a recorded run",
  (kind) => {
    const like = STEPS.find(({ operation }) => operation.kind === kind) ?? STEPS[2];
    if (like === undefined) throw new Error("there is no step");
    const step = { ...like, operation: { ...like.operation, kind } };
    const { words } = captionOf(SNAPSHOT, step);
    expect(words).toContain("{here}");
    const runs = Object.entries(english).filter(([key]) => key.startsWith("film."));
    expect(runs.map(([, title]) => title)).not.toContain(words);
  },
);

test("without numbers there is nothing to say", () => {
  const reading = { ...SNAPSHOT.reading, values: new Map() };
  const [step] = STEPS;
  if (step === undefined) throw new Error("there is no step");
  expect(captionOf({ ...SNAPSHOT, reading }, step)).toEqual({ words: "", cell: null });
});
