/** The view of boxes: what stays and what goes, round by round, with the overlap's numbers; the curve's dot. */
import { expect, test, vi } from "vitest";
import type { Answer } from "../network/answers.ts";
import { indexNetwork } from "../network/network.ts";
import type { WithWeights } from "../network/slid.ts";
import { GUESSES } from "../state/covers.ts";
import { createLab } from "../state/lab.ts";
import { READING } from "../testing/counting.ts";
import { operation, SKIPPING } from "../testing/skipping.ts";
import { quotient } from "./box-rounds.ts";
import type { HeadNeeds } from "./head.ts";
import { nearest } from "./precision.ts";
import { mountHead } from "./where.ts";

const even = (text: string | null | undefined) => (text ?? "").replaceAll(/\s/g, " ");
const labels = ["2", "7"];

/** Planes of 2 rows of 2 cells: three boxes of a 2, two of which nearly coincide, and a 7 in the same place. */
const VALUES = [
  ...[0.5, 0, 0.5, 0.5],
  ...[0.5, 0.5, 0, 0.5],
  ...[0.75, 0.75, 0.75, 0.75],
  ...[0.5, 0.5, 0.5, 0.5],
  ...[0.9, 0.8, 0.7, 0.6],
  ...[1, 1, 0, 1],
  ...[0, 0, 1, 0],
];

const CARD = {
  answers: {
    made: {
      detection: {
        "strokes-validation": { count: 1000, digits: 2731, average_precision_50: 0.818 },
      },
    },
  },
  curves: {
    "strokes-validation": [
      [0.3, 0.72, 0.8],
      [0.5, 0.92, 0.52],
      [0.7, 0.98, 0.17],
    ],
  },
};

function show(fetchCard: () => Promise<unknown> = async () => CARD) {
  const host = document.createElement("div");
  const lab = createLab();
  const shown = SKIPPING.layers.at(-1)?.shown ?? "";
  const answer: Answer = { name: "made", title: "Boxes", operation: shown, kind: "boxes", labels };
  const operations = SKIPPING.operations.map((each) =>
    each.name === shown ? { ...each, output_shape: [7, 2, 2] } : each,
  );
  const network = indexNetwork({ ...SKIPPING, operations, answers: [answer] });
  lab.reader.describe(network);
  const outcomes = new Map([["made", { answer, values: Float32Array.from(VALUES) }]]);
  const probabilities = new Float32Array();
  const image = { shape: [1, 4, 4], values: new Float32Array(16), low: 0, high: 0 };
  lab.reader.receive({ ...READING, probabilities, outcomes, image } as typeof READING);
  const fetchWithWeights = async () => SLID_NETWORK;
  const needs = { network, answer, fetchCard, fetchWithWeights } as unknown as HeadNeeds;
  const end = mountHead(host, lab, needs);
  const rows = () =>
    [...host.querySelectorAll("tbody tr")].map((row) =>
      [...row.children].map((cell) => even(cell.textContent)),
    );
  const frames = () =>
    [...host.querySelectorAll(".over > svg > rect")].map((each) => each.getAttribute("class"));
  const says = () => even(host.querySelector("[aria-live]")?.textContent);
  return { host, lab, end, rows, frames, says };
}

function press(host: HTMLElement, key: string): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  host.querySelector(".steps button")?.dispatchEvent(event);
  return event.defaultPrevented;
}

test("suppression goes forward and back by keys: the surest stays, and what overlaps it too much goes", () => {
  const { host, lab, end, rows, frames, says } = show();
  expect(says()).toBe("3 of 4 boxes are left: 2, 7, 2.");
  expect(press(host, "Home")).toBe(true);
  expect(frames()).toEqual(["waiting", "waiting", "waiting", "waiting"]);
  expect(says()).toContain("4 boxes have a score from 0.30 on");
  press(host, "ArrowRight");
  expect(lab.look.round.value).toBe(1);
  expect(says()).toBe(
    "Round 1 of 3. Of those left, box 1 is the surest: a 2, 0.90. It stays. One other box of a 2 overlaps it by more than 0.40: the same digit, so it goes.",
  );
  expect(rows()[0]?.slice(0, 2)).toEqual(["2: 2", "0.80"]);
  // Boxes 3/4 wide, 1/2 high and 1/4 apart: both cover 1/4 of the image, either covers 1/2.
  const pixels = (lab.reader.network.value?.side ?? 0) ** 2;
  expect(rows()[0]?.[2]).toBe(`${pixels / 4} / ${pixels / 2} = 0.50`);
  expect(rows()[0]?.[3]).toBe("> 0.40: goes");
  expect([...frames()].sort()).toEqual(["both", "now", "struck compared", "waiting", "waiting"]);
  press(host, "ArrowLeft");
  expect(lab.look.round.value).toBe(0);
  press(host, "End");
  expect(lab.look.round.value).toBeNull();
  expect(press(host, "x")).toBe(false);
  end();
  expect(host.children).toHaveLength(0);
});

