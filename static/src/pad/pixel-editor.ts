/** The network's input, cell by cell, where the pad was: a click, a drag or the space bar flips pixels. */

import { effect } from "@preact/signals-core";
import { followDensity } from "../dom/density.ts";
import { need } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { followHold, type Hand } from "../dom/hold.ts";
import { scaleOf } from "../dom/palette.ts";
import { listen } from "../events/listen.ts";
import { colourOf } from "../math/colour.ts";
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

/** Where an arrow key goes from a pixel of `side` x `side`, around the edges; null for another key. */
export function pixelAfter(index: number, key: string, side: number): number | null {
  const step = STEPS[key];
  if (step === undefined) return null;
  const wrap = (at: number) => (at + side) % side;
  const [column, row] = [index % side, Math.floor(index / side)];
  return wrap(row + step[1]) * side + wrap(column + step[0]);
}

export function mountPixelEditor(host: HTMLElement, lab: Lab): Dispose {
  const canvas = need<HTMLCanvasElement>(".pixels", host);
  const enter = need<HTMLButtonElement>("[data-part=edit-pixels]", host);
  const editor = new PixelEditor(canvas, lab);
  const begin = () => {
    editor.begin();
    canvas.focus();
  };
  const end = () => {
    lab.ink.editPixels(null);
    need("[data-part=more-ways]", host).focus();
  };
  const stopOffer = effect(() => {
    // An input that is covered cannot be edited.
    enter.disabled = lab.reader.reading.value?.image === null && lab.lecture.covered.value.size > 0;
  });
  const stopShowing = paintOnChange(
    () => [lab.ink.pixels.value, lab.look.theme.value],
    () => {
      showMode(host, lab.ink.pixels.peek() !== null);
      editor.paint();
    },
  );
  return endAll(
    stopShowing,
    followDensity(() => editor.paint()),
    stopOffer,
    listen(enter, { click: begin }),
    listen(need("[data-part=leave-pixels]", host), { click: end }),
    followHand(canvas, editor, end),
  );
}

/** Pixels in place of the pad, or the pad again; the keyboard stays with what is there. */
function showMode(host: HTMLElement, editing: boolean): void {
  const canvas = need<HTMLCanvasElement>(".pixels", host);
  const ways = need(".ways", host);
  const hadTheKeyboard = document.activeElement === canvas;
  host.dataset.mode = editing ? "pixels" : "pen";
  need(".pad canvas", host).hidden = editing;
  canvas.hidden = !editing;
  if (editing && ways.contains(document.activeElement)) canvas.focus();
  if (hadTheKeyboard && !editing) need("[data-part=more-ways]", ways).focus();
}

