/** The views of the kinds of answers in the panel about what comes out: their numbers, computed again. */
import { expect, test, vi } from "vitest";
import type { Answer } from "../network/answers.ts";
import { softmaxOf } from "../network/arithmetic.ts";
import { indexNetwork } from "../network/network.ts";
import { sigmoid } from "../network/wrong-choices.ts";
import { GUESSES } from "../state/covers.ts";
import { createLab } from "../state/lab.ts";
import { READING } from "../testing/counting.ts";
import { SKIPPING } from "../testing/skipping.ts";
import type { Prediction } from "../wire/messages.ts";
import { agreementPlot, placeOf } from "./agreement.ts";
import type { HeadNeeds, MountHead } from "./head.ts";
import { byStrokes, mountHead as mountHowMuch } from "./how-much.ts";
import { bothOf, mountHead as mountSeveral, twoOf } from "./several-digits.ts";
import { atTemperature, mountHead as mountWhich } from "./which-digit.ts";

const parts = { name: "made", title: "Made up", operation: "output" };
const LOGITS = [2, -1, 0.5];
const even = (text: string | null) => (text ?? "").replaceAll(/\s/g, " ");

/** A view of one answer with these values, for a network whose last layer gives these logits. */
function show(
  mount: MountHead,
  answer: Answer,
  values: readonly number[],
  { logits: scores = LOGITS, ...more }: Partial<HeadNeeds> & { logits?: readonly number[] } = {},
) {
  const host = document.createElement("div");
  const lab = createLab();
  const layer = SKIPPING.layers.at(-1)?.name ?? "";
  const shown = SKIPPING.layers.at(-1)?.shown ?? "";
  const given = { ...answer, operation: shown };
  const network = indexNetwork({ ...SKIPPING, answers: [given] });
  lab.reader.describe(network);
  const logits = { shape: [scores.length], values: Float32Array.from(scores), low: -1, high: 2 };
  const reading = {
    ...READING,
    outcomes: new Map([[given.name, { answer: given, values: Float32Array.from(values) }]]),
    maps: new Map([...READING.maps, [layer, logits]]),
    probabilities: Float32Array.from(values),
  };
  lab.reader.receive(reading as typeof READING);
  const needs = { network, answer: given, ...NEEDS, ...more } as unknown as HeadNeeds;
  const end = mount(host, lab, needs);
  const rows = () =>
    [...host.querySelectorAll("tr")].map((row) =>
      [...row.querySelectorAll("th, td:not(.bar)")].map((cell) => even(cell.textContent)),
    );
  return { host, lab, end, rows };
}

const NEEDS = {
  fetchCard: async () => null,
  predict: async () => ({ answers: [] }) as unknown as Prediction,
};

const labels = ["4", "7", "9"];
const one: Answer = { ...parts, kind: "classes", labels, activation: "softmax", groups: [] };
const any: Answer = { ...parts, kind: "classes", labels, activation: "sigmoid", groups: [] };

test.each([0.25, 1, 3])(
  "at temperature %d probabilities are the softmax of the divided logits",
  (temperature) => {
    const { probabilities } = softmaxOf(LOGITS);
    const { exponentials, sum, parts } = atTemperature(probabilities, temperature);
    const divided = softmaxOf(LOGITS.map((logit) => logit / temperature));
    for (const [i, part] of parts.entries()) {
      expect(part).toBeCloseTo(divided.probabilities[i] ?? 0, 10);
      const exponential = Math.exp(((LOGITS[i] ?? 0) - 2) / temperature);
      expect(exponentials[i]).toBeCloseTo(exponential, 10);
    }
    expect(exponentials.reduce((all, each) => all + each, 0)).toBeCloseTo(sum, 10);
  },
);

