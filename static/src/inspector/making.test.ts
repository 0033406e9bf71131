/** Beside the film: the numbers of the cell that its window makes, and of the largest one once all of the map is there. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLab, type Lab } from "../state/lab.ts";
import { NETWORK, READING, WEIGHTS } from "../testing/four.ts";
import { painted } from "../testing/page.ts";
import "../testing/words.ts";
import { mountMaking } from "./making.ts";

let lab: Lab;
let host: HTMLElement;
let unmount: () => void;
const text = (selector: string) =>
  (host.querySelector(selector)?.textContent ?? "").replace(/\s+/g, " ");
const stepOf = (operation: string) =>
  lab.forward.steps.value.findIndex((step) => step.operation.name === operation && !step.softmax);

beforeEach(() => {
  document.body.innerHTML = "<section></section>";
  host = document.querySelector("section") as HTMLElement;
  lab = createLab({ reader: { network: NETWORK, reading: READING, weights: WEIGHTS } });
  unmount = mountMaking(host, lab);
});

afterEach(() => unmount());

test("nothing stands there while the whole network is shown, nor at the drawing", async () => {
  expect(host.hidden).toBe(true);
  lab.forward.stepTo(0);
  await painted();
  expect(host.hidden).toBe(false);
  expect(host.children).toHaveLength(0);
});

test("a window's values, weights and products follow it from cell to cell", async () => {
  lab.forward.stepTo(stepOf("conv1"));
  const centre = 28 * 15 + 9;
  lab.forward.showFilm(true, centre);
  await painted();
  expect([...host.querySelectorAll("figcaption span")].map((each) => each.textContent)).toEqual([
    "pixels under it",
    "× its weights",
    expect.stringMatching(/^[=≈] products$/),
  ]);
  expect(host.querySelectorAll("td")).toHaveLength(75);
  const [first, kept] = [text(".total"), host.querySelector("td")];
  lab.forward.showFilm(true, centre + 1);
  await painted();
  expect(text(".total")).not.toBe(first);
  expect(host.querySelector("td")).toBe(kept); // numbers change, elements stay
});

test("after the window the cell that the sentence names is shown; at ReLU what becomes of it", async () => {
  lab.forward.stepTo(stepOf("conv1"));
  await painted();
  const values = [...(READING.values.get("conv1")?.values ?? [])];
  expect(values.length).toBeGreaterThan(0);
  const sum = text(".total");
  expect(text(".ledger")).toContain("together");
  expect(host.textContent).not.toContain("ReLU");
  lab.forward.stepTo(stepOf("relu1"));
  await painted();
  expect(text(".total")).toBe(sum);
  expect(host.textContent).toContain("ReLU keeps what is positive");
});

test("of a unit's products only their sum stands there", async () => {
  lab.forward.stepTo(stepOf("fc1"));
  await painted();
  expect(host.querySelectorAll("td")).toHaveLength(0);
  expect(text(".ledger")).toMatch(/^products together ≈? ?−?\d+\.\d+ bias/);
});

test("of a window that keeps the largest, its values; after the last step, nothing", async () => {
  lab.forward.stepTo(stepOf("pool1"));
  await painted();
  expect(host.querySelectorAll(".window td")).toHaveLength(4);
  expect(host.querySelectorAll(".winner")).toHaveLength(1);
  lab.forward.endSteps();
  await painted();
  expect(host.hidden).toBe(true);
  expect(host.children).toHaveLength(0);
});
