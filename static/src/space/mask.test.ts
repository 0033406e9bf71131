import { expect, test } from "vitest";
import { indexNetwork } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { GUESSES } from "../state/covers.ts";
import { createLab } from "../state/lab.ts";
import { READING } from "../testing/counting.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { U_SHAPED } from "../testing/u-shaped.ts";
import { offsetsOf } from "./colours.ts";
import { fillMaskNow, MASK, maskSlabOf } from "./mask.ts";

test("a mask is one more map behind the last layer, in the labels' colours and no higher than its plane", () => {
  const network = indexNetwork(U_SHAPED);
  expect(maskSlabOf(indexNetwork(DESCRIPTION))).toBeNull();
  const { start, count } = offsetsOf(network);
  const first = start.get(MASK) ?? 0;
  expect(count - first).toBe(64);
  const [answer] = U_SHAPED.answers;
  if (answer === undefined) throw new Error("no answer");
  const values = new Float32Array(3 * 64);
  values[64] = 1; // the second label at the first pixel
  const outcomes = new Map([["mask", { answer, values }]]);
  const reading = { ...READING, outcomes, probabilities: [] } as unknown as Reading;
  const lab = createLab({ reader: { network, reading } });
  document.body.style.setProperty("--sheet", "#ffffff");
  document.body.style.setProperty("--ink", "#204060");
  const table = new Uint32Array(count);
  fillMaskNow(table, first, lab, document.body);
  expect([...table.subarray(first, first + 2)].map((each) => each.toString(16))).toEqual([
    "80604020",
    "80ffffff",
  ]);
  expect([...table.subarray(0, first)].every((each) => each === 0)).toBe(true);
  lab.lecture.switchCover(GUESSES);
  fillMaskNow(table, first, lab, document.body);
  expect(table[first]?.toString(16)).toBe("80ffffff");
});
