import { readFileSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";
import { indexNetwork } from "../network/network.ts";
import type { Originals } from "../network/originals.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { averaging } from "../testing/averaging.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { SWITCHING } from "../testing/switching.ts";
import { type Listed, mountCost } from "./cost.ts";

const listed = (name: string, more: Partial<Listed> = {}): Listed => ({
  name,
  title: name,
  depth: 5,
  multiply_adds: 416_520,
  milliseconds: null,
  ready: true,
  answers: ["one"],
  ...more,
});

const CARD = {
  data: { mnist: { training_images: 55_000 }, strokes: { training_drawings: 18_924 } },
  recipe: { generated: 22_000 },
};
const ORIGINALS: Originals = JSON.parse(readFileSync("static/exhibits/history.json", "utf8"));

let host: HTMLElement;
let lab: Lab;
const mount = (list: () => Promise<readonly Listed[]>) =>
  mountCost(host, document.createElement("section"), lab, {
    list,
    card: async () => CARD,
    originals: async () => ORIGINALS,
  });
const settled = () => new Promise((done) => setTimeout(done));
const texts = (selector: string) =>
  [...host.querySelectorAll(selector)].map(({ textContent }) => textContent);

beforeEach(() => {
  host = document.createElement("div");
  lab = createLab({ reader: { network: indexNetwork(DESCRIPTION) } });
});

test("nothing is shown, and nobody asked, before somebody looks; then both counts, and what was measured", async () => {
  const list = vi.fn(async () => [listed("lenet5", { milliseconds: 0.0812 })]);
  const stop = mount(list);
  expect([host.childElementCount, list.mock.calls.length]).toEqual([0, 0]);
  lab.look.openPanel("about");
  expect(texts("figcaption")).toEqual([
    "61,706 parameters: what it has learned",
    "416,520 multiplications for one drawing",
  ]);
  expect(texts("figure .note")[0]).toBe("fully-connected 95.8\u00a0%, convolution 4.2\u00a0%");
  await settled();
  expect(texts("dd").at(-1)).toBe("0.08\u00a0ms");
  stop();
  expect(host.childElementCount).toBe(0);
});

test("beside it stands the published network that it is in the style of, with its source", async () => {
  mount(async () => [listed("lenet5")]);
  lab.look.openPanel("about");
  await settled();
  const rows = [...host.querySelectorAll<HTMLTableRowElement>(".original tr")];
  expect(rows.map(({ cells }) => [...cells].map(({ textContent }) => textContent))).toEqual([
    ["What", lab.reader.network.peek()?.description.title, "LeNet-5"],
    ["layers with weights", "5", "5"],
    ["parameters", "61,706", "60,000"],
    ["multiplications", "416,520", "–"],
    ["reads", "28 × 28, grey", "32 × 32, grey"],
    ["classes", "10", "10"],
    ["training images, each round", "95,924", "60,000 (MNIST)"],
  ]);
  expect(texts(".source")[0]).toContain("LeCun, Bottou, Bengio, Haffner");
});

test("a network that is like no published one stands alone", async () => {
  const description = { ...DESCRIPTION, name: "mine" };
  lab = createLab({ reader: { network: indexNetwork(description) } });
  mount(async () => []);
  lab.look.openPanel("about");
  await settled();
  expect(host.querySelector(".original")).toBeNull();
});

test("each part of a bar is as wide as its part, and is named where it is pointed at", () => {
  mount(async () => []);
  lab.look.openPanel("about");
  const parts = [...host.querySelectorAll<HTMLElement>("[data-count=parameters] [data-layer]")];
  expect(parts.map(({ dataset, style }) => [dataset.layer, dataset.way, style.flexGrow])).toEqual([
    ["conv1", "convolution", "156"],
    ["conv2", "convolution", "2416"],
    ["fc1", "dense", "48120"],
    ["fc2", "dense", "10164"],
    ["output", "dense", "850"],
  ]);
  const [, , fc1] = parts;
  fc1?.dispatchEvent(new PointerEvent("pointermove", { bubbles: true }));
  expect(texts("[data-count=parameters] .note")).toEqual([
    "Fully-connected layer 1: 48,120, that is 78.0\u00a0%",
  ]);
  expect(lab.selection.layer.value).toBe("fc1");
  fc1?.parentElement?.dispatchEvent(new PointerEvent("pointerleave"));
  expect(lab.selection.layer.value).toBeNull();
  fc1?.click();
  expect([lab.look.panel.value, lab.selection.layer.value]).toEqual([null, "fc1"]);
});

test("a table has every layer that costs anything, and its names lead there", () => {
  mount(async () => []);
  lab.look.openPanel("about");
  expect(texts("tbody tr").map((row) => row?.replaceAll("\u00a0", " "))).toEqual([
    "Convolution layer 11560.3 %117,60028.2 %",
    "Convolution layer 22,4163.9 %240,00057.6 %",
    "Fully-connected layer 148,12078.0 %48,00011.5 %",
    "Fully-connected layer 210,16416.5 %10,0802.4 %",
    "Output layer8501.4 %8400.2 %",
  ]);
  host.querySelector<HTMLElement>("tbody button")?.click();
  expect([lab.look.panel.value, lab.selection.layer.value]).toEqual([null, "conv1"]);
});

test("without the server's list there is no time, and all else", async () => {
  mount(() => Promise.reject(new Error("away")));
  lab.look.openPanel("about");
  await settled();
  expect(texts("dd")).toEqual(["246.8\u00a0kB", "15,786", "63.1\u00a0kB", "–"]);
});

test("what the mean of each map saves stands beside, as two bars, where a network takes it", () => {
  lab = createLab({ reader: { network: indexNetwork(averaging()) } });
  mount(async () => []);
  lab.look.openPanel("about");
  expect(texts(".averaging dd")).toEqual(["12", "768"]);
  const widths = [...host.querySelectorAll<HTMLElement>(".averaging .amount")].map(({ style }) =>
    style.getPropertyValue("--part"),
  );
  expect(widths).toEqual([String(12 / 768), "1"]);
  expect(texts(".averaging p")[0]).toContain("64 times as many weights");
});

test("a network that flattens its maps has no such bars", () => {
  mount(async () => []);
  lab.look.openPanel("about");
  expect(texts(".averaging")).toEqual([]);
});

test("of a network that says what each pixel is: overlaps, with a switch off, and without a network", () => {
  const overlap = {
    count: 9,
    network: { paper: 0.9, digit: 0.8, clutter: 0.7 },
    without: { shortcut1: { paper: 0.9, digit: 0.75, clutter: 0.6 }, all: { digit: 0.6 } },
    baseline: { paper: 1, digit: 0.65, clutter: 0 },
  };
  const card = { answers: { pixels: { overlap: { pens: overlap } } }, sets: { pens: "Pens" } };
  lab = createLab({ reader: { network: indexNetwork(SWITCHING.description, card) } });
  mount(async () => []);
  lab.look.openPanel("about");
  expect(texts(".overlaps thead th")).toEqual(["", "digit", "clutter"]);
  expect(texts(".overlaps tbody tr").map((text) => text?.replaceAll("\u00a0", " "))).toEqual([
    "the network80.0 %70.0 %",
    "without: Shortcut past Block 175.0 %60.0 %",
    "without any skip60.0 %0.0 %",
    "no network: all ink called the digit's65.0 %0.0 %",
  ]);
  expect(texts("p.note").some((text) => text?.includes("over 9 drawings"))).toBe(true);
});
