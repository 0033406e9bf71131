/** The hint for digits that are larger or smaller than those that the network learned from. */
import { expect, test } from "vitest";
import type { Drawing } from "../ink/strokes.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab } from "../state/lab.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { bestOf, figuresOf, misfitOf, mountSize, partAt } from "./size.ts";

const SIZES = {
  learned: { smallest: 0.2, largest: 0.45 },
  found: [
    [0.1, 0],
    [0.3, 0.8],
    [0.5, 0.2],
    [0.9, 0],
  ],
} as const;
const stroke = (...points: (readonly [number, number])[]) => ({ points, width: 0.07 });
const line = (from: number, to: number, x = 0.5) => stroke([x, from], [x, to]);

test("between two measured sizes the part lies on a line, beyond them it stays", () => {
  expect(bestOf(SIZES)).toEqual([0.3, 0.8]);
  expect(partAt(0.4, SIZES)).toBeCloseTo(0.5);
  expect(partAt(0.3, SIZES)).toBeCloseTo(0.8);
  expect(partAt(0.05, SIZES)).toBe(0);
  expect(partAt(2, SIZES)).toBe(0);
});

test("strokes that touch are one figure, also by a third one", () => {
  const sizes = (drawing: Drawing) => figuresOf(drawing).map((figure) => figure.length);
  expect(sizes([line(0, 0.3, 0.1), line(0, 0.3, 0.5)])).toEqual([1, 1]);
  expect(sizes([line(0, 0.3), stroke([0.52, 0.32], [0.7, 0.32])])).toEqual([2]);
  const bridge = stroke([0.1, 0.3], [0.3, 0.3], [0.5, 0.3]);
  expect(sizes([line(0, 0.3, 0.1), line(0, 0.3, 0.5), bridge])).toEqual([3]);
});

test("only what is one figure is too large, only all of it too small", () => {
  expect(misfitOf([], SIZES)).toBeNull();
  expect(misfitOf([line(0.1, 0.4, 0.2), line(0.6, 0.9, 0.8)], SIZES)).toBeNull();
  expect(misfitOf([line(0.1, 0.6)], SIZES)).toMatchObject({
    is: "large",
    size: 0.5,
    part: expect.closeTo(0.2, 10),
  });
  expect(misfitOf([line(0.1, 0.2)], SIZES)).toMatchObject({ is: "small" });
  expect(misfitOf([line(0.1, 0.2, 0.1), line(0.1, 0.2, 0.8)], SIZES)).toBeNull();
});

function show(card: object | null) {
  const lab = createLab();
  lab.reader.describe(indexNetwork(SKIPPING, card));
  const [host, before, pad] = [0, 0, 0].map(() => document.createElement("div"));
  if (!host || !before || !pad) throw new Error("no elements");
  host.append(before, pad);
  const end = mountSize(before, pad, lab);
  const note = host.querySelector<HTMLElement>(".size-note");
  const hint = host.querySelector<HTMLElement>(".size-hint");
  if (!note || !hint) throw new Error("no note");
  return { lab, host, note, hint, end };
}

test("a digit as large as the pad is told with the card's figures, and can be shrunk", () => {
  const { lab, host, note, hint, end } = show({ sizes: SIZES });
  expect(hint.hidden).toBe(false); // on a blank pad it shows the best size
  expect(hint.style.getPropertyValue("--size")).toBe("0.300");
  lab.ink.change({ type: "replace", drawing: [line(0.1, 0.7)] });
  expect(note.textContent?.replaceAll(/\s/g, " ")).toBe(
    "One digit spans 60 % of the pad. It finds 15 % of those that large, 80 % of those of 30 %. Shrink it to 30 %Draw an example",
  );
  expect(buttons(note)).toEqual(["Shrink it to 30 %"]);
  expect([note.hidden, hint.hidden]).toEqual([false, false]);
  note.querySelector<HTMLElement>("button:not([hidden])")?.click();
  const [shrunk] = lab.ink.drawing.value;
  expect(shrunk?.points.map(([, y]) => y)).toEqual([0.3, 0.6].map((y) => expect.closeTo(y, 10)));
  expect([note.hidden, hint.hidden]).toEqual([true, true]);
  lab.ink.change({ type: "undo" });
  expect(note.hidden).toBe(false);
  end();
  expect(host.querySelector(".size-note, .size-hint")).toBeNull();
});

const buttons = (note: HTMLElement) =>
  [...note.querySelectorAll("button:not([hidden])")].map((each) =>
    (each.textContent ?? "").replaceAll(/\s/g, " "),
  );

test("a blank pad says how large digits should be, and offers an example that fits", () => {
  const { lab, note, hint, end } = show({ sizes: SIZES });
  expect(note.textContent).toContain("Up to five digits, each about as large as the square.");
  expect(buttons(note)).toEqual(["Draw an example"]);
  note.querySelector<HTMLElement>("button:not([hidden])")?.click();
  expect(figuresOf(lab.ink.drawing.value).length).toBeGreaterThanOrEqual(4);
  expect([note.hidden, hint.hidden]).toEqual([true, true]);
  lab.ink.change({ type: "undo" });
  expect(note.hidden).toBe(false);
  end();
});

test("a network whose card has no sizes says nothing of them", () => {
  const { lab, note, hint, end } = show({});
  lab.ink.change({ type: "replace", drawing: [line(0.1, 0.9)] });
  expect([note.hidden, hint.hidden]).toEqual([true, true]);
  end();
});
