import { beforeAll, beforeEach, expect, test } from "vitest";
import { layOutDown } from "../layout/down.ts";
import type { Placed } from "../layout/placed.ts";
import { cellsOnStage } from "../layout/places.ts";
import { planes } from "../math/tensor.ts";
import { columnsOf } from "../network/branches.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { type CanvasCall, recordCanvasCalls } from "../testing/canvas-calls.ts";
import { READING, WEIGHTS } from "../testing/counting.ts";
import { painted } from "../testing/page.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { bringWays, mountOutlines } from "./outlines.ts";

const NETWORK = indexNetwork(SKIPPING);
const COLOURS = ["--accent", "--source", "--kernel", "--quiet", "--positive", "--negative"];

/** All layers one below the other, maps in rows; the output's two classes in a row. */
function placed(hidden: readonly string[] = []): Placed[] {
  const shapes = NETWORK.layers.map((layer) => ({
    ...planes(layer.shape),
    name: layer.name,
    hidden: hidden.includes(layer.name),
    units: layer.shape.length < 3,
    column: columnsOf(NETWORK).get(layer.name) ?? 0,
    ...(layer.kind === "output" ? { fixed: { width: 300, height: 40, across: 2, rows: 1 } } : {}),
  }));
  const space = { width: 300, height: 0, ratio: 1, rem: 16, heading: 20 };
  return layOutDown(shapes, space);
}

let lab: Lab;
let canvas: HTMLCanvasElement;
let onPad: HTMLElement;
let callsOn: (canvas: HTMLCanvasElement) => CanvasCall[];

beforeEach(() => {
  callsOn = recordCanvasCalls();
  document.body.innerHTML =
    '<div id="stage"><canvas id="overlay"></canvas></div><span id="seen" hidden></span>';
  canvas = document.querySelector("#overlay") as HTMLCanvasElement;
  onPad = document.querySelector("#seen") as HTMLElement;
  // Colours by their own names, so that a test can ask which was used.
  for (const name of COLOURS) canvas.style.setProperty(name, name);
  lab = createLab({
    reader: { network: NETWORK, reading: READING, weights: WEIGHTS, placed: placed() },
  });
  mountOutlines(canvas, onPad, lab);
});

/** The calls that paint the canvas anew after `act`. */
async function paintedBy(act: () => void): Promise<CanvasCall[]> {
  await painted();
  callsOn(canvas).length = 0;
  act();
  await painted();
  return callsOn(canvas);
}

/** Rectangles outlined in a colour, as cells: layer, map, first and last row and column. */
function outlined(calls: readonly CanvasCall[], colour: string, edge: number): string[] {
  const frames = calls.filter(
    ({ call, strokeStyle }) => call === "strokeRect" && strokeStyle === colour,
  );
  return frames.map(({ given: [x, y, width, height] }) => {
    const [left, top] = [Number(x) + edge, Number(y) + edge];
    return cellsAt(left, top, Number(width) - 2 * edge, Number(height) - 2 * edge);
  });
}

/** Looks for the one box of cells that lies just there: an independent search through all of them. */
function cellsAt(x: number, y: number, width: number, height: number): string {
  for (const layer of lab.reader.placed.value.filter((each) => !each.hidden)) {
    const { rows, columns, channels, first } = layer.grid;
    for (let map = first; map < first + channels; map++)
      for (let row = 0; row < rows; row++)
        for (let column = 0; column < columns; column++) {
          const corner = cellsOnStage(layer, map, [row, row], [column, column], 1);
          if (corner.x !== x || corner.y !== y) continue;
          const [down, across] = [height / corner.height, width / corner.width];
          return `${layer.name} ${map}: ${row}-${row + down - 1}, ${column}-${column + across - 1}`;
        }
  }
  return `nothing at ${x}, ${y}`;
}

