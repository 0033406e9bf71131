/** Why not slide LeNet-5 over the drawing: its guess in each window, and how sure it is where there is no digit. */
import { effect, type ReadonlySignal, untracked } from "@preact/signals-core";
import { makeSvg } from "../dom/svg.ts";
import { softmaxOf } from "../network/arithmetic.ts";
import { THRESHOLD } from "../network/box-values.ts";
import type { Edges } from "../network/detections.ts";
import { type Planes, type Slid, slide, type WithWeights } from "../network/slid.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { chance, decimals, percent } from "../words/numbers.ts";
import { counted, phrase, written } from "../words/phrases.ts";
import type { HeadNeeds } from "./head.ts";

/** The network that is slid: made for one digit, it has never seen paper alone, or two digits. */
const NETWORK = "lenet5";
/** A guess counts as sure from this probability on. */
export const SURE = 0.9;
/** Milliseconds without a change before the network is slid over the drawing. */
const REST = 120;

/** One window: the guess in it, its probability, whether the window sees ink, and whether a digit's middle lies near its own. */
export interface Window {
  readonly row: number;
  readonly column: number;
  readonly label: number;
  readonly part: number;
  readonly hasInk: boolean;
  readonly isOnDigit: boolean;
}

export interface Windows {
  readonly all: readonly Window[];
  /** In pixels: a window's side, the stride, and the image's side. */
  readonly side: number;
  readonly stride: number;
  readonly pixels: number;
}

/** The state of the sliding: no windows yet, windows with their labels, or the problem. */
export interface SlidNow {
  readonly windows: Windows | null;
  readonly labels: readonly string[];
  /** How many digits the detector finds at its own thresholds. */
  readonly found: number;
  readonly problem: string;
}

/** `boxes`: where digits are, in 0..1. */
export function windowsOf(slid: Slid, image: Planes, boxes: readonly Edges[]): Windows {
  const { rows, columns, side, stride } = slid;
  const all = Array.from({ length: rows * columns }, (_, at): Window => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    const logits = Array.from(
      { length: slid.channels },
      (_, label) => slid.values[label * rows * columns + at] ?? 0,
    );
    const { probabilities } = softmaxOf(logits);
    const part = Math.max(...probabilities);
    return {
      row,
      column,
      label: probabilities.indexOf(part),
      part,
      hasInk: seesInk(slid, image, row, column),
      isOnDigit: boxes.some((box) => isOn(box, slid, image, row, column)),
    };
  });
  return { all, side, stride, pixels: image.rows };
}

function seesInk({ side, stride, edge }: Slid, image: Planes, row: number, column: number) {
  const [top, left] = [row * stride - edge, column * stride - edge];
  for (let y = Math.max(0, top); y < Math.min(image.rows, top + side + 2 * edge); y++)
    for (let x = Math.max(0, left); x < Math.min(image.columns, left + side + 2 * edge); x++)
      if ((image.values[y * image.columns + x] ?? 0) > 0) return true;
  return false;
}

/** Whether the middles of a box and of a window are at most one window's step apart. */
function isOn(box: Edges, { side, stride }: Slid, image: Planes, row: number, column: number) {
  const across = ((box.left + box.right) / 2) * image.columns - (column * stride + side / 2);
  const down = ((box.top + box.bottom) / 2) * image.rows - (row * stride + side / 2);
  return Math.max(Math.abs(across), Math.abs(down)) <= stride;
}

/** Slides the network over each drawing once the pen rests, while the picture shows its windows. `tell` gets null if nothing is drawn. */
export function followSlid(
  lab: Lab,
  image: ReadonlySignal<Planes | null>,
  { fetchWithWeights }: HeadNeeds,
  tell: (slid: Slid | null, problem: string) => void,
): Dispose {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let coming: Promise<WithWeights> | null = null;
  const network = () => {
    coming ??= fetchWithWeights(NETWORK).catch((error: unknown) => {
      coming = null; // asked for again with the next drawing
      throw error;
    });
    return coming;
  };
  const make = async (drawn: Planes) => {
    const lenet = await network();
    if (!isOver && image.peek() === drawn) tell(slide(drawn, lenet), "");
  };
  const stop = effect(() => {
    const drawn = lab.look.ground.value === "slid" ? image.value : null;
    clearTimeout(timer);
    if (drawn === null) return untracked(() => tell(null, ""));
    const fail = (error: unknown) => tell(null, error instanceof Error ? error.message : "");
    timer = setTimeout(() => void make(drawn).catch(fail), REST);
  });
  return () => {
    isOver = true;
    stop();
    clearTimeout(timer);
  };
}

