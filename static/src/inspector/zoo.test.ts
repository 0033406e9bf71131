/** Every network of the zoo against PyTorch, whose numbers tests/models/test_zoo_on_the_page.py writes into a folder. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, test, vi } from "vitest";
import { linkTo, stateIn } from "../address/address.ts";
import { layOutInSpace } from "../layout/space.ts";
import { makeScale } from "../math/colour.ts";
import type { Tensor } from "../math/tensor.ts";
import { blockOf, blockToOpen, withOneOpen } from "../network/blocks.ts";
import type { Box, Range } from "../network/boxes.ts";
import { depthsOf } from "../network/branches.ts";
import { explainCell, originOf, type Snapshot, shownCell, valuesOf } from "../network/explain.ts";
import { forwardSteps } from "../network/forward.ts";
import { find } from "../network/graph.ts";
import { kindOf } from "../network/kinds/kinds.ts";
import { indexNetwork, type Network } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { fieldOf } from "../network/receptive-field.ts";
import { parseSafetensors } from "../network/safetensors.ts";
import { createLab, openAll } from "../state/lab.ts";
import type { NetworkDescription } from "../wire/messages.ts";
import { inspect } from "./inspected.ts";
import { allParts } from "./parts.ts";

vi.mock(import("./numbers.ts"), async (original) => ({ ...(await original()), tint: () => {} }));

const FOLDER = process.env.INKLING_ZOO ?? "";
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file) => file.replace(".json", ""));
/** So many cells of each layer are also shown on the page; one, where an earlier layer is like this one. */
const PRINTED = 2;
const DIGITS = 4;
const scale = makeScale({ paper: "#ffffff", ink: "#000000", pencil: "#ff0000" });

interface Written {
  readonly description: NetworkDescription;
  readonly cells: Readonly<Record<string, readonly number[]>>;
  readonly fields: readonly (readonly [operation: string, index: number, box: readonly Range[]])[];
}

const bytesOf = (file: string): ArrayBuffer => new Uint8Array(readFileSync(file)).buffer;
const seen = { values: 0, printed: 0, products: 0, fields: 0 };

function read(name: string): { written: Written; snapshot: Snapshot } {
  const written: Written = JSON.parse(readFileSync(`${FOLDER}/${name}.json`, "utf8"));
  const all = new Float32Array(bytesOf(`${FOLDER}/${name}.f32`));
  let start = 0;
  const tensors = written.description.operations.map((each): [string, Tensor] => {
    const shape = each.output_shape;
    const values = all.subarray(start, start + shape.reduce((one, other) => one * other, 1));
    start += values.length;
    return [each.name, { shape, values, low: -1, high: 1 }];
  });
  expect(start).toBe(all.length);
  const how = { exact: true, blank: false, off: "" };
  const reading = { ...how, values: new Map(tensors) } as unknown as Reading;
  const weights = parseSafetensors(bytesOf(`models/weights/${name}.safetensors`));
  return {
    written,
    snapshot: { network: indexNetwork(written.description), reading, weights },
  };
}

/** The sum that a value is made of, from the values before it; float32 sums differ in their last digits. */
function expectSum(snapshot: Snapshot, layer: string, index: number): void {
  const shown = shownCell(snapshot.network, { layer, index });
  const { origin, applied } = originOf(shown);
  const expected = valuesOf(snapshot)(shown.operation)?.(index) ?? Number.NaN;
  seen.values += 1;
  if (origin.operation.inputs.length === 0) return; // a pixel
  const total = explainCell(snapshot, shown)?.total ?? Number.NaN;
  const made = applied.reduce((value, each) => each.of(value), total);
  const about = `${layer}, cell ${index}: ${made}, PyTorch ${expected}`;
  expect(Math.abs(made - expected), about).toBeLessThan(2e-5 * (1 + Math.abs(expected)));
}

const number = (text: string) => Number.parseFloat(text.replace("−", "-").replace(/\s/g, ""));
const PRODUCT = /^(−?\d+\.\d+) × (−?\d+\.\d+) [=≈] (−?\d+\.\d+)$/;

/** What the page prints: its result is PyTorch's, and so is what its products and its bias come to. */
function expectPrinted(snapshot: Snapshot, layer: string, index: number): void {
  const lab = createLab({ reader: snapshot, selection: { pinned: { layer, index } } });
  const [arithmetic, field] = [lab.selection.arithmetic.peek(), lab.selection.field.peek()];
  const about = inspect(snapshot, { layer, index }, { arithmetic, field });
  const shown = shownCell(snapshot.network, { layer, index });
  const expected = valuesOf(snapshot)(shown.operation)?.(index) ?? Number.NaN;
  expect(number(about.words(DIGITS).result)).toBeCloseTo(expected, DIGITS - 1);
  seen.printed += 1;
  const body = document.createElement("div");
  body.append(...allParts(about, { digits: DIGITS, scale }));
  const products = [...body.querySelectorAll<HTMLElement>(".grids [data-full*='×']")].map(
    ({ dataset }) => number(PRODUCT.exec(dataset.full ?? "")?.[3] ?? ""),
  );
  if (about.arithmetic?.form !== "channel-sums" || products.length === 0) return;
  const bias = about.arithmetic.bias ?? 0;
  const made = products.reduce((sum, each) => sum + each, bias);
  const known = valuesOf(snapshot)(about.made.operation)?.(about.made.index) ?? Number.NaN;
  expect(Math.abs(made - known)).toBeLessThan(1e-4 * (1 + products.length));
  seen.products += products.length;
}

