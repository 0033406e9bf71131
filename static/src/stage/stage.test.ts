import { beforeEach, expect, test } from "vitest";
import { kernelCorner, mapCorner } from "../layout/places.ts";
import { indexNetwork } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { type CanvasCall, recordCanvasCalls } from "../testing/canvas-calls.ts";
import { counting, READING, WEIGHTS } from "../testing/counting.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { painted } from "../testing/page.ts";
import { SKIPPING } from "../testing/skipping.ts";
import type { NetworkDescription } from "../wire/messages.ts";
import { mountStage } from "./stage.ts";

const PAPER = 0xffffffff;
const INK = 0xff800000; // #000080, as the pixels' bytes lie
const PENCIL = 0xff000080; // #800000

let callsOn: (canvas: HTMLCanvasElement) => CanvasCall[];
let host: HTMLElement;
let lab: Lab;

const find = <T extends Element = HTMLElement>(selector: string) =>
  host.querySelector(selector) as T;
const canvasOf = (layer: string) => find<HTMLCanvasElement>(`[data-layer="${layer}"] canvas`);
const gridOf = (layer: string) => {
  const placed = lab.reader.placed.value.find(({ name }) => name === layer);
  if (placed === undefined) throw new Error(`${layer} is not placed`);
  return placed.grid;
};
const plain = (text: string | null | undefined) => (text ?? "").replace(/\u00a0/g, " ");

/** A stage of 1,000 x 700 CSS pixels with a described network. */
async function show(description: NetworkDescription, reading: Partial<Reading> | null = READING) {
  lab = createLab({ reader: { network: indexNetwork(description), weights: WEIGHTS } });
  if (reading !== null) lab.reader.receive({ ...READING, ...reading });
  mountStage(host, lab);
  await painted();
}

beforeEach(() => {
  callsOn = recordCanvasCalls();
  document.body.innerHTML = '<div id="stage"></div>';
  host = document.querySelector("#stage") as HTMLElement;
  for (const [name, value] of Object.entries({ clientWidth: 1000, clientHeight: 700 }))
    Object.defineProperty(host, name, { value, configurable: true });
  const colours = { "--zero": "#ffffff", "--positive": "#000080", "--negative": "#800000" };
  for (const [name, value] of Object.entries(colours)) host.style.setProperty(name, value);
});

/** The pixels that a layer's maps were painted from, one a value. */
function pixelsOf(layer: string): Uint32Array {
  const copies = callsOn(canvasOf(layer)).filter(({ call }) => call === "drawImage");
  const source = copies.at(-1)?.given[0] as HTMLCanvasElement;
  const put = callsOn(source).filter(({ call }) => call === "putImageData");
  const [image] = put.at(-1)?.given ?? [];
  return new Uint32Array((image as ImageData).data.buffer);
}

test("every layer is there in the order of computation, with its title, shape and an eye", async () => {
  await show(DESCRIPTION, null);
  const headings = [...host.querySelectorAll<HTMLElement>(".layer")].map((layer) =>
    [...layer.querySelectorAll("h3, .note")].map((each) => plain(each.textContent)),
  );
  expect(headings.slice(0, 4)).toEqual([
    ["Input layer", "Downsampled drawing 28 × 28"],
    ["Convolution layer 1", "6 maps · 28 × 28"],
    ["Downsampling layer 1", "6 maps · 14 × 14"],
    ["Convolution layer 2", "16 maps · 10 × 10"],
  ]);
  expect(headings.map(([title]) => title)).toEqual(DESCRIPTION.layers.map(({ title }) => title));
  find<HTMLButtonElement>('[data-layer="pool1"] .eye').click();
  expect([...lab.look.hidden.value]).toEqual(["pool1"]);
});

test("what happens between two columns is named there, and two titles that begin alike share the line", async () => {
  await show(DESCRIPTION, null);
  const words = (selector: string) =>
    [...host.querySelectorAll(selector)].map((each) => plain(each.textContent));
  expect(words(".operation")).toEqual([
    "conv 5 × 5",
    "max 2 × 2",
    "conv 5 × 5",
    "max 2 × 2",
    "full",
    "full",
    "full",
  ]);
  expect(words(".shared-title")).toEqual(["Fully-connected"]);
  lab.look.toggle("fc1");
  await painted();
  expect(words(".shared-title")).toEqual([]);
  expect(words(".operation")).toHaveLength(6);
});

