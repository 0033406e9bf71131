import { beforeEach, expect, test } from "vitest";
import { withState } from "../address/address.ts";
import { FIELDS } from "../address/fields.ts";
import { indexNetwork } from "../network/network.ts";
import { CONTROLS } from "../state/controls.ts";
import { createLab, type Lab, type Opened, SLICES } from "../state/lab.ts";
import { loadTheme, saveTheme } from "../storage/local.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { template } from "../testing/page.ts";
import { inEnglish } from "../testing/words.ts";
import { changesOf } from "./changes.ts";
import { mountChips } from "./chips.ts";

/** For each part of an address a state in which it is not as at the beginning. */
const CHANGED: Readonly<Record<string, Opened>> = {
  hide: { look: { hidden: new Set(["conv2"]) } },
  open: { look: { panel: "sees" } },
  chapter: { look: { chapter: "window" } },
  without: { look: { without: new Set(["centre"] as const) } },
  groups: { look: { groups: "01" } },
  wrong: { look: { wrong: true } },
  block: { look: { block: "first" } },
  compare: { look: { compare: "dense" } },
  off: { look: { off: new Set(["shortcut1"]) } },
  cell: { selection: { pinned: { layer: "conv1", index: 3 } } },
  kernel: { selection: { kernel: { layer: "conv1", index: 2 } } },
  layer: { selection: { wentTo: "pool1" } },
  colours: { look: { palette: "grey" } },
  scale: { look: { scope: "map" } },
  before: { look: { before: new Set(["conv1"]) } },
  digits: { look: { digits: 4 } },
  kernels: { look: { kernels: false } },
  "to-scale": { look: { toScale: true } },
  path: { look: { path: true } },
  trace: { trace: { open: true } },
  moment: { trace: { moment: 12 } },
  film: { epochs: { film: "good" } },
  epoch: { epochs: { film: "good", moment: 3 } },
  step: { forward: { step: 3 } },
  lecture: { lecture: { on: true } },
  focus: { lecture: { focus: "pool1" } },
  cover: { lecture: { covered: new Set(["conv1"]) } },
  threshold: { look: { threshold: 0.5 } },
  overlap: { look: { overlap: 0.6 } },
  round: { look: { round: 0 } },
  ground: { look: { ground: "score" } },
  tool: { ink: { tool: "eraser" } },
  width: { ink: { brush: 0.09 } },
  less: { lecture: { leftOut: new Set(["tools"] as const) } },
  theme: { look: { forcedTheme: "dark" } },
  view: { look: { view: "3d" } },
  from: { space: { camera: "top" } },
  stand: { space: { arrangement: "stack" } },
  spacing: { space: { spacing: 0.5 } },
  heights: { space: { heights: true } },
  lit: { space: { lit: true } },
};
const PLAIN = "http://a/";

const labWith = (opened: Opened) =>
  createLab({ ...opened, reader: { network: indexNetwork(DESCRIPTION) } });
const link = (lab: Lab) => withState(new URL(PLAIN), lab).href;

/** Takes back every change that is listed. */
function takeAllBack(lab: Lab): void {
  for (let left = 100; changesOf(lab).length > 0 && left > 0; left--)
    changesOf(lab).at(-1)?.takeBack();
}

test("every part of an address that is not as at the beginning is told, in words, and can be taken back", () => {
  expect(Object.keys(CHANGED).sort()).toEqual(FIELDS.map(({ name }) => name).sort());
  for (const [name, opened] of Object.entries(CHANGED)) {
    const lab = labWith(opened);
    expect(link(lab), name).not.toBe(PLAIN);
    const told = changesOf(lab);
    expect(told.length, name).toBeGreaterThan(0);
    expect(told.map(({ words }) => words).join(), name).not.toMatch(/changes\.|[{}]|^$/);
    takeAllBack(lab);
    expect(link(lab), name).toBe(PLAIN);
  }
});

/** Values of the look that no link holds: the pages of maps, and parts of a link that could not be used. */
const NO_LOOK = ["pages", "ignored"];

test("every value of the look that decides what is seen is told", () => {
  const tried = Object.values(CHANGED).flatMap(({ look = {} }) => Object.keys(look));
  const values = Object.keys(SLICES.look.beginning).filter((key) => !NO_LOOK.includes(key));
  expect([...new Set(tried)].sort()).toEqual(values.sort());
});

test("all at once can be taken back one by one, what a lesson leaves out among it", () => {
  const slices = Object.values(CHANGED).flatMap((opened) => Object.entries(opened));
  const all: Record<string, object> = {};
  for (const [slice, values] of slices) all[slice] = { ...all[slice], ...values };
  const lecture = { ...all.lecture, leftOut: new Set(CONTROLS) };
  const pixels = new Uint8Array(784);
  const lab = labWith({ ...all, lecture, ink: { ...all.ink, pixels } });
  takeAllBack(lab);
  expect(link(lab)).toBe(PLAIN);
  expect(lab.ink.pixels.value).toBe(null);
});

test("a page as at the beginning has nothing to tell", () => {
  expect(changesOf(labWith({}))).toEqual([]);
});

test("more layers than two are told by their number", () => {
  const lab = labWith({ look: { hidden: new Set(["conv1", "pool1"]) } });
  const words = () => changesOf(lab).map((each) => each.words);
  expect(words()).toEqual(["Convolution layer 1 hidden", "Downsampling layer 1 hidden"]);
  lab.look.toggle("conv2");
  expect(words()).toEqual(["3 layers hidden"]);
});

test("what a lesson leaves out cannot be taken back, and is not told", () => {
  const lab = labWith({
    look: { hidden: new Set(["conv1"]) },
    lecture: { leftOut: new Set(["visibility"] as const) },
  });
  expect(changesOf(lab).map(({ name }) => name)).toEqual(["less"]);
  changesOf(lab)[0]?.takeBack();
  expect(changesOf(lab).map(({ name }) => name)).toEqual(["hide conv1"]);
});

let host: HTMLElement;
const chips = () => [...host.querySelectorAll<HTMLElement>(".chip")];
const words = () => chips().map((chip) => chip.textContent);

beforeEach(() => {
  const body = `<body>${template("shell/chips.html")}<button id="next"></button></body>`;
  document.body.innerHTML = inEnglish(body);
  host = document.querySelector(".chips") as HTMLElement;
});
const next = () => document.querySelector("#next") as HTMLElement;

test("a chip goes when it is pressed, and the keyboard stays among the chips", () => {
  const lab = labWith({ look: { palette: "grey", scope: "map" } });
  const unmount = mountChips(host, next(), lab, null);
  expect(words()).toEqual(["A scale for each map", "Colours: Grey"]);
  expect(chips()[1]?.getAttribute("aria-label")).toBe("Take back: Colours: Grey");
  chips()[0]?.focus();
  chips()[0]?.click();
  expect([words(), document.activeElement]).toEqual([["Colours: Grey"], chips()[0]]);
  chips()[0]?.click();
  expect([chips().length, lab.look.palette.value, document.activeElement?.id]).toEqual([
    0,
    "ink",
    "next",
  ]);
  unmount();
});

test("a theme that is taken back does not come back at the next visit", () => {
  const lab = labWith({ look: { forcedTheme: "dark" } });
  saveTheme(localStorage, "dark");
  const unmount = mountChips(host, next(), lab, localStorage);
  chips()[0]?.click();
  expect([lab.look.forcedTheme.value, loadTheme(localStorage)]).toEqual([null, null]);
  unmount();
});
