import { expect, test } from "vitest";
import { DESCRIPTION } from "../testing/description.ts";
import type { Layer } from "../wire/messages.ts";
import { sharedLines } from "./titles.ts";

test("the line that titles of neighbouring units begin with is written once", () => {
  expect([...sharedLines(DESCRIPTION.layers)]).toEqual([
    ["fc1", "Fully-connected"],
    ["fc2", "Fully-connected"],
  ]);
});

test("maps keep their titles, and so do units that stand apart", () => {
  const [input, conv1] = DESCRIPTION.layers;
  const units = DESCRIPTION.layers.filter(({ shape }) => shape.length < 3);
  expect(sharedLines([units[0], conv1, units[1]] as Layer[]).size).toBe(0);
  expect(sharedLines([input, conv1, conv1] as Layer[]).size).toBe(0);
});