test("in a lecture each layer says its whole title, also one that shared a line of it before", async () => {
  await show(DESCRIPTION, null);
  expect(find('[data-layer="fc1"]').className).toContain("shared");
  lab.lecture.giveLecture(true);
  await painted();
  expect(host.querySelectorAll(".shared, .shared-title")).toHaveLength(0);
});

test("the first kernel has its name over it, and units say that they are no picture", async () => {
  Object.defineProperty(host, "clientHeight", { value: 800 });
  await show(DESCRIPTION, null);
  const words = () =>
    [...host.querySelectorAll(".beside-maps")].map((each) =>
      [...each.childNodes].map((part) => plain(part.textContent)).join(" "),
    );
  expect(words()).toEqual(["kernel", "no picture: 120 numbers, 84"]);
  lab.look.showKernels(false);
  lab.look.toggle("fc2");
  await painted();
  expect(words()).toEqual(["no picture: 120 numbers"]);
});

test("each map is copied once from its own values, to its own place, a whole number of pixels a cell", async () => {
  await show(SKIPPING);
  for (const { name, shape } of SKIPPING.layers.filter(({ kind }) => kind !== "output")) {
    const [channels = 1, rows = 1, columns = 1] = shape;
    const grid = gridOf(name);
    const copies = callsOn(canvasOf(name)).filter(({ call }) => call === "drawImage");
    expect(copies.slice(-channels).map(({ given }) => given.slice(1))).toEqual(
      Array.from({ length: channels }, (_, map) => {
        const { x, y } = mapCorner(grid, map);
        const [wide, high] = [columns * grid.cell, rows * grid.cell].map(Math.round);
        return [0, map * rows, columns, rows, x, y, wide, high];
      }),
    );
  }
});

test("zero is paper, the peak is ink, and its opposite red pencil, in every scope", async () => {
  const values = counting([4, 8, 8]).values as Float32Array;
  values[5] = -1.8;
  values[130] = 1.8;
  const first = { ...counting([4, 8, 8]), values, low: -1.8, high: 1.8 };
  await show(SKIPPING, { maps: new Map([...READING.maps, ["first", first]]) });
  const at = (index: number) => pixelsOf("first")[index];
  expect([at(0), at(130), at(5)]).toEqual([PAPER, INK, PENCIL]);
  expect(at(9)).not.toBe(INK); // 0.9 of 1.8
  lab.look.useScope("map");
  await painted();
  expect([at(0), at(130), at(5), at(69 + 10)]).toEqual([PAPER, INK, PENCIL, INK]); // map 2 ends at 0.9
  lab.look.useScope("network");
  await painted();
  expect([at(130), pixelsOf("wide")[0], pixelsOf("wide")[9]]).toEqual([INK, PAPER, at(9)]);
});

test("a blank pad is blank paper, and so is a layer that has not come", async () => {
  await show(SKIPPING, { blank: true, maps: new Map() });
  for (const layer of ["input", "first", "joined"]) {
    expect(new Set(pixelsOf(layer))).toEqual(new Set([PAPER]));
    expect(canvasOf(layer).getAttribute("aria-label")).toContain("blank");
  }
  expect(find(".units ol").getAttribute("aria-label")).toContain("blank");
});

test("a hidden layer leaves a stub with its title that brings it back", async () => {
  await show(SKIPPING);
  lab.look.toggle("first");
  await painted();
  const layer = find('[data-layer="first"]');
  expect(layer.classList.contains("hidden")).toBe(true);
  expect(layer.style.width).toBe("28px");
  const names = lab.reader.placed.value.filter(({ hidden }) => !hidden).map(({ name }) => name);
  expect(names).toEqual(["input", "added", "wide", "narrow", "joined", "output"]);
  const stub = find<HTMLButtonElement>('[data-layer="first"] .stub');
  expect(plain(stub.textContent)).toBe("First layer");
  stub.click();
  await painted();
  expect(layer.classList.contains("hidden")).toBe(false);
  lab.look.hideAll();
  await painted();
  expect(host.querySelectorAll(".layer.hidden")).toHaveLength(7);
});

test("branches stand one above the other, and what joins them after both", async () => {
  await show(SKIPPING);
  const [wide, narrow, joined] = ["wide", "narrow", "joined"].map((layer) =>
    lab.reader.placed.value.find(({ name }) => name === layer),
  );
  expect(wide?.x).toBe(narrow?.x);
  expect(narrow?.y).toBeGreaterThanOrEqual((wide?.y ?? 0) + (wide?.height ?? 0));
  expect(joined?.x).toBeGreaterThan((wide?.x ?? 0) + (wide?.width ?? 0));
});

