import { make } from "../dom/element.ts";
import { PixelImage } from "../dom/image.ts";
import { listen } from "../events/listen.ts";
import type { Grid, Kernels } from "../layout/grids.ts";
import { cellAt, indexOf, mapCorner, weightAt } from "../layout/places.ts";
import { colourOfZero, type Scale } from "../math/colour.ts";
import { countOf } from "../math/shape.ts";
import { planes, type Tensor, valueAt } from "../math/tensor.ts";
import { colourTensor } from "../math/tensor-colours.ts";
import type { Layer } from "../network/network.ts";
import { phrase } from "../words/phrases.ts";
import { shapeInWords } from "../words/shape.ts";
import { summaryOf } from "../words/summary.ts";
import { Dots } from "./dots.ts";
import { paintKernels } from "./kernels.ts";
import type { CellActions, LayerPicture, Shown, Weight } from "./layer-picture.ts";
import { MapKeys } from "./map-keys.ts";

/** Maps side by side, or one strip of units, each value one square cell. */
export class Maps implements LayerPicture {
  readonly element: HTMLCanvasElement;
  readonly #layer: Layer;
  readonly #count: number;
  readonly #context: CanvasRenderingContext2D | null;
  /** All maps one under the other, a pixel a value: just the tensor's own order. */
  readonly #values = new PixelImage(make("canvas"), 1, 1);
  #grid: Grid | null = null;
  /** The colours that the frames around the maps are painted in. */
  #framedIn: Scale | null = null;
  #dots: Dots | null = null;
  #covered = false;

