/** The right column between network and cell: a layer in short, and an opened kernel with its map. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Operation } from "../network/graph.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { NETWORK, READING, WEIGHTS } from "../testing/four.ts";
import { painted } from "../testing/page.ts";
import "../testing/words.ts";
import { mountLevels } from "./levels.ts";
import { tilesFor } from "./other-kernels.ts";

let lab: Lab;
let host: HTMLElement;
let unmount: () => void;
const text = (selector: string) =>
  (host.querySelector(selector)?.textContent ?? "").replace(/\s+/g, " ");

beforeEach(() => {
  document.body.innerHTML = "<section></section>";
  host = document.querySelector("section") as HTMLElement;
  lab = createLab({ reader: { network: NETWORK, reading: READING, weights: WEIGHTS } });
  unmount = mountLevels(host, lab);
});

afterEach(() => unmount());

test("a layer says what it does, how large it is, and why it has so few parameters", () => {
  lab.selection.pointAtLayer("conv1");
  expect(lab.selection.about.value).toBe("layer");
  expect(text("h2")).toBe("Convolution layer 1");
  expect(host.textContent).toContain("6 maps · 28 × 28");
  expect(host.textContent?.replace(/\s+/g, " ")).toContain(
    "25 weights and a bias, 6 times, are 156. With a wire for every pair it would take 3,687,936.",
  );
  lab.selection.pointAtLayer("pool1");
  expect(host.textContent).toContain("Nothing is learned here.");
  lab.selection.pointAtLayer("fc1");
  expect(host.textContent).toContain("120 units");
  lab.selection.pointAtLayer(null);
  expect(lab.selection.about.value).toBe("network");
});

test("the switch between before and after ReLU stands with its layer", () => {
  lab.selection.pointAtLayer("conv1");
  host.querySelector<HTMLElement>("[data-control=relu]")?.click();
  expect(lab.look.before.value.has("conv1")).toBe(true);
  expect(text("[data-control=relu]")).toBe("before ReLU");
});

test("a kernel shows its weights, and what its window gives where its map is pointed at", async () => {
  lab.selection.openKernel({ layer: "conv1", index: 2 });
  await painted();
  expect(lab.selection.about.value).toBe("kernel");
  expect(text("h2")).toBe("kernel 3: 25 learned weights");
  const weights = WEIGHTS.get("conv1.weight")?.values.subarray(50, 75) ?? [];
  const shown = [...host.querySelectorAll("td")].map(({ textContent }) =>
    Number(textContent?.replace("−", "-")),
  );
  expect(shown).toHaveLength(25);
  for (const [i, weight] of [...weights].entries()) expect(shown[i]).toBeCloseTo(weight, 1);
  const strongest = text(".note");
  lab.selection.point({ layer: "conv1", index: 2 * 784 + 28 * 22 + 13 });
  await painted();
  expect(text(".note")).toContain("row 23, column 14");
  expect(text(".note")).not.toBe(strongest);
  expect(text(".under")).toMatch(/^Under the window now: 25 products, together −?\d+\.\d\d, bias/);
});

test("one of six kernels of a map says so, and letting go leads back to the network", async () => {
  lab.selection.openKernel({ layer: "conv2", index: 11 * 6 + 4 });
  await painted();
  expect(host.textContent).toContain("One of 6 kernels that make map 12: it looks at map 5.");
  expect(text(".under")).toContain("all kernels and the bias make");
  host.querySelector<HTMLElement>(".release")?.click();
  expect(lab.selection.about.value).toBe("network");
  expect(lab.selection.kernel.value).toBeNull();
});

test("pointing at a weight shows its product, and the window stays where it was left", async () => {
  lab.selection.openKernel({ layer: "conv1", index: 2 });
  lab.selection.point({ layer: "conv1", index: 2 * 784 + 28 * 15 + 13 });
  await painted();
  const place = text(".note");
  lab.selection.point(null);
  await painted();
  expect(text(".note")).toBe(place);
  const cell = host.querySelectorAll("td")[12] as HTMLElement;
  cell.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
  await painted();
  expect(lab.selection.kernelCell.value).toEqual({ layer: "conv1", channel: 2, input: 0, at: 12 });
  expect(text(".under")).toMatch(/value \d\.\d+ × weight −?\d\.\d+ [=≈] −?\d\.\d+$/);
  expect(lab.selection.highlights.value.weighed?.box).toMatchObject({
    rows: [15, 15],
    columns: [13, 13],
  });
});

test("pointing at what a kernel looks at slides its window there", async () => {
  lab.selection.openKernel({ layer: "conv1", index: 2 });
  lab.selection.point({ layer: "input", index: 28 * 9 + 14 });
  await painted();
  expect(text(".note")).toContain("row 10, column 15");
  expect(lab.selection.selected.value).toEqual({ layer: "conv1", index: 2 * 784 + 28 * 9 + 14 });
  lab.selection.openKernel({ layer: "conv2", index: 11 * 6 + 4 });
  lab.selection.point({ layer: "pool1", index: 4 * 196 + 14 * 13 });
  await painted();
  expect(text(".note")).toContain("row 10, column 1"); // no padding: the corner is as near as there is
});

test("another kernel is a press away, and the keyboard stays on the button", async () => {
  lab.selection.openKernel({ layer: "conv1", index: 0 });
  await painted();
  const step = (name: string) =>
    [...host.querySelectorAll("button")].find(({ textContent }) => textContent === name);
  step("Previous")?.focus();
  step("Previous")?.click();
  expect(lab.selection.kernel.value).toEqual({ layer: "conv1", index: 5 });
  expect(document.activeElement).toBe(step("Previous"));
  step("Next")?.click();
  expect(lab.selection.kernel.value).toEqual({ layer: "conv1", index: 0 });
  expect(lab.selection.highlights.value.kernels).toEqual([
    { layer: "conv1", channel: 0, input: 0, opened: true },
  ]);
});

test("all kernels of a layer stand in few rows, and of very many those of the same map", () => {
  const of = (layer: string) => NETWORK.operations.find(({ name }) => name === layer) as Operation;
  expect(tilesFor(of("conv1"), { channel: 2, input: 0 })).toEqual({
    first: 0,
    count: 6,
    across: 6,
    full: 10,
  });
  expect(tilesFor(of("conv2"), { channel: 2, input: 3 })).toEqual({
    first: 0,
    count: 96,
    across: 24,
    full: 24,
  });
  const wide = { ...of("conv2"), output_shape: [128, 10, 10] };
  expect(tilesFor(wide, { channel: 2, input: 3 })).toEqual({
    first: 12,
    count: 6,
    across: 6,
    full: 10,
  });
});

test("an opened cell takes a kernel's place, and a kernel a cell's", () => {
  lab.selection.openKernel({ layer: "conv1", index: 2 });
  lab.selection.pin({ layer: "conv1", index: 7 });
  expect(lab.selection.kernel.value).toBeNull();
  lab.selection.openKernel({ layer: "conv1", index: 2 });
  expect(lab.selection.pinned.value).toBeNull();
});
