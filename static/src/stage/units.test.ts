import { expect, test } from "vitest";
import { type RowsOf, Units } from "./units.ts";

const ACTIONS = {
  point: () => {},
  pin: () => {},
  pinned: () => null,
  pointAtWeight: () => {},
  openKernel: () => {},
  release: () => {},
  turnTo: () => {},
};
const SCALE = { kind: "none" } as never;

function show(rowsOf: RowsOf, values: readonly number[], chances: readonly number[] | null) {
  const units = new Units("Output", rowsOf, ACTIONS);
  units.paint({
    tensor: { shape: [values.length], values: Float32Array.from(values), low: -3, high: 2 },
    scale: SCALE,
    peakShown: null,
    guesses: chances && [0, 1],
    chances: chances && Float32Array.from(chances),
  });
  return units.element;
}

const marked = (element: HTMLElement, kind: string) =>
  [...element.querySelectorAll(`li.${kind} .name`)].map((name) => name.textContent);

test("of one class the first and the second are marked, of several all that are more probable than not", () => {
  const names = ["4", "9", "7"];
  const one = show({ names, activation: "softmax" }, [2, 1, 0], [0.6, 0.3, 0.1]);
  expect([marked(one, "first"), marked(one, "second")]).toEqual([["4"], ["9"]]);
  const any = show({ names, activation: "sigmoid" }, [2, 1, -3], [0.9, 0.7, 0.1]);
  expect([marked(any, "first"), marked(any, "second")]).toEqual([["4", "9"], []]);
});

test("numbers stand with their units, and have no chance", () => {
  const names = ["slant", "width", "aspect"];
  const numbers = show({ names, units: ["°", "%", ""], activation: null }, [-12.5, 8, 0.5], null);
  const values = [...numbers.querySelectorAll(".value")].map((each) => each.textContent);
  expect(values).toEqual(["−12.5°", "8.00\u00a0%", "0.50"]);
  expect(numbers.querySelector(".chance")).toBeNull();
});

test("of ways of writing one class its name stands once", () => {
  const names = ["4-open", "4-short", "9-straight"];
  const rowsOf = { names, groups: ["4", "4", "9"], activation: "softmax" } as const;
  const rows = [...show(rowsOf, [1, 2, 0], [0.2, 0.7, 0.1]).querySelectorAll("li")];
  expect(rows.map((row) => row.className.includes("next"))).toEqual([false, true, false]);
  const ways = rows.map((row) => row.querySelector(".name span")?.textContent);
  expect(ways).toEqual(["open", "short", "straight"]);
});
