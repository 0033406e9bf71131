/**
 * The network, or one layer of it, as a picture for slides and print: one SVG, from which the PNG is made as well.
 *
 * Colours are those of the stage, value by value. A layer's maps are an embedded image of one pixel a value, enlarged without
 * smoothing; words are words. Titles, peaks and the scale stand beside it, so that the picture is true without the page.
 */

import { make } from "../dom/element.ts";
import { PixelImage } from "../dom/image.ts";
import { colourInto, colourOf, type Scale } from "../math/colour.ts";
import { peak, planes, type Tensor, valueAt } from "../math/tensor.ts";
import { colourTensor } from "../math/tensor-colours.ts";
import type { Answer } from "../network/answers.ts";
import type { Weights } from "../network/arithmetic.ts";
import type { Layer } from "../network/network.ts";
import type { Scope } from "../state/look.ts";
import { number } from "../words/numbers.ts";
import { course } from "../words/phrases.ts";
import { shapeInWords } from "../words/shape.ts";

/** A layer and the values that it shows. */
export interface Shown {
  readonly layer: Layer;
  /** The answer that the layer gives, if it is an output. */
  readonly answer: Answer | undefined;
  /** The names of its units, where an answer names them. */
  readonly names: readonly string[] | undefined;
  readonly tensor: Tensor;
  /** "before ReLU", or nothing. */
  readonly note: string;
  /** The weights (out, in, row, column) of the kernels that make its maps, where they are shown. */
  readonly kernels: Weights | null;
}

export interface Style {
  readonly scale: Scale;
  readonly scope: Scope;
  readonly paper: string;
  readonly text: string;
  readonly quiet: string;
  readonly rule: string;
  /** Pixels along a value: 1, or more for paper, where images are smoothed when they are enlarged. */
  readonly fineness: number;
}

/** Words around the picture. */
export interface Captions {
  readonly title: string;
  readonly scope: string;
  peak(value: string): string;
}

const MARGIN = 28;
const HEADING = 118;
const FOOT = 64;
const HEIGHT = 520;
const GAP = 5;
const AISLE = 34;
const NARROWEST = 104;
const ROW = 34;
const SERIF = { "font-family": "Georgia,serif", "font-weight": 600 };

