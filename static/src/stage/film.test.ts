import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { recordCanvasCalls } from "../testing/canvas-calls.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { NETWORK, READING, VALUES } from "../testing/four.ts";
import "../testing/words.ts";
import { windowsOf } from "./film-marks.ts";
import { mountStage } from "./stage.ts";

const MAP = 28 * 28;
let host: HTMLElement;
let lab: Lab;

beforeEach(async () => {
  recordCanvasCalls();
  document.body.innerHTML = '<div id="stage"></div>';
  host = document.querySelector("#stage") as HTMLElement;
  for (const [name, value] of Object.entries({ clientWidth: 1000, clientHeight: 700 }))
    Object.defineProperty(host, name, { value });
  lab = createLab({ reader: { network: indexNetwork(DESCRIPTION) } });
  lab.reader.receive(READING);
  mountStage(host, lab);
  lab.forward.stepTo(0);
  await vi.waitFor(() => expect(host.querySelector(".film")).not.toBeNull(), { timeout: 10_000 });
  vi.useFakeTimers({ toFake: ["performance", "requestAnimationFrame", "cancelAnimationFrame"] });
});
afterEach(() => vi.useRealTimers());

const film = () => [lab.forward.step.value, lab.forward.running.value, lab.forward.made.value];

test("a step forwards runs its beats; next skips the one that runs, and then goes on", () => {
  expect(film()).toEqual([0, false, null]);
  lab.forward.stepOn();
  expect(film()).toEqual([1, true, null]); // its lines come in
  vi.advanceTimersByTime(400);
  const made = lab.forward.made.value ?? -1;
  const strongest = VALUES.get("conv1")?.values.indexOf(VALUES.get("conv1")?.high ?? 0) ?? 0;
  expect(Math.floor(made / MAP)).toBe(Math.floor(strongest / MAP)); // the map that is named
  lab.forward.stepOn();
  expect(film()).toEqual([1, true, null]); // the rest fills
  lab.forward.stepOn();
  expect(film()).toEqual([1, false, null]);
  lab.forward.stepOn();
  expect(lab.forward.step.value).toBe(2);
});

test("it is over after its time, and nothing runs on steps back", () => {
  lab.forward.stepOn();
  vi.advanceTimersByTime(2000);
  expect(film()).toEqual([1, false, null]);
  lab.forward.stepOn();
  lab.forward.stepBack();
  expect(film()).toEqual([1, false, null]);
});

test("the end of the steps ends the film, and a new drawing does not begin it again", () => {
  lab.forward.stepOn();
  vi.advanceTimersByTime(600);
  lab.reader.receive({ ...READING, seq: 2 });
  vi.advanceTimersByTime(1300);
  expect(film()).toEqual([1, false, null]);
  lab.forward.stepOn();
  lab.forward.endSteps();
  expect(film()).toEqual([null, false, null]);
});

test("layers that are not read yet are under the veil", async () => {
  vi.useRealTimers();
  const veiled = () =>
    [...host.querySelectorAll<HTMLElement>(".layer.unread")].map(({ dataset }) => dataset.layer);
  lab.forward.stepTo(3);
  const beyond = ["conv2", "pool2", "fc1", "fc2", "output"];
  await vi.waitFor(() => expect(veiled()).toEqual(beyond));
  lab.forward.endSteps();
  await vi.waitFor(() => expect(veiled()).toEqual([]));
});

test("a window is what a cell is made from, on the layer before that shows it", () => {
  const [pool1, fc1] = ["pool1", "fc1"].map((name) => NETWORK.graph.byName.get(name));
  if (pool1 === undefined || fc1 === undefined) throw new Error("the network has other names");
  const cell = (channel: number, row: number, column: number) =>
    ({ channels: [channel, channel], rows: [row, row], columns: [column, column] }) as const;
  expect(windowsOf(NETWORK, pool1, cell(2, 3, 4))).toEqual([
    { layer: "conv1", box: { channels: [2, 2], rows: [6, 7], columns: [8, 9] } },
  ]);
  // Through the operation that lays the maps in a row.
  expect(windowsOf(NETWORK, fc1, cell(7, 0, 0))).toEqual([
    { layer: "pool2", box: { channels: [0, 15], rows: [0, 4], columns: [0, 4] } },
  ]);
});
