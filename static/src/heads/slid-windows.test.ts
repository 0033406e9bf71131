/** LeNet-5 slid over a drawing: its guess in each window, even of paper, and which of these are wrong. */
import { signal } from "@preact/signals-core";
import { expect, test, vi } from "vitest";
import type { Planes, Slid, WithWeights } from "../network/slid.ts";
import { createLab } from "../state/lab.ts";
import type { HeadNeeds } from "./head.ts";
import {
  followSlid,
  windowByKey,
  windowInWords,
  windowsInWords,
  windowsOf,
  windowsPicture,
} from "./slid-windows.ts";

const even = (text: string) => text.replaceAll(/\s/g, " ");
const LABELS = ["4", "7"];
/** Two rows of two windows of 4 x 4 pixels, every 2, on 6 x 6; ink in the first pixel alone. */
const IMAGE: Planes = {
  channels: 1,
  rows: 6,
  columns: 6,
  values: Float32Array.from({ length: 36 }, (_, at) => (at === 0 ? 1 : 0)),
};
const SLID: Slid = {
  channels: 2,
  rows: 2,
  columns: 2,
  // Logits of 4, then of 7.
  values: Float32Array.from([5, 0, 0, 0, 0, 1, 1, 1]),
  side: 4,
  stride: 2,
  edge: 0,
};
const box = (left: number, right: number) => ({ left, top: left, right, bottom: right });

test("each window has its likeliest class, sees ink or paper, and lies on a digit or not", () => {
  const { all } = windowsOf(SLID, IMAGE, [box(0, 1 / 3)]);
  expect(all.map(({ label }) => label)).toEqual([0, 1, 1, 1]);
  expect(all[0]?.part).toBeCloseTo(1 / (1 + Math.exp(-5)), 10);
  expect(all.map(({ hasInk }) => hasInk)).toEqual([true, false, false, false]);
  // Windows with middles at 2 and 4 pixels; the box has 1: on a digit if at most 2 apart.
  expect(all.map(({ isOnDigit }) => isOnDigit)).toEqual([true, false, false, false]);
  // With an edge around the image, a window also sees ink beside it.
  const wider = windowsOf({ ...SLID, edge: 2 }, IMAGE, []);
  expect(wider.all.map(({ hasInk }) => hasInk)).toEqual([true, true, true, true]);
});

test("it is said how many windows see paper, what is named there, and how much of what is sure is wrong", () => {
  const says = (boxes: ReturnType<typeof box>[]) =>
    even(windowsInWords(windowsOf(SLID, IMAGE, boxes), LABELS, boxes.length));
  expect(says([box(0, 1 / 3)])).toBe(
    "The same weights as convolutions, in 4 windows of 4 × 4 pixels, every 2 pixels. 3 windows see only paper: to it each is a 7, 73.1 % sure. Of 1 with ink it is at least 90.0 % sure of one. 0 of these have no digit in their middle, by the detector's 1 box (score at least 0.30). Softmax must name a digit everywhere: it has no class for none.",
  );
  expect(says([box(2 / 3, 1)])).toContain("One of these has no digit in its middle, by the");
  // If the detector finds no digit, no window can be called wrong by it.
  expect(says([])).toContain("The detector finds no digit here (score at least 0.30), so");
  expect(says([])).not.toContain("in its middle");
});

test("a window is pointed at by keys, told and framed", () => {
  const windows = windowsOf(SLID, IMAGE, []);
  expect(even(windowInWords(windows, LABELS, null))).toBe("Point at a cell for its window.");
  expect(windowByKey(windows, null, "ArrowRight")).toBe(0);
  expect(windowByKey(windows, 0, "ArrowRight")).toBe(1);
  expect(windowByKey(windows, 1, "ArrowRight")).toBe(1);
  expect(windowByKey(windows, 1, "ArrowDown")).toBe(3);
  expect(windowByKey(windows, 3, "Enter")).toBeNull();
  expect(even(windowInWords(windows, LABELS, 3))).toBe("Window 2, 2: a 7, 73.1 % sure.");
  const kinds = windowsPicture(windows, LABELS, 3, 60).map((each) => each.getAttribute("class"));
  expect(kinds).toEqual(["window sure", ...Array(3).fill("window unsure blank"), "chosen"]);
  expect(windowsPicture(windows, LABELS, null, 60)).toHaveLength(4);
});

test("the network comes once, when it is asked for, and why it does not is told", async () => {
  vi.useFakeTimers();
  const lab = createLab();
  const fetchWithWeights = vi.fn(async (): Promise<WithWeights> => {
    throw new Error("no weights");
  });
  const tell = vi.fn();
  const image = signal<Planes | null>(IMAGE);
  const end = followSlid(lab, image, { fetchWithWeights } as unknown as HeadNeeds, tell);
  await vi.advanceTimersByTimeAsync(500);
  expect(fetchWithWeights).not.toHaveBeenCalled();
  lab.look.useGround("slid");
  await vi.advanceTimersByTimeAsync(500);
  expect(tell).toHaveBeenLastCalledWith(null, "no weights");
  image.value = { ...IMAGE };
  image.value = { ...IMAGE };
  await vi.advanceTimersByTimeAsync(500);
  expect(fetchWithWeights).toHaveBeenCalledTimes(2);
  image.value = null;
  expect(tell).toHaveBeenLastCalledWith(null, "");
  end();
  vi.useRealTimers();
});
