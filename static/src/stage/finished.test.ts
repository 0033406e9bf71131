import { expect, test } from "vitest";
import { emptyGrid } from "../layout/grids.ts";
import type { Placed } from "../layout/placed.ts";
import { withOneOpen } from "../network/blocks.ts";
import { labelAt } from "../network/mask.ts";
import { indexNetwork } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { GUESSES } from "../state/covers.ts";
import { createLab } from "../state/lab.ts";
import { READING } from "../testing/counting.ts";
import { painted } from "../testing/page.ts";
import { U_SHAPED } from "../testing/u-shaped.ts";
import { mountFinished } from "./finished.ts";

const FINISHED = { way: "beside", left: 90, top: 84, side: 40, names: true } as const;

test("a pixel has the label that is the most probable there; a label alone needs more than one half", () => {
  const values = Float32Array.of(0.2, 0.6, 0.5, 0.3, 0.3, 0.1);
  expect([0, 1].map((at) => labelAt(values, at, 2, 3))).toEqual([1, 0]);
  expect([0.4, 0.6].map((value) => labelAt(Float32Array.of(value), 0, 1, 1))).toEqual([0, 1]);
});

test("the mask stands where the layout has room for it, and says how many pixels have which label", async () => {
  document.body.innerHTML = '<div id="host"></div>';
  const host = document.querySelector("#host") as HTMLElement;
  const [answer] = U_SHAPED.answers;
  if (answer === undefined) throw new Error("no answer");
  const values = new Float32Array(3 * 64).map((_, i) => (i < 64 ? 0.3 : i < 128 ? 0.5 : 0.2));
  const reading = {
    ...READING,
    outcomes: new Map([["mask", { answer, values }]]),
    probabilities: [],
  } as unknown as Reading;
  const network = withOneOpen(indexNetwork(U_SHAPED), null);
  const lab = createLab({ reader: { network, reading } });
  const end = mountFinished(host, lab);
  expect(host.querySelector(".finished")).toBeNull();
  const at = {
    name: "output",
    hidden: false,
    x: 0,
    y: 0,
    width: 40,
    height: 200,
    left: 0,
    top: 84,
  };
  const grid = { ...emptyGrid(), channels: 3, rows: 8, columns: 8, width: 40, height: 140 };
  const placed: Placed = { ...at, grid, finished: FINISHED };
  lab.reader.arrange([placed]);
  const canvas = host.querySelector(".finished canvas");
  expect(canvas?.getAttribute("aria-label")).toBe("Mask: a 0, b 64, c 0");
  expect(host.querySelectorAll(".labels-of-pixels li")).toHaveLength(3);
  expect([...host.querySelectorAll(".map-name")].map((each) => each.textContent)).toEqual([
    "a",
    "b",
    "c",
  ]);
  lab.lecture.switchCover(GUESSES);
  await painted();
  expect(canvas?.getAttribute("aria-label")).not.toContain("64");
  // A mask in the place of its maps has neither words nor lines.
  lab.reader.arrange([{ ...placed, finished: { way: "instead", left: 0, top: 84, side: 40 } }]);
  expect(
    [...(host.querySelector(".finished")?.children ?? [])].map((each) => each.tagName),
  ).toEqual(["CANVAS"]);
  expect(host.querySelector(".map-name")).toBeNull();
  end();
  expect(host.querySelector(".finished")).toBeNull();
});