test("which digit has a row a class, whose parts add up, and follows the temperature", () => {
  const { host, rows, end } = show(mountWhich, one, softmaxOf(LOGITS).probabilities);
  expect(rows()[1]).toEqual(["4", "2.00", "1.0000", "78.6 %"]);
  expect(rows()[2]).toEqual(["7", "−1.00", "0.0498", "3.9 %"]);
  expect(rows().at(-1)).toEqual(["sum", "", "1.2729", "100.0 %"]);
  const slider = host.querySelector("input") as HTMLInputElement;
  slider.value = "2";
  slider.dispatchEvent(new Event("input"));
  expect(host.querySelector("output")?.textContent).toBe("4.00");
  const [first, second] = [rows()[1]?.[3], rows()[3]?.[3]].map((text) =>
    Number.parseFloat(text ?? ""),
  );
  expect(first).toBeGreaterThan(second ?? 0); // the order stays
  expect(first).toBeLessThan(50);
  end();
  expect(host.children).toHaveLength(0);
});

test("covered guesses are not in the view either", () => {
  const { lab, rows, end } = show(mountWhich, one, softmaxOf(LOGITS).probabilities);
  lab.lecture.switchCover(GUESSES);
  expect(rows()[1]).toEqual(["4", "", "", ""]);
  end();
});

test("the same logits sum to one by softmax alone", () => {
  const { alone, shared, sums } = bothOf([8, 7, -9]);
  expect(sums[0]).toBeCloseTo(
    alone.reduce((all, each) => all + each, 0),
    10,
  );
  expect(sums[0]).toBeGreaterThan(1.99);
  expect(sums[1]).toBeCloseTo(1, 10);
  expect(shared[0]).toBeCloseTo(1 / (1 + Math.exp(-1) + Math.exp(-17)), 10);
});

test.each([-8, -0.5, 0, 3])("a sigmoid of %d is a softmax over it and 0", (z) => {
  expect(softmaxOf([z, 0]).probabilities[0]).toBeCloseTo(sigmoid(z), 12);
});

test("two digits that are there are torn by softmax, and the sentence says so", () => {
  const { host, rows, end } = show(mountSeveral, any, LOGITS.map(sigmoid));
  expect(rows()[1]).toEqual(["4", "2.00", "88.1 %", "78.6 %"]);
  expect(rows().at(-1)).toEqual(["sum", "", "1.77", "1.00"]);
  const there = [...host.querySelectorAll("tr.yes th")].map((cell) => cell.textContent);
  expect(there).toEqual(["4", "9"]);
  expect(even(host.querySelector(".note")?.textContent ?? "")).toBe(
    "Sigmoid says yes to 4, 9. Softmax must share: 78.6 %, 17.5 %.",
  );
  end();
});

test.each([
  [[6, -1, -3], "Only 4 is there: both say nearly the same."],
  [[0.3, -0.1, -0.2], "Only 4 is there: sigmoid says 57.4 % of it, softmax 4"],
  [[3, 2, 1], "Sigmoid says yes to 4, 7, 9. Softmax must share: 66.5 %, 24.5 %, 9.0 %."],
  [[-3, -2, -1], "No digit is more likely than not."],
])("of logits %s it is said what each reading makes of them", (logits, said) => {
  const { host, end } = show(mountSeveral, any, logits.map(sigmoid), { logits });
  expect(even(host.querySelector(".note")?.textContent ?? "")).toContain(said);
  end();
});

test("for its two largest logits softmax is the sigmoid of their difference, as printed", () => {
  const [note, softmax, alone] = twoOf([-0.504, 3.2, 1.1], ["4", "7", "9"]).map(even);
  expect(note).toContain("Were 7 and 9 the only classes");
  expect(softmax).toBe("exp(3.20) / (exp(3.20) + exp(1.10)) = 0.8909");
  expect(alone).toBe("1 / (1 + exp(−(3.20 − 1.10))) = 1 / (1 + exp(−(2.10))) = 0.8909");
  expect(even(twoOf([-0.5, -1], ["4", "7"])[2] ?? "")).toContain("exp(−((−0.50) − (−1.00)))");
});

const NUMBERS: Answer = {
  ...parts,
  kind: "numbers",
  names: ["slant", "width", "length"],
  units: ["°", "%", ""],
};
const SAID = {
  answers: [
    {
      name: "made",
      kind: "numbers",
      values: [],
      by_strokes: [10, 9, 2].map((value) => ({ name: "", value, unit: "" })),
    },
  ],
} as unknown as Prediction;