interface Column {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

export function svgOf(shown: readonly Shown[], style: Style, captions: Captions): string {
  const peaks = shown.map(({ tensor }) => peak(tensor));
  const ends = (i: number) => endOf(style.scope, peaks, i);
  const columns = shown.map((each, i) => columnOf(each, ends(i), style));
  const height = Math.max(...columns.map((column) => column.height));
  let x = MARGIN;
  const placed = columns.map((column, i) => {
    const left = x;
    x += column.width + AISLE;
    const y = HEADING + MARGIN + (height - column.height) / 2;
    const heading = headingOf(shown[i] as Shown, column, captions);
    return [moved(left, MARGIN + 34, heading), moved(left, y, column.svg)].join("");
  });
  const width = Math.max(460, x - AISLE + MARGIN);
  const bottom = HEADING + MARGIN + height + 34;
  const total = bottom + FOOT;
  const largest = style.scope === "network" ? Math.max(...peaks) : null;
  return [
    open("svg", {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height: total,
      viewBox: [0, 0, width, total].join(" "),
      "font-family": "'Source Sans 3',system-ui,sans-serif",
      "font-size": 13,
      fill: style.text,
    }),
    tag("rect", { width, height: total, fill: style.paper }),
    text(MARGIN, MARGIN + 6, captions.title, { ...SERIF, "font-size": 20 }),
    ...placed,
    legendOf(MARGIN, bottom, largest, style, captions),
    "</svg>",
  ].join("\n");
}

/** The value at the scale's ends for one layer; null: each map has a scale of its own. */
function endOf(scope: Scope, peaks: readonly number[], index: number): number | null {
  if (scope === "map") return null;
  return scope === "layer" ? (peaks[index] ?? 0) : Math.max(...peaks);
}

function headingOf(
  { layer, answer, tensor, note }: Shown,
  { width }: Column,
  captions: Captions,
): string {
  const shape = shapeInWords(layer, answer);
  const lines = [...broken(course(layer.title), 20), ...shape];
  const quiet = lines.length - shape.length;
  const all = [...lines, captions.peak(number(peak(tensor))), note];
  const middle = { "text-anchor": "middle" };
  return all
    .map((line, i) =>
      text(width / 2, 14 + 15 * i, line, { ...middle, opacity: i < quiet ? 1 : 0.75 }),
    )
    .join("");
}

function columnOf(
  { layer, names, tensor, kernels }: Shown,
  end: number | null,
  style: Style,
): Column {
  if (names !== undefined) return unitsOf(tensor, names, end ?? peak(tensor), style);
  const { channels, rows, columns } = planes(tensor.shape);
  if (layer.shape.length < 3) return stripOf(tensor, end ?? peak(tensor), style);
  const size = Math.max(2, Math.min(9, Math.floor(110 / Math.sqrt(rows * 14))));
  const side = rows * size + GAP;
  const down = Math.max(1, Math.min(channels, Math.floor((HEIGHT + GAP) / side)));
  const across = Math.ceil(channels / down);
  const blocks = kernels === null ? null : blocksOf(kernels, 0.7 * rows * size, style);
  const lead = blocks === null ? 0 : blocks.width + GAP;
  const step = lead + columns * size + GAP;
  const width = Math.max(NARROWEST, across * step - GAP);
  const inset = (width - (across * step - GAP)) / 2;
  const words = coloursOf(tensor, end, style);
  let svg = "";
  for (let channel = 0; channel < channels; channel++) {
    const x = inset + (channel % across) * step + lead;
    const y = Math.floor(channel / across) * side;
    if (blocks !== null) {
      const middle = y + (rows * size - blocks.height) / 2;
      svg += moved(x - lead, middle, blocks.images[channel] ?? "");
    }
    const part = words.subarray(channel * rows * columns, (channel + 1) * rows * columns);
    svg += imageOf(part, columns, rows, [x, y, columns * size, rows * size], style);
  }
  return { svg, width, height: Math.ceil(channels / across) * side - GAP };
}

interface KernelImages {
  readonly images: readonly string[];
  readonly width: number;
  readonly height: number;
}

/** The kernels of each map side by side, on one scale for all of them, about so high. */
function blocksOf({ shape, values }: Weights, high: number, style: Style): KernelImages {
  const [channels = 0, inputs = 0, rows = 0, columns = 0] = shape;
  const across = Math.max(1, Math.floor(Math.sqrt(inputs)));
  const down = Math.ceil(inputs / across);
  const [wide, tall] = [across * (columns + 1) - 1, down * (rows + 1) - 1];
  const size = Math.max(2, Math.min(6, Math.floor(high / tall)));
  const most = values.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const colours = new Uint32Array(values.length);
  colourInto(colours, values, [0, values.length], most, style.scale);
  const images = Array.from({ length: channels }, (_, channel) => {
    const words = new Uint32Array(wide * tall); // between kernels it stays transparent
    for (let input = 0; input < inputs; input++) {
      const [left, top] = [input % across, Math.floor(input / across)];
      for (let row = 0; row < rows; row++) {
        const from = ((channel * inputs + input) * rows + row) * columns;
        const line = colours.subarray(from, from + columns);
        words.set(line, (top * (rows + 1) + row) * wide + left * (columns + 1));
      }
    }
    return imageOf(words, wide, tall, [0, 0, wide * size, tall * size], style);
  });
  return { images, width: wide * size, height: tall * size };
}

/** Units in reading order, in a strip of several columns. */
function stripOf(tensor: Tensor, end: number, style: Style): Column {
  const count = tensor.values.length;
  const across = Math.max(1, Math.ceil(Math.sqrt(count / 6)));
  const rows = Math.ceil(count / across);
  const size = Math.max(2, Math.min(22, Math.floor(HEIGHT / rows)));
  const words = new Uint32Array(rows * across);
  words.set(coloursOf(tensor, end, style));
  const width = Math.max(NARROWEST, across * size);
  const box = [(width - across * size) / 2, 0, across * size, rows * size] as const;
  return { svg: imageOf(words, across, rows, box, style), width, height: rows * size };
}

/** Units by name, with their values. */
function unitsOf(tensor: Tensor, names: readonly string[], end: number, style: Style): Column {
  const rows = names.map((name, i) => {
    const value = valueAt(tensor, i) ?? 0;
    const colour = colourOf(value, end, style.scale);
    return [
      tag("rect", { y: ROW * i, width: 22, height: 22, fill: colour, stroke: style.rule }),
      text(32, ROW * i + 17, name, { ...SERIF, "font-size": 18 }),
      text(NARROWEST, ROW * i + 16, number(value), { "text-anchor": "end" }),
    ].join("");
  });
  return { svg: rows.join(""), width: NARROWEST, height: ROW * rows.length };
}

function coloursOf(tensor: Tensor, end: number | null, style: Style): Uint32Array {
  const { rows, columns } = planes(tensor.shape);
  const words = new Uint32Array(tensor.values.length);
  colourTensor(words, tensor, style.scale, end, rows * columns);
  return words;
}

function imageOf(
  words: Uint32Array,
  columns: number,
  rows: number,
  [x, y, width, height]: readonly [number, number, number, number],
  style: Style,
): string {
  const image = new PixelImage(make("canvas"), columns, rows);
  image.paint((pixels) => pixels.set(words));
  const canvas = enlarged(image.canvas, style.fineness);
  return [
    tag("image", {
      ...{ x, y, width, height },
      preserveAspectRatio: "none",
      "image-rendering": "pixelated", // no style attribute: a page that shows the picture may forbid those
      href: canvas.toDataURL(),
    }),
    tag("rect", {
      ...{ x: x - 0.5, y: y - 0.5, width: width + 1, height: height + 1 },
      fill: "none",
      stroke: style.rule,
    }),
  ].join("");
}

function enlarged(image: HTMLCanvasElement, times: number): HTMLCanvasElement {
  if (times === 1) return image;
  const [width, height] = [image.width * times, image.height * times];
  const canvas = make("canvas", { width: `${width}`, height: `${height}` });
  const context = canvas.getContext("2d");
  if (context !== null) context.imageSmoothingEnabled = false;
  context?.drawImage(image, 0, 0, width, height);
  return canvas;
}

/** The colour scale with the values at its ends, and what it spans. */
function legendOf(
  x: number,
  y: number,
  end: number | null,
  { scale, quiet }: Style,
  captions: Captions,
): string {
  const [width, steps] = [240, 120];
  const bars = Array.from({ length: steps }, (_, i) => {
    const colour = colourOf((2 * i) / (steps - 1) - 1, 1, scale);
    const at = { x: x + (i * width) / steps, y, width: width / steps + 0.2, height: 10 };
    return tag("rect", { ...at, fill: colour });
  });
  const name = end === null ? captions.peak("").trim() : number(end);
  return [
    ...bars,
    text(x, y + 26, `−${name}`, { fill: quiet }),
    text(x + width / 2, y + 26, "0", { fill: quiet, "text-anchor": "middle" }),
    text(x + width, y + 26, `+${name}`, { fill: quiet, "text-anchor": "end" }),
    text(x, y + 46, captions.scope, { fill: quiet }),
  ].join("");
}

function broken(title: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of title.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

type Attributes = Readonly<Record<string, string | number>>;

function text(x: number, y: number, words: string, attributes: Attributes = {}): string {
  return [open("text", { x, y, ...attributes }), safe(words), "</text>"].join("");
}

function moved(x: number, y: number, content: string): string {
  return [open("g", { transform: `translate(${x},${y})` }), content, "</g>"].join("");
}

function tag(name: string, attributes: Attributes): string {
  return open(name, attributes).replace(/>$/, "/>");
}

function open(name: string, attributes: Attributes): string {
  const pairs = Object.entries(attributes).map(([key, value]) => `${key}="${safe(String(value))}"`);
  return `<${[name, ...pairs].join(" ")}>`;
}

function safe(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}

/** The same picture in pixels, twice as fine. */
export async function pngOf(svg: string, fineness = 2): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * fineness;
  canvas.height = image.naturalHeight * fineness;
  const context = canvas.getContext("2d");
  context?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob === null ? failed(new Error("no picture")) : done(blob)));
  });
}