test("a higher limit lets more boxes stay, a higher threshold leaves some out", () => {
  const { lab, end, says } = show();
  lab.look.letOverlap(0.6);
  expect(says()).toBe("4 of 4 boxes are left: 2, 2, 7, 2.");
  lab.look.cutAt(0.75);
  expect(says()).toBe("2 of 2 boxes are left: 2, 2.");
  lab.look.cutAt(0.95);
  expect(says()).toContain("No box has a score of 0.95.");
  lab.look.goToRound(7);
  expect(says()).toContain("No box has a score of 0.95.");
  end();
});

test("printed areas give the printed quotient, with more decimals where they need them, or it is about equal", () => {
  const of = (both: number, either: number) => quotient({ both, either, part: both / either }, 1);
  expect(of(8, 24)).toBe("8 / 24 = 0.33");
  expect(of(1.6, 2.4)).toBe("1.6 / 2.4 = 0.67");
  expect(of(0.0061, 0.0039 + 0.0061)).toBe("0 / 0 ≈ 0.61");
});

test("covered guesses are not shown as boxes either", () => {
  const { lab, end, frames, says } = show();
  lab.lecture.switchCover(GUESSES);
  expect(frames()).toEqual([]);
  expect(says()).toBe("");
  end();
});

/** A network whose windows are single pixels, and whose class is always 7, by its bias. */
const SLID_NETWORK = {
  description: {
    input_shape: [1, 1, 1],
    operations: [
      operation("image", "input", "input", [], [1, 1, 1]),
      operation("conv1", "convolution", "conv1", ["image"], [10, 1, 1], 1),
    ],
  },
  weights: new Map([
    ["conv1.weight", { shape: [10, 1, 1, 1], values: new Float32Array(10) }],
    [
      "conv1.bias",
      { shape: [10], values: Float32Array.from({ length: 10 }, (_, i) => (i === 7 ? 9 : 0)) },
    ],
  ]),
} as unknown as WithWeights;

test("LeNet-5 slid over the drawing is shown where the answer is, and not where that is covered", async () => {
  const { host, lab, end } = show();
  lab.look.useGround("slid");
  const cells = () => [...host.querySelectorAll(".window text")].map((each) => each.textContent);
  await vi.waitFor(() => expect(cells()).toEqual(Array(16).fill("7")));
  // Which of them are wrong does not depend on the visitor's sliders.
  const told = () => /by the detector's \d+ box|finds no digit/.exec(host.textContent ?? "")?.[0];
  expect(told()).toBe("by the detector's 3 box");
  lab.look.cutAt(0.95);
  expect(told()).toBe("by the detector's 3 box");
  lab.lecture.switchCover(GUESSES);
  expect(cells()).toEqual([]);
  lab.lecture.switchCover(GUESSES);
  host.querySelector<HTMLElement>(".steps button")?.click();
  expect(lab.look.ground.value).toBe("drawing");
  end();
});

test("the dot lies at the measured threshold that is nearest", async () => {
  const { host, lab, end } = show();
  const says = () => even(host.querySelector(".agreement figcaption")?.textContent);
  await vi.waitFor(() => expect(says()).toContain("From 0.30 on, 72.0 % of its boxes are right"));
  expect(says()).toContain("Measured on 1,000 canvases with 2,731 digits");
  const [x] = [...host.querySelectorAll(".here")].map((dot) => Number(dot.getAttribute("cx")));
  lab.look.cutAt(0.52);
  expect(says()).toContain("From 0.50 on, 92.0 % of its boxes are right");
  expect(Number(host.querySelector(".here")?.getAttribute("cx"))).toBeLessThan(x ?? 0);
  lab.look.letOverlap(0.5);
  expect(says()).toContain("Measured with an overlap of at most 0.40.");
  expect(nearest([], 0.5)).toBeUndefined();
  end();
});

test("a card without a curve, or none at all, is told", async () => {
  const none = show(async () => null);
  await vi.waitFor(() => expect(none.host.textContent).toContain("The card has no such drawings."));
  none.end();
  const away = show(async () => {
    throw new Error("away");
  });
  await vi.waitFor(() => expect(away.host.textContent).toContain("The card did not arrive."));
  away.end();
});