/** Curves from cell to cell: their colours, alphas and widths; only those between two points, not of branches. */
function curves(calls: readonly CanvasCall[]) {
  return calls.flatMap(({ call, given, ...style }, at) => {
    if (call !== "bezierCurveTo" || style.strokeStyle === "--quiet") return [];
    const [x, y] = calls[at - 1]?.given ?? [];
    return [{ from: [x, y], to: given.slice(4), ...style }];
  });
}

beforeAll(bringWays);

test("with nothing selected only the lines of branches are there", async () => {
  const calls = await paintedBy(() => lab.look.showPath(true));
  expect(calls.filter(({ call }) => call === "strokeRect")).toEqual([]);
  expect(curves(calls)).toEqual([]);
  const branches = calls.filter(({ call }) => call === "stroke");
  // added to wide and narrow, both to joined, and first to added past nothing: not that one.
  expect(branches).toHaveLength(4);
});

test("a cell behind a concatenation and a skip outlines what it sees, in its own branch alone", async () => {
  // Map 5 of the concatenation is map 1 of the wide branch, a 5 x 5 window; row 2, column 3.
  const calls = await paintedBy(() =>
    lab.selection.point({ layer: "joined", index: 5 * 64 + 2 * 8 + 3 }),
  );
  expect(outlined(calls, "--accent", 1)).toEqual(["joined 5: 2-2, 3-3"]);
  expect(outlined(calls, "--source", 0.5).sort()).toEqual(
    [
      "wide 1: 2-2, 3-3",
      ...[0, 1, 2, 3].map((map) => `added ${map}: 0-4, 1-5`),
      // One more all around, through the 3 x 3 windows; the skip's own cells lie within.
      ...[0, 1, 2, 3].map((map) => `first ${map}: 0-5, 0-6`),
      "input 0: 0-6, 0-7",
    ].sort(),
  );
  const [other] = [
    await paintedBy(() => lab.selection.point({ layer: "joined", index: 2 * 64 + 18 })),
  ];
  const seen = outlined(other, "--source", 0.5);
  expect(seen).toContain("narrow 2: 2-2, 2-2");
  expect(seen.some((box) => box.startsWith("wide"))).toBe(false);
  expect(seen).toContain("added 3: 2-2, 2-2");
});

test("a line for each cell that feeds it: colour by the weight's sign, width by its share", async () => {
  // The middle of a 3 x 3 window; cells count 0 to 0.9, weights are -0.5, 0, 0.5 in turn.
  const index = 3 * 8 + 4;
  const calls = await paintedBy(() => lab.selection.point({ layer: "first", index }));
  const input = READING.values.get("image")?.values ?? [];
  const products = [-1, 0, 1].flatMap((row) =>
    [-1, 0, 1].map((column) => {
      const weight = column / 2;
      return { weight, product: weight * Number(input[index + 8 * row + column]) };
    }),
  );
  const most = Math.max(...products.map(({ product }) => Math.abs(product)));
  const expected = products
    .filter(({ product }) => Math.abs(product) >= 0.02 * most)
    .map(({ weight, product }) => ({
      strokeStyle: weight < 0 ? "--negative" : "--positive",
      lineWidth: expect.closeTo(0.4 + (2.6 * Math.abs(product)) / most, 5),
      globalAlpha: expect.closeTo(0.15 + (0.75 * Math.abs(product)) / most, 5),
    }));
  expect(curves(calls)).toMatchObject(expected);
  expect(expected.length).toBeGreaterThan(3);
  const [layer] = lab.reader.placed.value.filter(({ name }) => name === "first");
  const pointed = layer && cellsOnStage(layer, 0, [3, 3], [4, 4], 1);
  const middle = pointed && [pointed.x + pointed.width / 2, pointed.y + pointed.height / 2];
  for (const { to } of curves(calls)) expect(to).toEqual(middle);
});

