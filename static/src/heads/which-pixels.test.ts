/** The view of a mask: the user labels the strokes, which gives the true mask; the skips can be switched there. */
import { expect, test, vi } from "vitest";
import type { Answer } from "../network/answers.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab } from "../state/lab.ts";
import { READING } from "../testing/counting.ts";
import { SKIPPING } from "../testing/skipping.ts";
import type { HeadNeeds } from "./head.ts";
import { mountHead, whatChanged } from "./which-pixels.ts";

const SIDE = 4;
const MASK: Answer = {
  name: "pixels",
  title: "Pixels",
  operation: SKIPPING.answers[0]?.operation ?? "",
  kind: "mask",
  labels: ["paper", "digit", "clutter"],
};
/** A digit down the first column, and a line along the last row. */
const IMAGE = Array.from({ length: SIDE ** 2 }, (_, i) => (i % SIDE === 0 || i >= 12 ? 1 : 0));
const DIGIT = { points: [[0.1, 0.05] as const, [0.1, 0.8] as const], width: 0.1 };
const LINE = { points: [[0.1, 0.95] as const, [0.9, 0.95] as const], width: 0.1 };
const CARD = {
  answers: {
    pixels: {
      overlap: {
        "strokes-validation": {
          count: 1000,
          network: { digit: 0.8 },
          baseline: { digit: 0.6 },
          without: { one: { digit: 0.7 }, other: { digit: 0.65 }, all: { digit: 0.5 } },
        },
      },
    },
  },
};

/** A mask that labels each ink pixel as digit, except the last one. */
function said(): Float32Array {
  const label = (i: number) => (IMAGE[i] === 0 ? 0 : i === 15 ? 2 : 1);
  const planes = [0, 1, 2].flatMap((kind) =>
    Array.from({ length: SIDE ** 2 }, (_, i) => (label(i) === kind ? 0.8 : 0.1)),
  );
  return Float32Array.from(planes);
}

function mount() {
  const host = document.createElement("div");
  const lab = createLab({ ink: { history: { drawing: [DIGIT, LINE], past: [], future: [] } } });
  const network = indexNetwork({ ...SKIPPING, answers: [MASK] });
  lab.reader.describe(network);
  const shape = [1, SIDE, SIDE];
  const image = { shape, values: Float32Array.from(IMAGE), low: 0, high: 1 };
  const outcomes = new Map([["pixels", { answer: MASK, values: said() }]]);
  const of = { drawing: [DIGIT, LINE], how: "" };
  const reading = { ...READING, outcomes, image, imageOnPad: [0, 0, 1] as const, of };
  lab.reader.receive(reading as unknown as typeof READING);
  const needs = { network, answer: MASK, fetchCard: async () => CARD } as unknown as HeadNeeds;
  const end = mountHead(host, lab, needs);
  const cells = (row: number) =>
    [...host.querySelectorAll(`tbody tr:nth-child(${row}) td`)].map((each) =>
      each.textContent?.replaceAll(/\s/g, " "),
    );
  const strokes = () => [...host.querySelectorAll<HTMLElement>(".strokes .choice button")];
  return { host, lab, end, cells, strokes };
}

test("without a truth the card's overlaps stand there, beside those of all ink", async () => {
  const { host, cells, end } = mount();
  await vi.waitFor(() => expect(cells(1)).toEqual(["–", "–", "80.0 %", "88.9 %"]));
  expect(cells(2)).toEqual(["–", "–", "60.0 %", "75.0 %"]);
  const counts = [...host.querySelectorAll(".mask-view .count")].map((each) => each.textContent);
  expect(counts).toEqual(["9", "6", "1"]);
  end();
  expect(host.children).toHaveLength(0);
});

test("a stroke that is said to be clutter gives this drawing its truth", () => {
  const { host, strokes, cells, end } = mount();
  expect(strokes().map((each) => each.textContent)).toEqual(["1: digit", "2: digit"]);
  strokes()[1]?.click();
  expect(strokes()[1]?.textContent).toBe("2: clutter");
  // Three pixels are the digit's; the network labels six so, and seven have ink.
  expect(cells(1).slice(0, 2)).toEqual(["50.0 %", "66.7 %"]);
  expect(cells(2).slice(0, 2)).toEqual(["42.9 %", "60.0 %"]);
  const wrong = host.querySelector("path.wrong")?.getAttribute("d") ?? "";
  expect(wrong.match(/M/g)).toHaveLength(3);
  strokes()[1]?.click();
  expect(cells(1)[0]).toBe("–");
  end();
});

test("a line is drawn on the pad and is clutter at once", () => {
  const { host, lab, strokes, end } = mount();
  host.querySelector<HTMLElement>(".strokes > button")?.click();
  expect(lab.ink.drawing.value).toHaveLength(3);
  expect(strokes().map((each) => each.getAttribute("aria-pressed"))).toEqual([
    "false",
    "false",
    "true",
  ]);
  for (const [x, y] of lab.ink.drawing.value[2]?.points ?? []) {
    expect(Math.min(x, y)).toBeGreaterThan(0);
    expect(Math.max(x, y)).toBeLessThan(1);
  }
  // Undo removes the stroke and its label.
  lab.ink.change({ type: "undo" });
  expect(strokes()).toHaveLength(2);
  end();
});

test("what a cut skip did is counted on this drawing, and nothing is said to blur where nothing changed", () => {
  const before = [0, 1, 1, 2];
  const now = { mask: [0, 1, 0, 1], is: [0, 1, 1, 2] };
  expect(whatChanged(before, { mask: before, is: null }, 1)).toContain("No pixel changed");
  expect(whatChanged(before, { mask: before, is: null }, 2)).not.toContain("other one");
  expect(whatChanged(before, { ...now, is: null }, 1)).toBe(
    "2 pixels changed against all skips on.",
  );
  expect(whatChanged(before, now, 1).replaceAll("\u00a0", " ")).toContain(
    "IoU went from 100.0 % to 33.3 %",
  );
});

test("the stroke of a button is drawn over the mask while it is pointed at", () => {
  const { host, end } = mount();
  const button = host.querySelectorAll<HTMLElement>(".strokes [aria-pressed]")[0];
  button?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
  expect(host.querySelector(".mask .pointed")?.getAttribute("d")).toBe("M0.40 0.20L0.40 3.20");
  host.querySelector(".strokes")?.dispatchEvent(new PointerEvent("pointerleave"));
  expect(host.querySelector(".mask .pointed")).toBeNull();
  end();
});

test("what was said of a stroke stays with it, and says nothing of another drawing", () => {
  const { lab, strokes, end } = mount();
  const pressed = () => strokes().map((each) => each.getAttribute("aria-pressed"));
  strokes()[1]?.click();
  lab.ink.change({ type: "clear" });
  expect(pressed()).toEqual([]);
  lab.ink.change({ type: "undo" });
  expect(pressed()).toEqual(["false", "true"]);
  const moved = (by: number) =>
    [DIGIT, LINE].map(({ points, width }) => ({
      points: points.map(([x, y]) => [x + by, y] as const),
      width,
    }));
  // A drawing whose points a link's grid has moved is the same drawing.
  lab.ink.settle(moved(0.002));
  expect(pressed()).toEqual(["false", "true"]);
  lab.ink.change({ type: "replace", drawing: moved(0.1) });
  expect(pressed()).toEqual(["false", "false"]);
  end();
});
