/** One layer, small: its maps, its units as two lines of pixels, or a bar for each class. */
import { make } from "../dom/element.ts";
import { PixelImage } from "../dom/image.ts";
import { coloursOfLabels, paintMask } from "../dom/mask.ts";
import type { Thumb } from "../layout/thumbs.ts";
import { colourOfZero, type Scale } from "../math/colour.ts";
import { countOf } from "../math/shape.ts";
import { planes, type Tensor, valueAt } from "../math/tensor.ts";
import { colourTensor } from "../math/tensor-colours.ts";
import { labelsIn, type MaskAnswer, maskOf } from "../network/mask.ts";
import { answerOf, type Layer, type Network } from "../network/network.ts";
import { number } from "../words/numbers.ts";

/** In rem: the height of units and bars, the width of units, the width of bars, the gap between maps. */
const HIGH = 3.5;
const UNITS = 0.375;
const BARS = 2.25;
const GAP = 0.125;
/** In windows narrower than so many CSS pixels all pictures shrink to this part, so that each keeps its place. */
const NARROWEST = 376;
const SMALLER = 0.88;
/** A bar, as part of its row. */
const BAR = 0.65;
/** Fewer numbers than this are drawn no larger than so many would be. */
const FEWEST = 4;

const COLOURS = ["--accent", "--ink", "--edge", "--rule"] as const;
type Colour = (typeof COLOURS)[number];

export class ThumbPicture {
  readonly element = make("canvas", { "aria-hidden": "true" });
  readonly #thumb: Thumb | null;
  readonly #layer: Layer;
  readonly #size: readonly [number, number];
  readonly #values: PixelImage;
  readonly #areNumbers: boolean;
  /** Read once for each scale: in each frame the browser would have to compute the page's styles. */
  #style: { readonly of: Scale; readonly colours: Readonly<Record<Colour, string>> } | null = null;

  /** `thumb`: null for units. */
  constructor(layer: Layer, thumb: Thumb | null, network: Network) {
    this.#layer = layer;
    this.#thumb = thumb;
    this.#areNumbers = answerOf(network, layer.name)?.kind === "numbers";
    const { channels, rows, columns } = planes(layer.shape);
    const along = (count: number, side: number) => count * (side + GAP) - GAP;
    this.#size = thumb
      ? [along(thumb.across, thumb.side), along(thumb.down, thumb.side)]
      : [network.names.has(layer.name) ? BARS : UNITS, HIGH];
    this.#values = thumb
      ? new PixelImage(make("canvas"), columns, rows * channels)
      : new PixelImage(make("canvas"), 2, Math.ceil(columns / 2));
    this.fit(NARROWEST);
  }

  /** It has room for one map. */
  get isOne(): boolean {
    return this.#thumb?.across === 1 && this.#thumb.down === 1;
  }

  /** As many pixels as the screen has there, in a strip of this width. */
  fit(across: number): void {
    const smaller = across < NARROWEST ? SMALLER : 1;
    const [width, height] = this.#size.map((each) => each * smaller) as [number, number];
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
    this.element.style.width = `${width}rem`;
    this.element.style.height = `${height}rem`;
    this.element.width = Math.round(width * rem * devicePixelRatio);
    this.element.height = Math.round(height * rem * devicePixelRatio);
  }

  /** `tensor`: null is blank paper; `ends`: where the scale ends, null for each map's peak. */
  paintValues(tensor: Tensor | null, scale: Scale, ends: number | null): void {
    const { rows, columns } = planes(this.#layer.shape);
    this.#values.paint((words) => {
      if (tensor === null) words.fill(colourOfZero(scale));
      else
        colourTensor(words.subarray(0, countOf(tensor.shape)), tensor, scale, ends, rows * columns);
    });
    const context = this.element.getContext("2d");
    if (context === null) return;
    if (this.#areNumbers) {
      this.#paintNumbers(context, tensor, scale);
      return;
    }
    const source = this.#values.canvas;
    context.imageSmoothingEnabled = false;
    context.strokeStyle = this.#coloursOf(scale)["--rule"];
    if (this.#thumb === null)
      context.drawImage(source, 0, 0, this.element.width, this.element.height);
    else
      for (const [map, area] of this.#areas(this.#thumb).entries()) {
        context.drawImage(source, 0, map * rows, columns, rows, ...area);
        const [x, y, side] = area;
        context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
      }
  }