test("side by side, a sum over several maps has one line from each map's window, as wide as its part", async () => {
  lab.reader.arrange(placed().map((each, at) => ({ ...each, left: each.left + 400 * at })));
  const calls = await paintedBy(() =>
    lab.selection.point({ layer: "wide", index: 64 + 3 * 8 + 4 }),
  );
  const arithmetic = lab.selection.arithmetic.value;
  if (arithmetic?.form !== "channel-sums") throw new Error("no sum over maps");
  const sums = arithmetic.channels.map(({ sum }) => sum);
  const most = Math.max(...sums.map(Math.abs));
  const before = lab.reader.placed.value.find(({ name }) => name === "added");
  if (before === undefined) throw new Error("not placed");
  expect(curves(calls)).toMatchObject(
    sums.map((sum, map) => {
      const { x, y, width, height } = cellsOnStage(before, map, [1, 5], [2, 6], 1);
      return {
        from: [x + width, y + height / 2],
        strokeStyle: sum < 0 ? "--negative" : "--positive",
        lineWidth: expect.closeTo(0.4 + (2.6 * Math.abs(sum)) / most, 5),
      };
    }),
  );
});

test("a skip has a line from what it adds and lines from what its own convolution multiplies", async () => {
  const calls = await paintedBy(() =>
    lab.selection.point({ layer: "added", index: 2 * 64 + 3 * 8 + 4 }),
  );
  const layer = lab.reader.placed.value.find(({ name }) => name === "first");
  if (layer === undefined) throw new Error("not placed");
  const starts = new Set(curves(calls).map(({ from }) => String(from)));
  const middle = (map: number, row: number, column: number) => {
    const { x, y, width, height } = cellsOnStage(layer, map, [row, row], [column, column], 1);
    return String([x + width / 2, y + height / 2]);
  };
  expect(starts.has(middle(2, 3, 4))).toBe(true);
  const near = [2, 3, 4].flatMap((row) => [3, 4, 5].map((column) => [row, column] as const));
  const all = [0, 1, 2, 3].flatMap((map) => near.map((at) => middle(map, ...at)));
  expect([...starts].filter((start) => !all.includes(start))).toEqual([]);
  expect(starts.size).toBeGreaterThan(12);
});

test("a pixel lights up every cell that can see it, and nothing else", async () => {
  const calls = await paintedBy(() => lab.selection.point({ layer: "input", index: 0 }));
  const lit = calls.filter(({ call, globalAlpha }) => call === "fillRect" && globalAlpha < 1);
  const boxes = lit.map(({ given }) => cellsAt(...(given as [number, number, number, number])));
  expect(boxes.filter((box) => box.startsWith("first"))).toEqual(
    [0, 1, 2, 3].map((map) => `first ${map}: 0-1, 0-1`),
  );
  expect(boxes).toContain("added 2: 0-2, 0-2");
  expect(boxes).toContain("wide 1: 0-4, 0-4");
  expect(boxes).toContain("narrow 3: 0-2, 0-2");
});

test("a hidden layer has no outline and no lines, and those behind it keep theirs", async () => {
  const calls = await paintedBy(() => {
    lab.reader.arrange(placed(["added"]));
    lab.selection.point({ layer: "wide", index: 3 * 8 + 3 });
  });
  const seen = outlined(calls, "--source", 0.5);
  expect(seen.some((box) => box.startsWith("added"))).toBe(false);
  expect(seen.filter((box) => box.startsWith("first"))).toHaveLength(4);
  expect(curves(calls)).toEqual([]);
});

test("while a cell is pinned it keeps its outline, and the one pointed at gets a quiet one", async () => {
  lab.selection.pin({ layer: "first", index: 9 });
  const calls = await paintedBy(() => lab.selection.point({ layer: "input", index: 18 }));
  expect(outlined(calls, "--accent", 1)).toEqual(["first 0: 1-1, 1-1"]);
  expect(outlined(calls, "--quiet", 1)).toEqual(["input 0: 2-2, 2-2"]);
  const same = await paintedBy(() => lab.selection.point({ layer: "first", index: 9 }));
  expect(outlined(same, "--quiet", 1)).toEqual([]);
});

