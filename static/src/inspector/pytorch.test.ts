import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLab, type Lab } from "../state/lab.ts";
import { NETWORK, READING, VALUES, WEIGHTS } from "../testing/four.ts";
import { mountInspector } from "./inspector.ts";

/** At most so many cells of a layer are opened. */
const MOST = 60;
const DIGITS = 6;
/** Half a unit of the last digit, and the difference where PyTorch and the engine add in another order. */
const CLOSE = 0.6e-6;

let lab: Lab;
let host: HTMLElement;
let unmount: () => void;

const numbersIn = (text: string | null | undefined) =>
  (text ?? "")
    .replaceAll("−", "-")
    .match(/-?\d*\.\d+/g)
    ?.map(Number) ?? [];
const numbersOf = (selector: string) => numbersIn(host.querySelector(selector)?.textContent);
const settled = async () => {
  for (let turn = 0; turn < 4; turn++) await Promise.resolve();
};

beforeEach(() => {
  vi.stubGlobal("requestAnimationFrame", (act: FrameRequestCallback) => {
    void Promise.resolve(0).then(act);
    return 1;
  });
  document.body.innerHTML = '<section id="inspector" hidden></section>';
  host = document.querySelector("#inspector") as HTMLElement;
  lab = createLab({ reader: { network: NETWORK, reading: READING, weights: WEIGHTS } });
  lab.look.useDigits(DIGITS);
  unmount = mountInspector(host, lab);
});
afterEach(() => {
  unmount();
  vi.unstubAllGlobals();
});

const outputOf = (operation: string, index: number) =>
  VALUES.get(operation)?.values[index] ?? Number.NaN;
const weightOf = (name: string, index: number) => WEIGHTS.get(name)?.values[index] ?? Number.NaN;

/** Pins some cells of a layer, one after the other, evenly spread, and says which. */
async function* opened(layer: string, most = MOST): AsyncGenerator<number> {
  const count = READING.maps.get(layer)?.values.length ?? 0;
  const step = Math.max(1, Math.floor(count / most)) | 1;
  for (let index = 0; index < count; index += step) {
    lab.selection.pin({ layer, index });
    await settled();
    yield index;
  }
}

function expectClose(shown: readonly number[], exact: readonly number[], within = CLOSE): void {
  expect(shown).toHaveLength(exact.length);
  const apart = exact.map((value, i) => Math.abs((shown[i] ?? Number.NaN) - value));
  expect(Math.max(...apart)).toBeLessThan(within);
}

/** "before ReLU −0.36" over "0.00"; of a value that ReLU keeps, one number below "after ReLU". */
function expectApplied(before: number, after: number): void {
  const words = host.querySelector(".value .before")?.textContent ?? "";
  expect(words).toMatch(before < 0 ? /^before ReLU −\d/ : /^after ReLU$/);
  expectClose(numbersOf(".value"), before < 0 ? [before, after] : [after]);
}

test.each([
  { layer: "conv1", before: "image", side: 28, padding: 2, inputs: 1, after: "relu1" },
  { layer: "conv2", before: "pool1", side: 14, padding: 0, inputs: 6, after: "relu2" },
])("every product, sum and bias of $layer is PyTorch's", async (given) => {
  const { layer, before, side, padding, inputs, after } = given;
  const across = side + 2 * padding - 4;
  for await (const index of opened(layer)) {
    const [map, cell] = [Math.floor(index / across ** 2), index % across ** 2];
    const [row, column] = [Math.floor(cell / across), cell % across];
    const terms = Array.from({ length: inputs * 25 }, (_, i) => {
      const [y, x] = [row - padding + (Math.floor(i / 5) % 5), column - padding + (i % 5)];
      const inside = y >= 0 && x >= 0 && y < side && x < side;
      const at = Math.floor(i / 25) * side ** 2 + y * side + x;
      return [
        inside ? outputOf(before, at) : 0,
        weightOf(`${layer}.weight`, map * inputs * 25 + i),
      ] as const;
    });
    const cells = [...host.querySelectorAll(".grids td")];
    expectClose(
      cells.flatMap((each) => numbersIn((each as HTMLElement).dataset.full)),
      terms.flatMap(([input, weight]) => [input, weight, input * weight]),
    );
    const sum = terms.reduce((all, [input, weight]) => all + input * weight, 0);
    const made = outputOf(layer, index);
    expect(sum + weightOf(`${layer}.bias`, map)).toBeCloseTo(made, 4);
    expectClose(numbersOf(".total"), [made]);
    expectApplied(made, outputOf(after, index));
  }
});

test.each([
  { layer: "pool1", before: "relu1", side: 28 },
  { layer: "pool2", before: "relu2", side: 10 },
])("every window of $layer and its largest value is PyTorch's", async (given) => {
  const { layer, before, side } = given;
  const across = side / 2;
  for await (const index of opened(layer)) {
    const [map, cell] = [Math.floor(index / across ** 2), index % across ** 2];
    const corner = map * side ** 2 + 2 * side * Math.floor(cell / across) + 2 * (cell % across);
    const window = [0, 1, side, side + 1].map((step) => outputOf(before, corner + step));
    const cells = [...host.querySelectorAll(".grids td, .window td")];
    expectClose(cells.flatMap((each) => numbersIn(each.textContent)).slice(0, 4), window);
    expectClose(numbersOf(".total"), [Math.max(...window)]);
    expectClose(numbersOf(".value"), [outputOf(layer, index)]);
  }
});