/** The length of an image pixel in the picture's units. */
const unitOf = ({ pixels }: Windows, picture: number) => picture / pixels;

/** A cell in the middle of each window with its guess; the chosen one with its window. `picture`: the picture's side in its units. */
export function windowsPicture(
  windows: Windows,
  labels: readonly string[],
  chosen: number | null,
  picture: number,
): SVGElement[] {
  const unit = unitOf(windows, picture);
  const { side, stride } = windows;
  const size = stride * unit;
  const first = ((side - stride) / 2) * unit;
  const cells = windows.all.map(({ row, column, label, part, hasInk }, at) => {
    const [x, y] = [first + column * size, first + row * size];
    const text = makeSvg("text", {
      x: x + size / 2,
      y: y + size / 2 + 4.5,
      "text-anchor": "middle",
    });
    text.textContent = labels[label] ?? "";
    const kinds = [part >= SURE ? "sure" : "unsure", ...(hasInk ? [] : ["blank"])];
    const cell = makeSvg("rect", { x, y, width: size, height: size });
    return makeSvg("g", { class: ["window", ...kinds].join(" "), "data-at": at }, [cell, text]);
  });
  const one = windows.all[chosen ?? -1];
  if (one === undefined) return cells;
  const frame = makeSvg("rect", {
    class: "chosen",
    x: one.column * size,
    y: one.row * size,
    width: side * unit,
    height: side * unit,
  });
  return [...cells, frame];
}

/** What the network guesses on paper, where it is sure, and how much of that is wrong, in this drawing's numbers. */
export function windowsInWords(
  { all, side, stride }: Windows,
  labels: readonly string[],
  found: number,
): string {
  const blank = all.filter(({ hasInk }) => !hasInk);
  const inked = all.filter(({ hasInk }) => hasInk);
  const sure = inked.filter(({ part }) => part >= SURE);
  const astray = sure.filter(({ isOnDigit }) => !isOnDigit);
  const sentences = [
    phrase("slid.windows", {
      count: written(all.length),
      size: `${written(side)}\u00a0×\u00a0${written(side)}`,
      stride: written(stride),
    }),
  ];
  const [paper] = blank;
  if (paper !== undefined) {
    const [label, part] = [labels[paper.label] ?? "", chance(paper.part)];
    sentences.push(counted("slid.blank", blank.length, { label, part }));
  }
  const more = { of: written(inked.length), least: percent(SURE) };
  sentences.push(counted("slid.sure", sure.length, more));
  const by = { found: counted("slid.found", found), least: decimals(THRESHOLD, 2) };
  sentences.push(
    found === 0 ? phrase("slid.unknown", by) : counted("slid.astray", astray.length, by),
  );
  sentences.push(phrase("slid.why"));
  return sentences.join(" ");
}

/** The chosen window, with how sure it is of what it names. */
export function windowInWords(
  { all }: Windows,
  labels: readonly string[],
  chosen: number | null,
): string {
  const one = all[chosen ?? -1];
  if (one === undefined) return phrase("slid.choose");
  return phrase("slid.window", {
    row: written(one.row + 1),
    column: written(one.column + 1),
    label: labels[one.label] ?? "",
    part: chance(one.part),
  });
}

/** The window that a key leads to, within the grid; null for another key. */
export function windowByKey({ all }: Windows, at: number | null, key: string): number | null {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[key];
  if (step === undefined) return null;
  const last = all.at(-1) ?? { row: 0, column: 0 };
  const from = all[at ?? -1] ?? { row: 0, column: 0 };
  const within = (place: number, end: number) => Math.max(0, Math.min(end, place));
  const row = within(from.row + (at === null ? 0 : (step[0] ?? 0)), last.row);
  const column = within(from.column + (at === null ? 0 : (step[1] ?? 0)), last.column);
  return row * (last.column + 1) + column;
}