  /** Numbers in a row each, as they are: each has its own scale, and no colour would compare them. */
  #paintNumbers(context: CanvasRenderingContext2D, tensor: Tensor | null, scale: Scale): void {
    const { element } = this;
    const count = countOf(this.#layer.shape);
    const pitch = element.height / count;
    const { fontFamily } = getComputedStyle(element);
    context.clearRect(0, 0, element.width, element.height);
    context.fillStyle = this.#coloursOf(scale)["--ink"];
    context.font = `${Math.round(Math.min(pitch, element.height / FEWEST) * BAR)}px ${fontFamily}`;
    context.textAlign = "right";
    context.textBaseline = "middle";
    if (tensor === null) return;
    for (let i = 0; i < count; i++)
      context.fillText(number(valueAt(tensor, i) ?? 0), element.width, (i + 0.5) * pitch);
  }

  /** The mask in the place of one map; `values`: how probable each label is at each pixel, null is blank paper. */
  paintMask({ labels }: MaskAnswer, values: ArrayLike<number> | null, scale: Scale): void {
    const { rows, columns } = planes(this.#layer.shape);
    const picture = make("canvas", { width: String(columns), height: String(rows) });
    const found = labelsIn(values, rows * columns, labels.length);
    paintMask(picture, found, coloursOfLabels(labels.length, this.element));
    const context = this.element.getContext("2d");
    const [area] = this.#thumb === null ? [] : this.#areas(this.#thumb);
    if (context === null || area === undefined) return;
    context.imageSmoothingEnabled = false;
    context.drawImage(picture, ...area);
    const [x, y, side] = area;
    context.strokeStyle = this.#coloursOf(scale)["--rule"];
    context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
  }

  /** A bar for each class, as long as it is likely: the first guess in blue, the second in ink. */
  paintChances(
    chances: Float32Array | null,
    scale: Scale,
    [first, second]: readonly [number | null, number | null],
  ): void {
    const { element } = this;
    const context = element.getContext("2d");
    if (context === null) return;
    const colours = this.#coloursOf(scale);
    const [pitch, least] = [element.height / countOf(this.#layer.shape), 2 * devicePixelRatio];
    context.clearRect(0, 0, element.width, element.height);
    for (let index = 0; index < countOf(this.#layer.shape); index++) {
      const isGuess = chances !== null && (index === first || index === second);
      context.fillStyle = colours[isGuess ? (index === first ? "--accent" : "--ink") : "--edge"];
      const long = Math.max(least, (chances?.[index] ?? 0) * element.width);
      context.fillRect(0, index * pitch, long, BAR * pitch);
    }
  }

  #coloursOf(scale: Scale): Readonly<Record<Colour, string>> {
    if (this.#style?.of !== scale) {
      const style = getComputedStyle(this.element);
      const named = COLOURS.map((name) => [name, style.getPropertyValue(name)] as const);
      this.#style = { of: scale, colours: Object.fromEntries(named) as Record<Colour, string> };
    }
    return this.#style.colours;
  }

  /** Left, top and two sides of each map, in pixels. */
  #areas({ across, down, side }: Thumb): [number, number, number, number][] {
    const [width, height] = this.#size;
    // The scale of the longer side, which rounding changes less: the last map is not cut off.
    const isHigh = height > width;
    const scale = isHigh ? this.element.height / height : this.element.width / width;
    const { channels } = planes(this.#layer.shape);
    return Array.from({ length: Math.min(channels, across * down) }, (_, map) => {
      const at = (place: number) => Math.round(place * (side + GAP) * scale);
      const size = isHigh ? Math.floor(side * scale) : Math.round(side * scale);
      return [at(map % across), at(Math.floor(map / across)), size, size];
    });
  }
}

/** What a layer's small picture shows: all of its maps, or the one mask that they come to. */
export function mapsOf(layer: Layer, network: Network) {
  const shown = planes(layer.shape);
  return maskOf(network, layer.name) === null ? shown : { ...shown, channels: 1 };
}