test("kernels are drawn weight by weight beside their map, as far as they are asked for", async () => {
  await show(SKIPPING);
  const weights = () => callsOn(canvasOf("first")).filter(({ call }) => call === "fillRect");
  const grid = gridOf("first");
  const { kernels } = grid;
  if (kernels === null) throw new Error("no kernels");
  const last = weights().slice(-4 * 9);
  const places = [0, 1, 2, 3].flatMap((map) => {
    const { x, y } = kernelCorner(grid, kernels, map, 0);
    const side = kernels.cell;
    return Array.from({ length: 9 }, (_, at) => [
      x + (at % 3) * side,
      y + Math.floor(at / 3) * side,
      side,
      side,
    ]);
  });
  expect(last.map(({ given }) => given)).toEqual(places);
  // -0.5, 0, 0.5 in turn: the peak either way, and paper.
  const three = last.slice(0, 3).map(({ fillStyle }) => fillStyle);
  expect(three).toEqual(["rgb(128 0 0)", "rgb(255 255 255)", "rgb(0 0 128)"]);
  lab.look.showKernels(false);
  await painted();
  expect(gridOf("first").kernels).toBeNull();
});

test("a layer with more maps than fit shows a page of them, says which, and turns", async () => {
  const shape = [900, 8, 8];
  const crowded = {
    ...SKIPPING,
    layers: SKIPPING.layers.map((each) => (each.name === "wide" ? { ...each, shape } : each)),
    operations: SKIPPING.operations.map((each) =>
      each.name === "wide" ? { ...each, output_shape: shape } : each,
    ),
  };
  await show(crowded, { maps: new Map([...READING.maps, ["wide", counting(shape)]]) });
  const pages = () => plain(find('[data-layer="wide"] .pages span').textContent);
  const { channels } = gridOf("wide");
  expect(pages()).toBe(`1–${channels} of 900`);
  const [previous, next] = host.querySelectorAll<HTMLButtonElement>(
    '[data-layer="wide"] .pages button',
  );
  expect([previous?.disabled, next?.disabled]).toEqual([true, false]);
  next?.click();
  await painted();
  expect(pages()).toBe(`${channels + 1}–${2 * channels} of 900`);
  const copies = callsOn(canvasOf("wide")).filter(({ call }) => call === "drawImage");
  expect(copies.at(-1)?.given[2]).toBe((2 * channels - 1) * 8);
  expect(find<HTMLElement>('[data-layer="first"] .pages').hidden).toBe(true);
});

test("the output's units have names, values, bars and a summary, and the first guess stands out", async () => {
  const output = { shape: [2], values: Float32Array.of(-1.5, 3), low: -1.5, high: 3 };
  const guesses = { firstGuess: 1, secondGuess: 0, probabilities: [0.011, 0.989] };
  await show(SKIPPING, { ...guesses, maps: new Map([["output", output]]) } as never);
  const units = [...host.querySelectorAll<HTMLElement>(".units li")].map((unit) => {
    const bars = [...unit.querySelectorAll<HTMLElement>(".amount")];
    const words = [...unit.querySelectorAll(".name, .value")].map((each) =>
      plain(each.textContent),
    );
    return [words, bars.map(({ style }) => style.transform), unit.className];
  });
  expect(units).toEqual([
    [["a", "−1.50", "1.1 %"], ["scaleX(0.5)", "scaleX(0.011)"], "second"],
    [["b", "3.00", "98.9 %"], ["scaleX(1)", "scaleX(0.989)"], "first"],
  ]);
  expect(find(".units .negative")).toBe(find(".units li .score .amount")); // to the left
  expect(find(".units ol").getAttribute("aria-label")).toBe(
    "Output layer: one logit a class, values from −1.50 to 3.00, largest b (3.00), then a (−1.50)",
  );
});

test("numbers are no logits: their list says that they are values", async () => {
  const [{ name, title, operation }] = SKIPPING.answers as [(typeof SKIPPING.answers)[number]];
  const parts = { name, title, operation, kind: "numbers" as const };
  const answers = [{ ...parts, names: ["width", "height"], units: ["cm", "cm"] }];
  await show({ ...SKIPPING, answers });
  expect(find(".units ol").getAttribute("aria-label")).toMatch(/^Output layer: its values by name/);
  expect(find('[data-layer="output"] header').textContent).toContain("2 values");
});

test("a small value of a class is no longer than others", async () => {
  const output = { shape: [2], values: Float32Array.of(-0.0072, 0.0001), low: -1, high: 1 };
  await show(SKIPPING, { maps: new Map([["output", output]]) });
  const shown = [...host.querySelectorAll(".units .score .value")].map((each) => each.textContent);
  expect(shown).toEqual(["−0.01", "0.00"]);
});