/** What a layer has in common with those that the page shows in the same way: all but names. */
function likeOthers({ layer, operations }: Network, name: string): string {
  const { shape, shown } = layer.get(name) ?? {};
  const own = operations.find((each) => each.name === shown);
  return JSON.stringify([shape, { ...own, name: "", layer: "", inputs: own?.inputs.length }]);
}

const boxOf = ([channels, rows, columns]: readonly Range[]): Box => ({
  channels: channels as Range,
  rows: rows as Range,
  columns: columns as Range,
});

/** All states of a network that the page can show: all blocks closed, and each one open. */
function everyState(network: Network): Network[] {
  const { blocks } = network.description;
  if (blocks.length === 0) return [network];
  return [null, ...blocks.map(({ name }) => name)].map((open) => withOneOpen(network, open));
}

describe.each(NAMES)("%s", (name) => {
  const { written, snapshot } = read(name);
  const { network } = snapshot;

  test("every operation is known", () => {
    for (const operation of network.operations)
      expect(kindOf(operation)?.name, operation.name).toBe(operation.kind);
  });

  test("the numbers of random cells are PyTorch's", () => {
    const printed = new Set<string>();
    for (const [layer, cells] of Object.entries(written.cells)) {
      for (const index of cells) expectSum(snapshot, layer, index);
      const like = likeOthers(network, layer);
      const few = cells.slice(0, printed.has(like) ? 1 : PRINTED);
      for (const index of few) expectPrinted(snapshot, layer, index);
      printed.add(like);
    }
  });

  test("a closed block shows the values of its last layer", () => {
    for (const { name: block, layers } of network.description.blocks) {
      const closed = { ...snapshot, network: withOneOpen(network, null) };
      const layer = layers.at(-1) ?? "";
      expect(closed.network.layer.get(layer)?.block).toBe(block);
      for (const index of written.cells[layer] ?? []) expectSum(closed, layer, index);
    }
  });

  test("what a cell sees of the drawing is what its gradient reaches", () => {
    const image = network.operations[0]?.name ?? "";
    for (const [operation, index, box] of written.fields) {
      const field = fieldOf(network.graph, { operation: find(network.graph, operation), index });
      expect(field.get(image), `${operation}, cell ${index}`).toEqual(boxOf(box));
      seen.fields += 1;
    }
  });

  test("each of its states has steps, and stands in space", () => {
    for (const each of everyState(network)) {
      const steps = forwardSteps(each.layers, each.graph, each.description.answers);
      expect(new Set(steps.map(({ layer }) => layer))).toEqual(
        new Set(each.layers.map(({ name: layer }) => layer)),
      );
      expectApart(each);
    }
  });

  test("a link to a cell of any layer comes back, with the block that has to be open", () => {
    for (const layer of network.layers) {
      const block = blockToOpen(network, [layer.name]);
      expect(block === null || blockOf(network, layer.name)?.name === block).toBe(true);
      const pinned = { layer: layer.name, index: written.cells[layer.name]?.[0] ?? 0 };
      const state = openAll({ look: { block }, selection: { pinned } });
      const back = stateIn(linkTo(new URL("http://localhost/"), state));
      expect(back.ignored).toEqual([]);
      expect(back.state.selection?.pinned).toEqual(pinned);
      expect(back.state.look?.block ?? null).toBe(block);
    }
  });
});

/** Layers that follow one another stand one behind the other in space, and branches beside one another. */
function expectApart(network: Network): void {
  const depths = depthsOf(network);
  const shapes = network.layers.map(({ name, shape }) => ({
    name,
    shape,
    hidden: false,
    depth: depths.get(name) ?? 0,
  }));
  for (const arrangement of ["row", "stack"] as const) {
    const { slabs } = layOutInSpace(shapes, 1, arrangement);
    for (const one of slabs)
      for (const other of slabs) {
        if (one === other) continue;
        const apart = Math.abs(one.aside - other.aside) - (one.width + other.width) / 2;
        if (one.depth === other.depth) expect(apart).toBeGreaterThan(0);
        else expect(Math.sign(one.along - other.along)).toBe(Math.sign(one.depth - other.depth));
      }
  }
}

afterAll(() => {
  expect(seen.products).toBeGreaterThan(1000);
  console.log(`${NAMES.length} networks: ${JSON.stringify(seen)}`);
});
