/** How one layer looks: maps of cells on a canvas, or named units. */
import { codesInto, colourInto, colourOf, colourOfZero, type Scale } from "../math/colour.ts";
import { cellAt, type Grid, mapCorner } from "../math/layout.ts";
import { number } from "../math/numbers.ts";
import { type Layer, shapeInWords } from "../network.ts";
import { peak, type Tensor, valueAt } from "../tensor.ts";
import { make, say } from "./element.ts";

export interface LayerPicture {
  readonly element: HTMLElement;
  /** Takes its place and size; painting follows. */
  fit(grid: Grid): void;
  /** Shows a layer's values; null is blank paper. */
  paint(tensor: Tensor | null, scale: Scale, firstGuess: number | null): void;
}

type PointAt = (index: number | null) => void;

/** Maps side by side, or one strip of units, each value one square cell. */
export function makeMaps(layer: Layer, point: PointAt): LayerPicture {
  const canvas = make("canvas", { role: "img", "aria-label": layer.title });
  const context = canvas.getContext("2d");
  // All maps one under the other, a pixel a value: just the tensor's own order.
  const source = document.createElement("canvas");
  const sourceContext = source.getContext("2d");
  const count = layer.shape.reduce((product, side) => product * side, 1);
  let grid: Grid | null = null;
  let pixels: ImageData | null = null;
  let words = new Uint32Array(0);
  let framedIn: Scale | null = null;

  canvas.addEventListener("pointermove", (event) => {
    if (grid === null) return;
    const ratio = canvas.width / canvas.clientWidth;
    const cell = cellAt(grid, event.offsetX * ratio, event.offsetY * ratio);
    if (cell === null) return point(null);
    const index = (cell.channel * grid.rows + cell.row) * grid.columns + cell.column;
    point(index < count ? index : null);
  });
  canvas.addEventListener("pointerleave", () => point(null));

  const fit = (next: Grid) => {
    grid = next;
    canvas.width = Math.round(next.width * devicePixelRatio);
    canvas.height = Math.round(next.height * devicePixelRatio);
    canvas.style.width = `${next.width}px`;
    canvas.style.height = `${next.height}px`;
    source.width = next.columns;
    source.height = next.rows * next.channels;
    pixels = sourceContext?.createImageData(source.width, source.height) ?? null;
    words = pixels === null ? words : new Uint32Array(pixels.data.buffer);
    framedIn = null;
  };

  const paint = (tensor: Tensor | null, scale: Scale) => {
    if (context === null || sourceContext === null || grid === null || pixels === null) return;
    if (tensor === null) words.fill(colourOfZero(scale));
    else if (tensor.values instanceof Uint8Array)
      codesInto(words, tensor.values, tensor.low, scale);
    else colourInto(words, tensor.values, 0, peak(tensor), scale);
    words.fill(0, count); // a strip's last row may not be full
    sourceContext.putImageData(pixels, 0, 0);
    if (framedIn !== scale) paintFrames(context, grid, canvas);
    framedIn = scale;
    paintMaps(context, source, grid);
    // Not while the pen moves: nobody hears it, and it costs as much as the painting.
    if (tensor?.values instanceof Uint8Array) return;
    canvas.setAttribute("aria-label", inWords(layer, tensor));
  };
  return { element: canvas, fit, paint };
}

/** A line around each map: it stays while the values change. */
function paintFrames(
  context: CanvasRenderingContext2D,
  grid: Grid,
  canvas: HTMLCanvasElement,
): void {
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.strokeStyle = getComputedStyle(canvas).color;
  for (let channel = 0; channel < grid.channels; channel++) {
    const { x, y } = mapCorner(grid, channel);
    const [width, height] = [grid.columns * grid.cell, grid.rows * grid.cell];
    context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
  }
}

function paintMaps(context: CanvasRenderingContext2D, source: HTMLCanvasElement, grid: Grid): void {
  const { rows, columns, cell } = grid;
  context.imageSmoothingEnabled = false;
  const width = columns * cell;
  const height = rows * cell;
  for (let channel = 0; channel < grid.channels; channel++) {
    const { x, y } = mapCorner(grid, channel);
    context.drawImage(source, 0, channel * rows, columns, rows, x, y, width, height);
  }
}

/** The classes by name, each with its value as a colour and as a number. */
export function makeUnits(layer: Layer, classes: readonly string[], point: PointAt): LayerPicture {
  const rows = classes.map((name, index) => {
    const swatch = make("span", { class: "swatch" });
    const value = make("span", { class: "value" });
    const row = make("li", {}, [swatch, make("span", { class: "name", text: name }), value]);
    row.addEventListener("pointerenter", () => point(index));
    row.addEventListener("pointerleave", () => point(null));
    return { row, swatch, value };
  });
  const list = make("ol", { class: "units", "aria-label": `${layer.title}: one logit a class` });
  list.append(...rows.map(({ row }) => row));

  const fit = (grid: Grid) => {
    list.style.height = `${grid.height}px`;
  };
  const paint = (tensor: Tensor | null, scale: Scale, firstGuess: number | null) => {
    for (const [index, { row, swatch, value }] of rows.entries()) {
      const logit = tensor === null ? undefined : valueAt(tensor, index);
      swatch.style.backgroundColor = colourOf(logit ?? 0, tensor ? peak(tensor) : 0, scale);
      say(value, logit === undefined ? "" : number(logit));
      row.classList.toggle("first", tensor !== null && index === firstGuess);
    }
  };
  return { element: list, fit, paint };
}

function inWords(layer: Layer, tensor: Tensor | null): string {
  const shape = `${layer.title}, ${shapeInWords(layer).join(" ")}`;
  if (tensor === null) return `${shape}, blank`;
  return `${shape}, values from ${number(tensor.low)} to ${number(tensor.high)}`;
}