test("the strongest path is drawn back to the input, when it is asked for", async () => {
  lab.selection.pin({ layer: "wide", index: 3 * 8 + 3 });
  const path = await paintedBy(() => lab.look.showPath(true));
  const cells = outlined(path, "--accent", 1);
  // Through the skip, too: the last is the selected cell's own outline.
  const layers = cells.map((cell) => cell.split(" ")[0]);
  expect(layers).toEqual(["wide", "added", "first", "input", "wide"]);
  const without = await paintedBy(() => lab.look.showPath(false));
  expect(outlined(without, "--accent", 1)).toEqual(["wide 0: 3-3, 3-3"]);
});

test("a weight outlines what it multiplies: all of its places, or the pinned cell's one", async () => {
  const corner = { layer: "first", channel: 2, input: 0, at: 0 };
  const all = await paintedBy(() => lab.selection.pointAtKernel(corner));
  // One row and column up and left of each cell, what lies in the padding left out.
  expect(outlined(all, "--kernel", 0.5)).toEqual(["input 0: 0-6, 0-6"]);
  lab.selection.pin({ layer: "first", index: 2 * 64 + 3 * 8 + 4 });
  const one = await paintedBy(() => lab.selection.pointAtKernel({ ...corner, at: 5 }));
  expect(outlined(one, "--kernel", 0.5)).toEqual(["input 0: 3-3, 5-5"]);
  lab.selection.pin({ layer: "first", index: 2 * 64 });
  const none = await paintedBy(() => lab.selection.pointAtKernel(corner));
  expect(outlined(none, "--kernel", 0.5)).toEqual([]);
});

test("what a cell sees is framed on the pad, where the image lies on it", async () => {
  lab.reader.receive({ ...READING, imageOnPad: [0.1, -0.03, 0.16] });
  await paintedBy(() => lab.selection.point({ layer: "first", index: 9 }));
  // Pixels 0 to 2 of 8 on a side of 0.16: 0.02 of the pad each; above its edge it ends there.
  expect(onPad.hidden).toBe(false);
  const { left, top, width, height } = onPad.style;
  const parts = [left, top, width, height].map((part) => Number.parseFloat(part));
  expect(parts).toEqual([10, 0, 6, 3].map((part) => expect.closeTo(part, 6)));
  await paintedBy(() => lab.selection.point(null));
  expect(onPad.hidden).toBe(true);
});

test("whoever sees every pixel frames the whole pad, wherever the image's edges lie", async () => {
  lab.reader.receive({ ...READING, imageOnPad: [0.1, -0.03, 1.16] });
  await paintedBy(() => lab.selection.point({ layer: "output", index: 0 }));
  const { left, top, width, height } = onPad.style;
  expect([left, top, width, height]).toEqual(["0%", "0%", "100%", "100%"]);
});

test("what lies beside the pad has no frame on it", async () => {
  lab.reader.receive({ ...READING, imageOnPad: [0.1, -0.1, 0.16] });
  await paintedBy(() => lab.selection.point({ layer: "first", index: 9 }));
  expect(onPad.hidden).toBe(true);
});

test("an opened kernel's map is framed, and not once its layer is hidden", async () => {
  const [layer] = NETWORK.layers.filter(({ kind }) => kind === "convolution");
  const kernel = { layer: layer?.name ?? "", index: 0 };
  const frames = (calls: readonly CanvasCall[]) => outlined(calls, "--accent", 2);
  const opened = await paintedBy(() => lab.selection.openKernel(kernel));
  const { rows, columns } = planes(layer?.shape ?? []);
  expect(frames(opened)).toEqual([`${kernel.layer} 0: 0-${rows - 1}, 0-${columns - 1}`]);
  const hidden = await paintedBy(() => lab.reader.arrange(placed([kernel.layer])));
  expect(frames(hidden)).toEqual([]);
});