test.each([
  { layer: "fc1", operation: "fc1", before: "flatten", after: "relu3" },
  { layer: "fc2", operation: "fc2", before: "relu3", after: "relu4" },
])("the largest terms of every unit of $layer, and the rest, are PyTorch's", async (given) => {
  const { layer, operation, before, after } = given;
  const inputs = VALUES.get(before)?.values.length ?? 0;
  for await (const index of opened(layer)) {
    const products = Array.from(
      { length: inputs },
      (_, i) => outputOf(before, i) * weightOf(`${operation}.weight`, index * inputs + i),
    ).sort((one, other) => Math.abs(other) - Math.abs(one));
    const rows = [...host.querySelectorAll(".terms tbody tr")].map((row) =>
      numbersIn(row.querySelector("td:nth-last-child(2)")?.textContent),
    );
    expectClose(
      rows.slice(0, 16).map((row) => row.at(-1) ?? Number.NaN),
      products.slice(0, 16),
      2e-6,
    );
    const rest = products.slice(16).reduce((sum, product) => sum + product, 0);
    expectClose(rows[16] ?? [], [rest], 1e-4);
    expectClose(numbersOf(".total"), [outputOf(operation, index)]);
    expectApplied(outputOf(operation, index), outputOf(after, index));
  }
});

/** The numbers with decimals in each cell of each row. */
const rowsOf = (table: Element | undefined) =>
  [...(table?.querySelectorAll("tbody tr") ?? [])].map((row) =>
    [...row.children].map((cell) => numbersIn(cell.textContent)),
  );
const bySize = (terms: readonly (readonly [number, number])[]) =>
  terms
    .map(([value, weight]) => [value, weight, value * weight])
    .sort(([, , one = 0], [, , other = 0]) => Math.abs(other) - Math.abs(one));

test("terms, logits and probabilities of all ten outputs, and why the first guess wins, are PyTorch's", async () => {
  const inputs = [...(VALUES.get("relu4")?.values ?? [])];
  const logits = [...(VALUES.get("fc3")?.values ?? [])];
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((all, power) => all + power, 0);
  const termsOf = (unit: number) =>
    inputs.map((value, i) => [value, weightOf("fc3.weight", unit * inputs.length + i)] as const);
  const winner = termsOf(4).map(([value, weight], i) => {
    return [value, weight - (termsOf(9)[i]?.[1] ?? Number.NaN)] as const;
  });
  let units = 0;
  for await (const unit of opened("output")) {
    units += 1;
    const [terms, softmax, difference] = [...host.querySelectorAll("table")].map(rowsOf);
    const shown = terms?.slice(0, 16).map((cells) => cells.flat()) ?? [];
    expectClose(shown.flat(), bySize(termsOf(unit)).slice(0, 16).flat(), 2e-6);
    const apart = difference?.slice(0, 16).map((cells) => cells.flat()) ?? [];
    expectClose(apart.flat(), bySize(winner).slice(0, 16).flat(), 4e-6);
    expectClose(numbersOf(".total"), [logits[unit] ?? Number.NaN]);
    for (const [digit, logit] of logits.entries()) {
      const [, written, power, percent] = softmax?.[digit] ?? [];
      expectClose(written ?? [], [logit]);
      if ((powers[digit] ?? 0) >= 1e-6) expectClose(power ?? [], [powers[digit] ?? Number.NaN]);
      // "< 0.1 %", "> 99.9 %"
      const exact = (100 * (powers[digit] ?? Number.NaN)) / sum;
      const part = exact < 0.05 ? 0.1 : Math.min(99.9, exact);
      expectClose(percent ?? [], [part], 0.06);
    }
    expectClose(softmax?.[10]?.[1] ?? [], [sum]);
  }
  expect(units).toBe(10);
});

test.each([1, 2, 4, 6])(
  "total and value say the same number, rounded once to %i decimals, the total to one more where its sum needs it",
  async (digits) => {
    lab.look.useDigits(digits);
    const decimals = (text: string | null | undefined) =>
      (text ?? "").replaceAll("−", "-").match(/-?\d+(\.\d+)?/g) ?? [];
    for (const [layer, operation, shown] of TOTALS) {
      for await (const index of opened(layer, 6)) {
        const [total = ""] = decimals(host.querySelector(".total")?.textContent);
        const told = decimals(host.querySelector(".value")?.textContent);
        const more = (total.split(".")[1] ?? "").length - digits;
        expect([0, 1]).toContain(more);
        if (more === 0) expect(total).toBe(told[0]);
        const half = 0.5 * 10 ** -digits + 3e-6;
        const within = 0.5 * 10 ** -(digits + more) + 3e-6;
        expect(Math.abs(Number(total) - outputOf(operation, index))).toBeLessThan(within);
        expect(Math.abs(Number(told.at(-1)) - outputOf(shown, index))).toBeLessThan(half);
      }
    }
  },
);

/** A layer, the operation that makes its total, and the operation that it shows. */
const TOTALS = [
  ["conv1", "conv1", "relu1"],
  ["pool1", "pool1", "pool1"],
  ["conv2", "conv2", "relu2"],
  ["pool2", "pool2", "pool2"],
  ["fc1", "fc1", "relu3"],
  ["fc2", "fc2", "relu4"],
] as const;
