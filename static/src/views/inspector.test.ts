import { beforeEach, expect, test } from "vitest";
import type { Weights } from "../math/arithmetic.ts";
import { indexNetwork } from "../network.ts";
import { createStore, type Reading, type Store } from "../store.ts";
import type { Tensor } from "../tensor.ts";
import { SKIPPING } from "../testing/skipping.ts";
import type { AllWeights } from "../weights.ts";
import { mountInspector } from "./inspector.ts";

/** Values that are easy to redo by hand: each operation's cells count 0, 0.1, 0.2 ... up to 0.9. */
function counting(shape: readonly number[]): Tensor {
  const count = shape.reduce((product, side) => product * side, 1);
  const values = Float32Array.from({ length: count }, (_, i) => (i % 10) / 10);
  return { shape: [...shape], values, low: 0, high: 0.9 };
}

const WEIGHTS: AllWeights = new Map<string, Weights>(
  SKIPPING.operations.flatMap(({ name, kind, inputs, output_shape, kernel_size }) => {
    const input = SKIPPING.operations.find((each) => each.name === inputs[0]);
    if (input === undefined || (kind !== "convolution" && kind !== "linear")) return [];
    const shape = [output_shape[0] ?? 0, input.output_shape[0] ?? 0, ...(kernel_size ?? [])];
    const count = shape.reduce((product, side) => product * side, 1);
    const values = Float32Array.from({ length: count }, (_, i) => ((i % 3) - 1) / 2);
    const bias = new Float32Array(output_shape[0] ?? 0).fill(0.25);
    return [
      [`${name}.weight`, { shape, values }],
      [`${name}.bias`, { shape: [bias.length], values: bias }],
    ] as const;
  }),
);

const VALUES = new Map(SKIPPING.operations.map((each) => [each.name, counting(each.output_shape)]));
const [FIRST, NARROW, WIDE] = ["first", "narrow", "wide"].map((name) => [
  ...(VALUES.get(name)?.values ?? []),
]) as [number[], number[], number[]];
// "second" counts as "first" does.
const ADDED = { ...counting([4, 8, 8]), values: Float32Array.from(FIRST, (value) => 2 * value) };
const JOINED = { ...counting([6, 8, 8]), values: Float32Array.from([...NARROW, ...WIDE]) };
VALUES.set("added", ADDED).set("joined", JOINED);

const READING = {
  seq: 1,
  exact: true,
  blank: false,
  firstGuess: 0,
  secondGuess: 1,
  maps: new Map(SKIPPING.layers.map(({ name, shape }) => [name, counting(shape)])),
  values: VALUES,
} as unknown as Reading;

let store: Store;
let host: HTMLElement;
const text = (selector: string) => host.querySelector(selector)?.textContent ?? "";
const painted = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

beforeEach(() => {
  document.body.innerHTML = '<section id="inspector" hidden></section>';
  host = document.querySelector("#inspector") as HTMLElement;
  store = createStore({
    network: indexNetwork(SKIPPING),
    reading: READING,
    weights: WEIGHTS,
  });
});

test("nothing is inspected until a cell is pointed at, and a click opens every number", async () => {
  const unmount = mountInspector(host, store);
  expect(host.hidden).toBe(true);
  store.point({ layer: "first", index: 9 });
  await painted();
  expect(host.hidden).toBe(false);
  expect(host.querySelectorAll("table")).toHaveLength(0);
  store.pin({ layer: "first", index: 9 });
  await painted();
  expect(host.querySelectorAll(".grids td")).toHaveLength(9);
  expect(text("h2").replaceAll("\u00a0", " ")).toContain("map 1, row 2, column 2");
  unmount();
  expect(host.childElementCount).toBe(0);
});

test("every product of a convolution is there, padding is drawn as such", async () => {
  mountInspector(host, store);
  store.pin({ layer: "first", index: 0 });
  await painted();
  const cells = [...host.querySelectorAll(".grids td")].map((cell) => [
    cell.classList.contains("padding"),
    (cell.textContent ?? "").replace(/(?<=\.\d\d)/, " × "),
  ]);
  expect(cells).toMatchInlineSnapshot(`
    [
      [
        true,
        "0.00 × −0.50",
      ],
      [
        true,
        "0.00 × 0.00",
      ],
      [
        true,
        "0.00 × 0.50",
      ],
      [
        true,
        "0.00 × −0.50",
      ],
      [
        false,
        "0.00 × 0.00",
      ],
      [
        false,
        "0.10 × 0.50",
      ],
      [
        true,
        "0.00 × −0.50",
      ],
      [
        false,
        "0.80 × 0.00",
      ],
      [
        false,
        "0.90 × 0.50",
      ],
    ]
  `);
});

test("a sum ends in the map's own value with as many decimals as asked for", async () => {
  mountInspector(host, store);
  store.pin({ layer: "wide", index: 27 });
  for (const digits of [1, 2, 4, 6]) {
    store.useDigits(digits);
    await painted();
    expect(text(".total")).toBe((0.7).toFixed(digits));
    expect(text(".value")).toContain((0.7).toFixed(digits));
  }
});

test("an addition and a concatenation say what was joined", async () => {
  mountInspector(host, store);
  store.pin({ layer: "added", index: 3 });
  await painted();
  const added = text(".sum").replace(/\s+/g, " ");
  store.pin({ layer: "joined", index: 4 * 64 + 5 });
  await painted();
  const joined = text(".sum").replace(/\s+/g, " ");
  expect([added, joined]).toMatchInlineSnapshot(`
    [
      "second 0.30 + First layer 0.30 = 0.60",
      "Wide branch 0.50 = 0.50",
    ]
  `);
});

test("Escape lets the pinned cell go", () => {
  mountInspector(host, store);
  store.pin({ layer: "first", index: 9 });
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", cancelable: true }));
  expect(store.pinned.value).toBeNull();
});

test("on a blank pad it asks for a drawing", async () => {
  mountInspector(host, store);
  store.receive({ ...READING, blank: true });
  store.pin({ layer: "first", index: 9 });
  await painted();
  expect(text(".value")).not.toMatch(/\d/);
  expect(text(".value")).not.toBe("");
});

test("pinning and letting go five hundred times leaves no more elements than once", async () => {
  mountInspector(host, store);
  const once = async (at: number) => {
    store.pin({ layer: "joined", index: at });
    await painted();
    store.pin(null);
    await painted();
    return document.querySelectorAll("*").length;
  };
  const before = await once(0);
  for (let at = 1; at < 500; at++) {
    store.pin({ layer: at % 2 ? "first" : "added", index: at % 64 });
    if (at % 50 === 0) await painted();
    store.pin(null);
  }
  expect(await once(0)).toBe(before);
});
