/** All kernels of a layer as small tiles: the opened one is framed, another one is a press away. */
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { PixelImage } from "../dom/image.ts";
import { listen } from "../events/listen.ts";
import type { Scale } from "../math/colour.ts";
import type { Operation } from "../network/graph.ts";
import { countOfKernels, indexOfKernel, inputsOf, type KernelAt } from "../network/kernels.ts";
import type { Lab } from "../state/lab.ts";
import { phrase } from "../words/phrases.ts";

/** Of a layer with more kernels, those that make the same map are shown. */
const MOST = 384;
/** Tiles in a row, by how many there are: six large ones, or ninety-six small ones in four rows. */
const ROWS: readonly (readonly [upTo: number, across: number])[] = [
  [10, 10],
  [40, 14],
  [120, 24],
  [MOST, 32],
];

/** Which kernels are shown as tiles, and how many in a row. */
export interface Tiles {
  readonly first: number;
  readonly count: number;
  readonly across: number;
  /** How many tiles fill the width of the column. */
  readonly full: number;
}

/** The kernels that are shown beside this one, and how many in a row. */
export function tilesFor(convolution: Operation, at: KernelAt): Tiles {
  const [all, inputs] = [countOfKernels(convolution), inputsOf(convolution)];
  const [first, count] = all <= MOST ? [0, all] : [at.channel * inputs, Math.min(MOST, inputs)];
  const full = ROWS.find(([upTo]) => count <= upTo)?.[1] ?? 32;
  return { first, count, across: Math.min(count, full), full };
}

export class OtherKernels {
  readonly parts: readonly HTMLElement[];
  readonly #lab: Lab;
  readonly #layer: string;
  readonly #convolution: Operation;
  readonly #index: number;
  readonly #tiles: Tiles;
  readonly #image = new PixelImage(make("canvas", { class: "tiles" }));
  readonly #ring = make("span", { class: "ring", "aria-hidden": "true" });

  constructor(lab: Lab, layer: string, convolution: Operation, at: KernelAt) {
    this.#lab = lab;
    this.#layer = layer;
    this.#convolution = convolution;
    this.#index = indexOfKernel(convolution, at);
    this.#tiles = tilesFor(convolution, at);
    const all = countOfKernels(convolution);
    const last = all - 1;
    const step = (key: "level.previous" | "level.next", by: number) =>
      makeButton(() => this.#open((this.#index + by + all) % all), {
        class: "boxed",
        text: phrase(key),
      });
    const tiles = make("div", { class: "all-kernels" }, [this.#image.canvas, this.#ring]);
    tiles.style.width = `${(100 * this.#tiles.across) / this.#tiles.full}%`;
    this.#follow(tiles);
    this.parts =
      last < 1
        ? []
        : [
            make("div", { class: "try-another" }, [
              make("h2", { text: phrase("level.another") }),
              make("span", { class: "line" }, [step("level.previous", -1), step("level.next", 1)]),
            ]),
            tiles,
          ];
  }

  /** The weights in one scale, so that they can be compared. */
  paint(scale: Scale): void {
    const weights = this.#lab.reader.weights.peek()?.get(`${this.#convolution.name}.weight`);
    if (weights === undefined || this.parts.length === 0) return;
    const [, , rows = 1, columns = 1] = weights.shape;
    const { first, count, across } = this.#tiles;
    const lines = Math.ceil(count / across);
    const [wide, high] = [columns + 1, rows + 1]; // a line of paper between tiles
    const [width, height] = [across * wide - 1, lines * high - 1];
    const values = new Float32Array(width * height);
    const area = rows * columns;
    for (let tile = 0; tile < count; tile++) {
      const corner = Math.floor(tile / across) * high * width + (tile % across) * wide;
      for (let row = 0; row < rows; row++) {
        const from = (first + tile) * area + row * columns;
        values.set(weights.values.subarray(from, from + columns), corner + row * width);
      }
    }
    const { canvas } = this.#image;
    if (canvas.width !== width || canvas.height !== height) this.#image.resize(width, height);
    const peak = weights.values.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    this.#image.paintValues(values, peak, scale);
    const at = this.#index - first;
    const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
    this.#ring.style.left = percent((at % across) * wide, width);
    this.#ring.style.top = percent(Math.floor(at / across) * high, height);
    this.#ring.style.width = percent(columns, width);
    this.#ring.style.height = percent(rows, height);
  }

  #open(index: number): void {
    this.#lab.selection.openKernel({ layer: this.#layer, index });
  }

  /** Shows the number of the weight under the pointer, and frames its kernel on the stage. */
  #follow(tiles: HTMLElement): void {
    const { selection } = this.#lab;
    const under = ({ clientX, clientY }: MouseEvent) => {
      const { left, top, width, height } = tiles.getBoundingClientRect();
      return this.#under((clientX - left) / width, (clientY - top) / height);
    };
    listen(tiles, {
      pointermove: (event) => {
        const found = under(event);
        const inputs = inputsOf(this.#convolution);
        if (found === null) return selection.pointAtKernel(null);
        const [channel, input] = [Math.floor(found.index / inputs), found.index % inputs];
        selection.pointAtKernel({ layer: this.#layer, channel, input, at: found.at });
      },
      pointerleave: () => selection.pointAtKernel(null),
      click: (event) => {
        const found = under(event);
        if (found !== null) this.#open(found.index);
      },
    });
  }

  /** The kernel at a place, in parts of the whole picture, and which of its weights lies there. */
  #under(across: number, down: number): { index: number; at: number } | null {
    const { first, count, across: tiles } = this.#tiles;
    const [rows = 1, columns = rows] = this.#convolution.kernel_size ?? [];
    const [wide, high] = [columns + 1, rows + 1];
    const x = Math.floor(across * (tiles * wide - 1));
    const y = Math.floor(down * (Math.ceil(count / tiles) * high - 1));
    const [column, row] = [x % wide, y % high];
    const tile = Math.floor(y / high) * tiles + Math.floor(x / wide);
    const isTile = x >= 0 && y >= 0 && column < columns && row < rows && tile < count;
    return isTile ? { index: first + tile, at: row * columns + column } : null;
  }
}
