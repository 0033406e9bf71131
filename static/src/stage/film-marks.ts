/** What a film draws over the maps: the lines that come in, the window with what it looks at, the ring around what it makes. */

import { type Rectangle, rectanglesOf, tileOf } from "../layout/outlines.ts";
import type { Placed } from "../layout/placed.ts";
import { planes } from "../math/tensor.ts";
import { type Box, boxOfCell } from "../network/boxes.ts";
import type { ForwardStep } from "../network/forward.ts";
import type { Operation } from "../network/graph.ts";
import { kindOf } from "../network/kinds/kinds.ts";
import type { Network } from "../network/network.ts";
import { joinWindow } from "./through-kernel.ts";
import { remOf } from "./titles.ts";
import { drawWires, type Wire } from "./wires.ts";

/** CSS pixels: how wide window and ring are, and how far the ring stands off its cell. */
const WINDOW = 1.75;
const RING = 2.5;
const OFF = 1.5;
/** Room around the stage for what lies at its edge. */
const EDGE = 4;

export interface Marks {
  readonly step: ForwardStep;
  /** The cell that is made; null: none yet. */
  readonly index: number | null;
  readonly wires: readonly Wire[];
  /** How much of the wires is drawn, 0..1 along the flow. */
  readonly part: number;
}

export class FilmMarks {
  readonly #canvas: HTMLCanvasElement;
  readonly #host: HTMLElement;
  readonly #context: CanvasRenderingContext2D | null;
  #size = { left: EDGE, width: 0, height: 0 };
  #accent = "";
  #line = "";
  #rem = 16;
  #isClear = true;

  constructor(canvas: HTMLCanvasElement, host: HTMLElement) {
    this.#canvas = canvas;
    this.#host = host;
    this.#context = canvas.getContext("2d");
  }

  /** Takes the stage's size and colours, once for all frames; `reach`: how far the input stands beside it. */
  fit(reach: number): void {
    const left = Math.ceil(reach) + EDGE;
    const [width, height] = [
      this.#host.clientWidth + left + EDGE,
      this.#host.clientHeight + 2 * EDGE,
    ];
    this.#size = { left, width, height };
    const { style } = this.#canvas;
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    style.width = `${width}px`;
    style.height = `${height}px`;
    style.transform = `translateX(${-left}px)`; // no shift of the layout, as another `left` would be
    const colours = getComputedStyle(this.#canvas);
    this.#accent = colours.getPropertyValue("--accent");
    this.#line = colours.getPropertyValue("--line");
    this.#rem = remOf(this.#host);
    this.#isClear = true;
  }

  /** Frees the canvas's memory while no step is shown. */
  release(): void {
    this.#canvas.width = 0;
    this.#canvas.height = 0;
    this.#isClear = true;
  }

  clear(): void {
    const { left, width, height } = this.#size;
    this.#context?.setTransform(
      devicePixelRatio,
      0,
      0,
      devicePixelRatio,
      left * devicePixelRatio,
      EDGE * devicePixelRatio,
    );
    if (!this.#isClear) this.#context?.clearRect(-left, -EDGE, width, height);
    this.#isClear = true;
  }

  paint(network: Network, placed: readonly Placed[], { step, index, wires, part }: Marks): void {
    this.clear();
    const context = this.#context;
    if (context === null) return;
    this.#isClear = false;
    if (wires.length > 0) this.#drawLines(context, wires, part);
    if (index !== null) this.#drawWindow(context, network, placed, step, index);
  }

  /** Draws the lines as far as they have come: what lies further right is cut off. */
  #drawLines(context: CanvasRenderingContext2D, wires: readonly Wire[], part: number): void {
    const from = Math.min(...wires.map((wire) => wire.from.x));
    const to = Math.max(...wires.map((wire) => wire.to.x));
    context.save();
    context.beginPath();
    context.rect(from, -EDGE, (to - from) * part, this.#size.height);
    context.clip();
    context.strokeStyle = this.#line;
    context.lineWidth = Math.max(0.7, this.#rem / 20);
    drawWires(context, wires);
    context.restore();
  }

  #drawWindow(
    context: CanvasRenderingContext2D,
    network: Network,
    placed: readonly Placed[],
    { operation, layer }: ForwardStep,
    index: number,
  ): void {
    const rectangles = (name: string, box: Box): Rectangle[] => {
      const there = placed.find((each) => each.name === name);
      return there === undefined || there.hidden ? [] : rectanglesOf(there, box, devicePixelRatio);
    };
    const cell = boxOfCell({ operation, index });
    const [made] = rectangles(layer, cell);
    if (made === undefined) return;
    context.strokeStyle = this.#accent;
    context.lineWidth = RING;
    const off = OFF + RING / 2;
    context.strokeRect(made.x - off, made.y - off, made.width + 2 * off, made.height + 2 * off);
    const windows = windowsOf(network, operation, cell).filter((each) => each.layer !== layer);
    const seen = windows.flatMap((each) => rectangles(each.layer, each.box));
    const there = placed.find(({ name }) => name === layer);
    const [channel] = cell.channels;
    // Where each map has several kernels, none of them alone is the window.
    const isOne = there?.grid.kernels?.count === 1;
    const tile = there && isOne ? tileOf(there, channel, 0, devicePixelRatio) : null;
    context.lineWidth = WINDOW;
    for (const { x, y, width, height } of tile === null ? seen : [...seen, tile])
      context.strokeRect(x - WINDOW / 2, y - WINDOW / 2, width + WINDOW, height + WINDOW);
    // A unit is made from everything: lines from all of it would say nothing.
    if (planes(operation.output_shape).rows > 1) joinWindow(context, seen, tile, made);
  }
}

/** What a box of an operation is made from, in the layers before it that show it. */
export function windowsOf(
  network: Network,
  operation: Operation,
  box: Box,
): { readonly layer: string; readonly box: Box }[] {
  return operation.inputs.flatMap((input, at) => {
    const seen = kindOf(operation)?.sees(operation, at, box) ?? null;
    if (seen === null) return [];
    const layer = network.layers.find(({ shown }) => shown === input.name);
    return layer === undefined
      ? windowsOf(network, input, seen)
      : [{ layer: layer.name, box: seen }];
  });
}
