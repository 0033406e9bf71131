/** The network's input, cell by cell, where the pad was: a click, a drag or the space bar flips pixels. */

import { effect } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { listen } from "../dom/listen.ts";
import { scaleOf } from "../dom/palette.ts";
import { IMAGE_SIDE } from "../ink/ink.ts";
import { colourInto } from "../math/colour.ts";
import { valueAt } from "../math/tensor.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

const INK = 255;
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Paper becomes ink, ink becomes paper; what is between goes to the further end. */
export function flipped(value: number): number {
  return value > INK / 2 ? 0 : INK;
}

/** The pixels with one of them set. */
export function withPixel(pixels: Uint8Array, index: number, value: number): Uint8Array {
  const next = pixels.slice();
  next[index] = value;
  return next;
}

export function mountPixelEditor(host: HTMLElement, lab: Lab): Dispose {
  const pad = need<HTMLCanvasElement>("#pad", host);
  const canvas = need<HTMLCanvasElement>("#pixels", host);
  const small = need<HTMLCanvasElement>("#downsampled", host);
  const enter = need<HTMLButtonElement>("#edit-pixels", host);
  const leave = need("#leave-pixels", host);
  const context = canvas.getContext("2d");
  let cursor = Math.floor((IMAGE_SIDE * (IMAGE_SIDE + 1)) / 2);
  let brush: number | null = null; // what a drag paints

  const edit = (index: number, value: number) => {
    const pixels = lab.ink.pixels.peek();
    if (pixels === null || pixels[index] === value) return;
    lab.ink.editPixels(withPixel(pixels, index, value));
  };
  const flip = (index: number) => {
    const value = flipped(lab.ink.pixels.peek()?.[index] ?? 0);
    edit(index, value);
    return value;
  };
  const cellAt = (event: MouseEvent, element: Element): number => {
    const box = element.getBoundingClientRect();
    const place = (offset: number, size: number) =>
      Math.min(IMAGE_SIDE - 1, Math.max(0, Math.floor((offset / size) * IMAGE_SIDE)));
    const column = place(event.clientX - box.left, box.width);
    return place(event.clientY - box.top, box.height) * IMAGE_SIDE + column;
  };

  /** The image as the network had it, in whole bytes. */
  const begin = (event: MouseEvent) => {
    const image = lab.reader.reading.peek()?.image ?? null;
    const peak = lab.look.without.peek().has("normalise") ? 1 : INK;
    const pixels = new Uint8Array(IMAGE_SIDE * IMAGE_SIDE);
    for (let i = 0; i < pixels.length; i++)
      pixels[i] = Math.round(((image && valueAt(image, i)) ?? 0) * peak);
    lab.ink.editPixels(pixels);
    // A keyboard's click has no place.
    if (event.detail > 0) {
      cursor = cellAt(event, small);
      flip(cursor);
    }
    canvas.focus();
  };
  const end = () => {
    lab.ink.editPixels(null);
    enter.focus();
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    cursor = cellAt(event, canvas);
    brush = flip(cursor);
  };
  const move = (event: PointerEvent) => {
    if (brush !== null) edit(cellAt(event, canvas), brush);
  };
  const up = () => {
    brush = null;
  };
  const key = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step !== undefined) {
      const wrap = (at: number) => (at + IMAGE_SIDE) % IMAGE_SIDE;
      const column = wrap((cursor % IMAGE_SIDE) + step[0]);
      cursor = wrap(Math.floor(cursor / IMAGE_SIDE) + step[1]) * IMAGE_SIDE + column;
      paint();
    } else if (event.key === " " || event.key === "Enter") flip(cursor);
    else if (event.key === "Escape") end();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const paint = () => {
    const pixels = lab.ink.pixels.peek();
    if (pixels === null || context === null) return;
    const side = Math.max(1, Math.round((canvas.clientWidth * devicePixelRatio) / IMAGE_SIDE));
    canvas.width = side * IMAGE_SIDE;
    canvas.height = side * IMAGE_SIDE;
    const words = new Uint32Array(pixels.length);
    colourInto(words, Float32Array.from(pixels), [0, pixels.length], INK, scaleOf(canvas));
    const rule = getComputedStyle(canvas).borderTopColor;
    for (const [index, word] of words.entries()) {
      const [x, y] = [(index % IMAGE_SIDE) * side, Math.floor(index / IMAGE_SIDE) * side];
      context.fillStyle = `rgb(${word & 255} ${(word >> 8) & 255} ${(word >> 16) & 255})`;
      context.fillRect(x, y, side, side);
      context.strokeStyle = rule;
      context.strokeRect(x + 0.5, y + 0.5, side, side);
    }
    if (document.activeElement !== canvas) return;
    context.strokeStyle = getComputedStyle(canvas).color;
    context.lineWidth = 2 * devicePixelRatio;
    const [x, y] = [(cursor % IMAGE_SIDE) * side, Math.floor(cursor / IMAGE_SIDE) * side];
    context.strokeRect(x, y, side, side);
    context.lineWidth = 1;
    const row = Math.floor(cursor / IMAGE_SIDE) + 1;
    const inked = (pixels[cursor] ?? 0) > INK / 2;
    const place = { row, column: (cursor % IMAGE_SIDE) + 1 };
    canvas.setAttribute("aria-label", phrase(inked ? "pixels.ink" : "pixels.paper", place));
  };

  const stopOffer = effect(() => {
    // Nobody edits what they may not see.
    enter.disabled = lab.reader.reading.value?.image === null && lab.lecture.covered.value.size > 0;
  });
  const stop = paintOnChange(
    () => [lab.ink.pixels.value, lab.look.theme.value],
    () => {
      const editing = lab.ink.pixels.peek() !== null;
      const padHadTheKeyboard = document.activeElement === canvas && !editing;
      host.dataset.mode = editing ? "pixels" : "pen";
      pad.hidden = editing;
      canvas.hidden = !editing;
      if (editing && document.activeElement === enter) canvas.focus();
      if (padHadTheKeyboard) enter.focus();
      paint();
    },
  );
  return endAll(
    stop,
    stopOffer,
    listen(enter, { click: begin }),
    listen(leave, { click: end }),
    listen(canvas, {
      pointerdown: down,
      pointermove: move,
      pointerup: up,
      pointercancel: up,
      keydown: key,
      focus: paint,
      blur: paint,
    }),
  );
}
