import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLab, type Lab } from "../state/lab.ts";
import { NETWORK, READING, VALUES, WEIGHTS } from "../testing/four.ts";
import { mountInspector } from "./inspector.ts";

/** Cells of a layer that are opened: every one where there are no more. */
const MOST = 60;
const DIGITS = 6;
/** Half a unit of the last digit, and what PyTorch and the engine may add in another order. */
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
async function* opened(layer: string): AsyncGenerator<number> {
  const count = READING.maps.get(layer)?.values.length ?? 0;
  const step = Math.max(1, Math.floor(count / MOST)) | 1;
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
      cells.flatMap((each) =>
        [each.firstChild, each.querySelector("span")].flatMap((part) =>
          numbersIn(part?.textContent),
        ),
      ),
      terms.flat(),
    );
    const sum = terms.reduce((all, [input, weight]) => all + input * weight, 0);
    const made = outputOf(layer, index);
    expect(sum + weightOf(`${layer}.bias`, map)).toBeCloseTo(made, 4);
    expectClose(numbersOf(".total"), [made]);
    expectClose(numbersOf(".value"), [made, outputOf(after, index)]);
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
    expectClose(numbersOf(".value"), [outputOf(operation, index), outputOf(after, index)]);
  }
});
