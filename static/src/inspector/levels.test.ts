/** The right column between network and cell: a layer in short, and an opened kernel with its map. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLab, type Lab } from "../state/lab.ts";
import { NETWORK, READING, WEIGHTS } from "../testing/four.ts";
import "../testing/words.ts";
import { mountLevels } from "./levels.ts";

let lab: Lab;
let host: HTMLElement;
let unmount: () => void;
const text = (selector: string) =>
  (host.querySelector(selector)?.textContent ?? "").replace(/\s+/g, " ");
const painted = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

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

test("an opened cell takes a kernel's place, and a kernel a cell's", () => {
  lab.selection.openKernel({ layer: "conv1", index: 2 });
  lab.selection.pin({ layer: "conv1", index: 7 });
  expect(lab.selection.kernel.value).toBeNull();
  lab.selection.openKernel({ layer: "conv1", index: 2 });
  expect(lab.selection.pinned.value).toBeNull();
});