  /** `kernels`: those that make one map, for the keyboard. */
  constructor(layer: Layer, kernels: Kernels | undefined, actions: CellActions) {
    this.element = canvasFor(layer);
    this.#layer = layer;
    this.#count = countOf(layer.shape);
    this.#context = this.element.getContext("2d");
    const keys = new MapKeys(this.#count, kernels, actions);
    this.#followPointer(actions, keys);
    this.#followKeyboard(keys);
  }

  fit(grid: Grid): void {
    const { element: canvas } = this;
    this.#grid = grid;
    canvas.width = Math.round(grid.width * devicePixelRatio);
    canvas.height = Math.round(grid.height * devicePixelRatio);
    canvas.style.width = `${grid.width}px`;
    canvas.style.height = `${grid.height}px`;
    const { channels, columns, rows } = planes(this.#layer.shape);
    if (grid.folded) this.#values.resize(grid.columns, grid.rows);
    else this.#values.resize(columns, rows * channels);
    this.#framedIn = null;
  }

  paint({ tensor, scale, peakShown }: Shown): void {
    const [context, grid] = [this.#context, this.#grid];
    if (context === null || grid === null) return;
    if (this.#framedIn !== scale) this.#paintFrames(context, grid);
    this.#framedIn = scale;
    this.#values.paint((words) => {
      const pixels = this.#dots?.pixels;
      const colours = pixels === undefined ? words : new Uint32Array(this.#count);
      if (tensor === null) colours.fill(colourOfZero(scale));
      else colourTensor(colours, tensor, scale, peakShown, areaOf(this.#layer));
      for (const [unit, pixel] of pixels?.entries() ?? []) words[pixel] = colours[unit] ?? 0;
    });
    if (this.#dots !== null) this.#dots.paint(context, this.#values.canvas);
    else paintMaps(context, this.#values.canvas, grid);
    // No label while the pen moves: nobody hears it, and it costs as much as the painting.
    if (tensor?.values instanceof Uint8Array) return;
    this.element.setAttribute("aria-label", inWords(this.#layer, tensor, this.#covered));
  }

  cover(covered: boolean): void {
    this.#covered = covered;
  }

  paintKernels(weights: Float32Array | null, scale: Scale): void {
    const [context, grid] = [this.#context, this.#grid];
    if (context === null || !grid?.kernels || weights === null) return;
    paintKernels(context, grid, grid.kernels, weights, scale);
  }

  /** What stays while the values change: lines around maps, or where the dots of a strip are. */
  #paintFrames(context: CanvasRenderingContext2D, grid: Grid): void {
    const style = getComputedStyle(this.element);
    const { color } = style;
    const fold = style.getPropertyValue("--quiet");
    this.#dots = grid.folded ? new Dots(grid, this.#count, color, fold) : null;
    if (!grid.folded) paintFrames(context, grid, color);
  }

  #followPointer(actions: CellActions, keys: MapKeys): void {
    listen(this.element, {
      pointermove: (event) => {
        const cell = this.#cellUnder(event);
        actions.point(cell);
        if (this.#grid?.kernels)
          actions.pointAtWeight(cell === null ? this.#weightUnder(event) : null);
      },
      pointerleave: () => {
        actions.point(null);
        actions.pointAtWeight(null);
      },
      click: (event) => {
        const cell = this.#cellUnder(event);
        const weight = cell === null ? this.#weightUnder(event) : null;
        actions.pointAtWeight(weight); // a finger has no other way to point at it
        if (weight !== null) return actions.openKernel(weight);
        if (cell === null) return actions.release();
        keys.moveTo(cell);
        actions.pin(cell);
      },
    });
  }

  #followKeyboard(keys: MapKeys): void {
    listen(this.element, {
      focus: () => {
        if (this.element.matches(":focus-visible")) keys.focus();
      },
      blur: () => keys.blur(),
      keydown: (event) => {
        if (this.#grid === null || event.ctrlKey || event.metaKey || event.altKey) return;
        if (!keys.press(event, this.#grid)) return;
        event.preventDefault();
        event.stopPropagation();
      },
    });
  }

  #cellUnder(event: MouseEvent): number | null {
    const grid = this.#grid;
    const position = grid === null ? null : cellAt(grid, ...this.#pixelUnder(event));
    if (grid === null || position === null) return null;
    const index = indexOf(grid, position);
    return index < this.#count ? index : null;
  }

  #weightUnder(event: MouseEvent): Weight | null {
    return this.#grid === null ? null : weightAt(this.#grid, ...this.#pixelUnder(event));
  }

  #pixelUnder({ offsetX, offsetY }: MouseEvent): [number, number] {
    const ratio = this.element.width / this.element.clientWidth;
    return [offsetX * ratio, offsetY * ratio];
  }
}

function canvasFor(layer: Layer): HTMLCanvasElement {
  return make("canvas", {
    role: "application",
    "aria-roledescription": phrase("stage.maps.role"),
    tabindex: "0",
    "aria-label": layer.title,
  });
}

/** The number of cells in one map; units count as one map. */
function areaOf({ shape }: Layer): number {
  const { rows, columns } = planes(shape);
  return rows * columns;
}

/** Left, top, width and height of a shown map: whole pixels, also where its cells are not. */
function areaOfMap(grid: Grid, channel: number): [number, number, number, number] {
  const { x, y } = mapCorner(grid, channel);
  return [x, y, Math.round(grid.columns * grid.cell), Math.round(grid.rows * grid.cell)];
}

/** A line around each map: it stays while the values change. */
function paintFrames(context: CanvasRenderingContext2D, grid: Grid, colour: string): void {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.strokeStyle = colour;
  context.lineWidth = grid.frame;
  const half = grid.frame / 2;
  for (let channel = grid.first; channel < grid.first + grid.channels; channel++) {
    const [x, y, width, height] = areaOfMap(grid, channel);
    context.strokeRect(x - half, y - half, width + grid.frame, height + grid.frame);
  }
}

function paintMaps(context: CanvasRenderingContext2D, source: HTMLCanvasElement, grid: Grid): void {
  const { rows, columns } = grid;
  context.imageSmoothingEnabled = false;
  for (let channel = grid.first; channel < grid.first + grid.channels; channel++)
    context.drawImage(source, 0, channel * rows, columns, rows, ...areaOfMap(grid, channel));
}

function inWords(layer: Layer, tensor: Tensor | null, covered: boolean): string {
  const shape = `${layer.title}, ${shapeInWords(layer).join(" ")}`;
  if (covered) return `${shape}, ${phrase("cover.note")}`;
  if (tensor === null) return `${shape}, ${phrase("summary.nothing")}`;
  const at = (index: number) => valueAt(tensor, index) ?? 0;
  return `${shape}: ${summaryOf({ ...planes(tensor.shape), at })}`;
}