test("before and after ReLU are two pictures of one layer", async () => {
  const after = { ...counting([6, 28, 28]), low: 0, high: 0.9 };
  const values = Float32Array.from(after.values, (value) => value - 0.5);
  const before = { ...after, values, low: -0.5, high: 0.4 };
  await show(DESCRIPTION, {
    maps: new Map([["conv1", after]]),
    values: new Map([["conv1", before]]),
  });
  expect([pixelsOf("conv1")[0], pixelsOf("conv1")[9]]).toEqual([PAPER, INK]);
  lab.look.switchBefore("conv1");
  await painted();
  expect([pixelsOf("conv1")[0], pixelsOf("conv1")[5]]).toEqual([PENCIL, PAPER]);
});

test("arrow keys move the cell, within its map and from map to map, and move it while it is pinned", async () => {
  await show(SKIPPING);
  const canvas = canvasOf("first");
  const press = (key: string, more = {}) =>
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
  const cell = (index: number) => ({ layer: "first", index });
  press("ArrowRight");
  expect(lab.selection.cell.value).toEqual(cell(129)); // it begins in the middle
  press("PageUp");
  expect(lab.selection.cell.value).toEqual(cell(65));
  press("ArrowUp");
  expect(lab.selection.cell.value).toEqual(cell(65)); // the map's first row
  press("Enter");
  expect(lab.selection.pinned.value).toEqual(cell(65));
  press("ArrowDown");
  expect([lab.selection.pinned.value, lab.selection.cell.value]).toEqual([cell(73), cell(73)]);
  lab.selection.pin(cell(3)); // by a link, or the sweep
  press("ArrowRight");
  expect(lab.selection.pinned.value).toEqual(cell(4));
  lab.selection.pin({ layer: "wide", index: 0 });
  press("ArrowLeft");
  expect([lab.selection.pinned.value?.layer, lab.selection.cell.value]).toEqual(["wide", cell(3)]);
});

test("with Shift, arrow keys go over the weights of the map's kernels", async () => {
  await show(SKIPPING);
  const canvas = canvasOf("first");
  const press = (key: string, shiftKey: boolean) =>
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true }));
  press("ArrowUp", true);
  expect(lab.selection.kernelCell.value).toEqual({ layer: "first", channel: 2, input: 0, at: 4 });
  press("ArrowUp", true);
  expect(lab.selection.kernelCell.value).toMatchObject({ at: 1 });
  press("ArrowUp", false);
  expect(lab.selection.kernelCell.value).toBeNull();
});

test("two stages stand on one page: each shows its reading, says that it is painted, and goes by itself", async () => {
  await show(SKIPPING);
  const [firstHost, firstLab] = [host, lab];
  host = firstHost.cloneNode() as HTMLElement;
  firstHost.after(host);
  for (const [name, value] of Object.entries({ clientWidth: 1000, clientHeight: 700 }))
    Object.defineProperty(host, name, { value });
  const secondLab = createLab({ reader: { network: indexNetwork(DESCRIPTION) } });
  const unmount = mountStage(host, secondLab);
  await painted();
  const layersOn = (stage: HTMLElement) =>
    [...stage.querySelectorAll<HTMLElement>(".layer")].map(({ dataset }) => dataset.layer);
  expect(layersOn(firstHost)).toEqual(SKIPPING.layers.map(({ name }) => name));
  expect(layersOn(host)).toEqual(DESCRIPTION.layers.map(({ name }) => name));
  expect([firstLab.reader.painted.value, secondLab.reader.painted.value]).toEqual([1, 0]);
  secondLab.reader.receive({ ...READING, seq: 7 });
  expect([firstLab.reader.painted.value, secondLab.reader.painted.value]).toEqual([1, 7]);
  const at = { key: "ArrowRight", bubbles: true };
  canvasOf("conv1").dispatchEvent(new KeyboardEvent("keydown", at));
  expect(firstLab.selection.cell.value).toBeNull();
  expect(secondLab.selection.cell.value?.layer).toBe("conv1");
  expect(document.documentElement.dataset.painted).toBeUndefined();
  unmount();
  expect([layersOn(firstHost).length, layersOn(host).length]).toEqual([7, 0]);
});

test("unmounting leaves nothing behind", async () => {
  lab = createLab({ reader: { network: indexNetwork(SKIPPING), reading: READING } });
  mountStage(host, lab)();
  expect(host.querySelectorAll(".layer")).toHaveLength(0);
});