test("numbers stand beside those of the strokes, with what they differ by", async () => {
  const predict = vi.fn(async () => SAID);
  const { rows, end } = show(mountHowMuch, NUMBERS, [12.5, 8, 2.25], { predict });
  expect(rows()[1]).toEqual(["slant", "12.5°", "", ""]);
  await vi.waitFor(() => expect(rows()[1]).toEqual(["slant", "12.5°", "10.0°", "+2.5°"]));
  expect(rows()[2]).toEqual(["width", "8.0 %", "9.0 %", "−1.0 %"]);
  expect(predict).toHaveBeenCalledTimes(1);
  end();
});

test("a picture has no strokes to measure", () => {
  const none = { answers: [{ ...SAID.answers[0], by_strokes: null }] } as unknown as Prediction;
  expect(byStrokes(none, "made")).toBeNull();
  expect(byStrokes(SAID, "made")).toEqual([10, 9, 2]);
  expect(byStrokes(SAID, "another")).toBeNull();
});

const PLOTTED = {
  icc: 0.9876,
  bias: 0.5,
  limits: [-2, 3],
  range: [-20, 25],
  count: 1000,
  points: [
    [0, 1],
    [10, 8],
  ],
} as const;

test("a plot of agreement has a dot for each pair, and says whether this drawing lies within the limits", () => {
  expect(placeOf([10, 8])).toEqual([9, -2]);
  const says = (here: readonly [number, number] | null) => {
    const elements = agreementPlot(PLOTTED, here, "°");
    const dots = elements[1]?.querySelectorAll(".dots circle").length;
    expect(dots).toBe(2);
    expect(elements[1]?.querySelectorAll(".here").length).toBe(here === null ? 0 : 1);
    return even(elements[2]?.textContent ?? "");
  };
  expect(says([10, 11])).toContain("ICC(A,1) is 0.988 on 1,000 drawings");
  expect(says([10, 11])).toContain("differs by 1.0°: within");
  expect(says([10, 14])).toContain("differs by 4.0°: outside");
  expect(says(null)).toContain("a picture has no strokes");
  // Hardly any measured drawing had such values, so that the agreement is not known there.
  expect(says([-53, -52])).toContain("Yours, −53.0°, lies outside of what was measured");
  expect(says([-53, -52])).not.toContain("within");
});

test("its axes have round ticks from end to end, and their unit", () => {
  const [title, picture] = agreementPlot(PLOTTED, [-17.3, -14], "°");
  expect(title?.textContent).toContain("(°)");
  const ticks = [...(picture?.querySelectorAll("text") ?? [])].map((each) =>
    Number(each.textContent?.replace("−", "-")),
  );
  expect(ticks.length).toBeGreaterThan(6);
  for (const tick of ticks) expect(Number.isInteger(tick)).toBe(true);
  expect(Math.min(...ticks)).toBeLessThanOrEqual(-17.3);
});

test("what the card says of people kept aside is plotted for the measure that is chosen", async () => {
  const { points, count, ...rest } = PLOTTED;
  const of = (bias: number) => ({ ...rest, bias });
  const measures = { slant: of(0.5), width: of(1), length: of(2) };
  const card = {
    answers: { made: { agreement: { "strokes-validation": { count, measures } } } },
    points: { "strokes-validation": { slant: points, width: points, length: [] } },
  };
  const { host, end } = show(mountHowMuch, NUMBERS, [12.5, 8, 2.25], {
    fetchCard: async () => card,
  });
  await vi.waitFor(() => expect(host.querySelectorAll(".dots circle")).toHaveLength(2));
  const [, width] = host.querySelectorAll<HTMLElement>(".choice button");
  width?.click();
  expect(width?.getAttribute("aria-pressed")).toBe("true");
  expect(even(host.querySelector("figcaption")?.textContent ?? "")).toContain(
    "1.0 % off on average",
  );
  end();
});

test("a card that does not come is told", async () => {
  const fetchCard = async () => {
    throw new Error("away");
  };
  const { host, end } = show(mountHowMuch, NUMBERS, [1, 2, 3], { fetchCard });
  await vi.waitFor(() => expect(host.textContent).toContain("The card did not arrive."));
  end();
});