function followHand(canvas: HTMLCanvasElement, editor: PixelEditor, end: () => void): Dispose {
  const paint = () => editor.paint();
  const under = (event: PointerEvent) => pixelUnder(event, canvas, editor.side);
  const hand: Hand = {
    press: (event, erases) => {
      const pixel = under(event);
      if (pixel !== null) editor.press(pixel, erases);
    },
    move: (events) => {
      for (const event of events) {
        const pixel = under(event);
        if (pixel !== null) editor.dragTo(pixel);
      }
    },
    release: () => editor.lift(),
    takeBack: () => editor.takeBack(),
  };
  return endAll(
    followHold(canvas, hand),
    listen(canvas, {
      keydown: (event) => {
        if (event.key === "Escape") end();
        else if (!editor.pressKey(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
      },
      focus: paint,
      blur: paint,
    }),
  );
}

/** The pixel at an event's position on an element that shows all of them; null while it is hidden. */
function pixelUnder(event: MouseEvent, element: Element, side: number): number | null {
  const box = element.getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return null;
  const along = (offset: number, size: number) =>
    Math.min(side - 1, Math.max(0, Math.floor((offset / size) * side)));
  const column = along(event.clientX - box.left, box.width);
  return along(event.clientY - box.top, box.height) * side + column;
}

/** Edits the pixels of the ink: the one under the cursor, or those that a drag goes over. */
class PixelEditor {
  readonly #canvas: HTMLCanvasElement;
  readonly #lab: Lab;
  #cursor: number | null = null;
  /** What a drag paints; null while there is none. */
  #brush: number | null = null;
  /** The pixels before the last press. */
  #before: Uint8Array | null = null;

  constructor(canvas: HTMLCanvasElement, lab: Lab) {
    this.#canvas = canvas;
    this.#lab = lab;
  }

  /** Pixels along what is edited; before anything is, along the network's input. */
  get side(): number {
    const pixels = this.#lab.ink.pixels.peek();
    if (pixels !== null) return Math.sqrt(pixels.length);
    return this.#lab.reader.network.peek()?.side ?? 0;
  }

  /** The pixel under the cursor, at first the one in the middle. */
  get #at(): number {
    const { side } = this;
    const middle = Math.floor((side * (side + 1)) / 2);
    return this.#cursor !== null && this.#cursor < side * side ? this.#cursor : middle;
  }

  /** Takes the image as the network had it, in whole bytes. */
  begin(): void {
    const image = this.#lab.reader.reading.peek()?.image ?? null;
    const peak = this.#lab.look.without.peek().has("normalise") ? 1 : INK;
    const pixels = new Uint8Array(this.side ** 2);
    for (let i = 0; i < pixels.length; i++)
      pixels[i] = Math.round(((image && valueAt(image, i)) ?? 0) * peak);
    this.#lab.ink.editPixels(pixels);
  }

  /** Flips a pixel, or makes it paper; a drag gives others the same value. */
  press(pixel: number, erases: boolean): void {
    this.#before = this.#lab.ink.pixels.peek();
    this.#cursor = pixel;
    this.#brush = erases ? 0 : flipped(this.#before?.[pixel] ?? 0);
    this.#set(pixel, this.#brush);
  }

  dragTo(pixel: number): void {
    if (this.#brush !== null) this.#set(pixel, this.#brush);
  }

  lift(): void {
    this.#brush = null;
  }

  /** The pixels as they were before the last press, while they are edited. */
  takeBack(): void {
    if (this.#lab.ink.pixels.peek() !== null) this.#lab.ink.editPixels(this.#before);
  }

  /** Whether the key was for the pixels. */
  pressKey(key: string): boolean {
    const next = pixelAfter(this.#at, key, this.side);
    if (next !== null) {
      this.#cursor = next;
      this.paint();
    } else if (key === " " || key === "Enter") {
      this.press(this.#at, false);
      this.lift();
    }
    return next !== null || key === " " || key === "Enter";
  }

  paint(): void {
    const pixels = this.#lab.ink.pixels.peek();
    if (pixels === null) return;
    const focused = document.activeElement === this.#canvas;
    paintPixels(this.#canvas, pixels, focused ? this.#at : null);
    if (!focused) return;
    const inked = (pixels[this.#at] ?? 0) > INK / 2;
    const row = Math.floor(this.#at / this.side) + 1;
    const column = (this.#at % this.side) + 1;
    const label = phrase(inked ? "pixels.ink" : "pixels.paper", { row, column });
    this.#canvas.setAttribute("aria-label", label);
  }

  #set(index: number, value: number): void {
    const pixels = this.#lab.ink.pixels.peek();
    if (pixels === null || pixels[index] === value) return;
    this.#lab.ink.editPixels(withPixel(pixels, index, value));
  }
}

/** Squares with lines between them, and a stronger line around the cursor. */
function paintPixels(canvas: HTMLCanvasElement, pixels: Uint8Array, cursor: number | null): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const along = Math.sqrt(pixels.length);
  const side = Math.max(1, Math.round((canvas.clientWidth * devicePixelRatio) / along));
  canvas.width = side * along;
  canvas.height = side * along;
  const scale = scaleOf(canvas);
  const corner = (index: number) =>
    [(index % along) * side, Math.floor(index / along) * side] as const;
  context.strokeStyle = getComputedStyle(canvas).borderTopColor;
  for (const [index, value] of pixels.entries()) {
    const [x, y] = corner(index);
    context.fillStyle = colourOf(value, INK, scale);
    context.fillRect(x, y, side, side);
    context.strokeRect(x + 0.5, y + 0.5, side, side);
  }
  if (cursor === null) return;
  context.strokeStyle = getComputedStyle(canvas).color;
  context.lineWidth = 2 * devicePixelRatio;
  context.strokeRect(...corner(cursor), side, side);
  context.lineWidth = 1;
}
