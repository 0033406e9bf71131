/** An image of one pixel a value, on a canvas of just that size; it can be drawn in any size. */
import { colourInto, type Scale } from "../math/colour.ts";
import { make } from "./element.ts";

export class PixelImage {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  #image: ImageData | null = null;
  #words = new Uint32Array(0);

  /** Without a size, the canvas keeps its own. */
  constructor(canvas: HTMLCanvasElement = make("canvas"), width?: number, height?: number) {
    this.canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.resize(width ?? canvas.width, height ?? canvas.height);
  }

  /** Another size, in pixels; nothing is painted yet. */
  resize(width: number, height: number): void {
    this.canvas.width = width;
    this.canvas.height = height;
    this.#image = this.#context?.createImageData(width, height) ?? null;
    this.#words = new Uint32Array(this.#image?.data.buffer ?? new ArrayBuffer(0));
  }

  /** Shows the pixels that `write` sets: 32-bit words (ABGR) as in `math/colour`, which still have their last values. */
  paint(write: (words: Uint32Array) => void): void {
    if (this.#image === null) return;
    write(this.#words);
    this.#context?.putImageData(this.#image, 0, 0);
  }

  /** Shows values; the scale ends at `peak`. */
  paintValues(values: Float32Array, peak: number, scale: Scale): void {
    this.paint((words) => colourInto(words, values, [0, words.length], peak, scale));
  }
}
