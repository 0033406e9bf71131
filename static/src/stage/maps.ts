/** How one layer looks: maps of cells on a canvas, or named units. */

import { make, say } from "../dom/element.ts";
import type { Grid } from "../layout/grids.ts";
import {
  cellAt,
  kernelCorner,
  mapCorner,
  type WeightPlace,
  weightAt,
  weightBeside,
} from "../layout/places.ts";
import { colourOf, colourOfZero, type Scale } from "../math/colour.ts";
import { countOf, positionIn } from "../math/shape.ts";
import { peak, planes, type Tensor, valueAt } from "../math/tensor.ts";
import { colourTensor } from "../math/tensor-colours.ts";
import type { Layer } from "../network/network.ts";
import { decimals, number } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { shapeInWords } from "../words/shape.ts";
import { classesInWords, summaryOf } from "../words/summary.ts";

export interface LayerPicture {
  readonly element: HTMLElement;
  /** Takes its place and size; painting follows. */
  fit(grid: Grid): void;
  /** Shows a layer's values; null is blank paper. `peakShown`: where the scale ends; null: each map's own peak. */
  paint(
    tensor: Tensor | null,
    scale: Scale,
    firstGuess: number | null,
    peakShown: number | null,
  ): void;
  /** Says that the values are covered: they are not there to be shown. */
  cover(covered: boolean): void;
  /** Shows the weights (out, in, row, column) of the kernels that make the maps. */
  paintKernels(weights: Float32Array | null, scale: Scale): void;
}

/** What people do with a layer's cells. */
export interface CellActions {
  point(index: number | null): void;
  pin(index: number): void;
  /** The pinned cell, if it is one of this layer's. */
  pinned(): number | null;
  /** A weight: the map that it makes, the map it looks at, its place in the kernel. */
  pointAtWeight(weight: { channel: number; input: number; at: number } | null): void;
  release(): void;
  /** Shows a page of the maps. */
  turnTo(page: number): void;
}

/** Maps side by side, or one strip of units, each value one square cell. */
export function makeMaps(layer: Layer, actions: CellActions): LayerPicture {
  const canvas = make("canvas", {
    role: "application",
    "aria-roledescription": phrase("stage.maps.role"),
    tabindex: "0",
    "aria-label": layer.title,
    "aria-describedby": "maps-help",
  });
  const context = canvas.getContext("2d");
  // All maps one under the other, a pixel a value: just the tensor's own order.
  const source = document.createElement("canvas");
  const sourceContext = source.getContext("2d");
  const count = countOf(layer.shape);
  let grid: Grid | null = null;
  let pixels: ImageData | null = null;
  let words = new Uint32Array(0);
  let framedIn: Scale | null = null;
  let at = Math.floor(count / 2); // the keyboard's cell, and weight
  let weight: WeightPlace | null = null;
  let covered = false;

  const place = (event: MouseEvent) => {
    const ratio = canvas.width / canvas.clientWidth;
    return [event.offsetX * ratio, event.offsetY * ratio] as const;
  };
  const under = (event: MouseEvent): number | null => {
    const cell = grid === null ? null : cellAt(grid, ...place(event));
    if (grid === null || cell === null) return null;
    const index = (cell.channel * grid.rows + cell.row) * grid.columns + cell.column;
    return index < count ? index : null;
  };
  canvas.addEventListener("pointermove", (event) => {
    const index = under(event);
    actions.point(index);
    if (grid?.kernels)
      actions.pointAtWeight(index === null ? weightAt(grid, ...place(event)) : null);
  });
  canvas.addEventListener("pointerleave", () => {
    actions.point(null);
    actions.pointAtWeight(null);
  });
  canvas.addEventListener("click", (event) => {
    const index = under(event);
    const tapped = index === null && grid?.kernels ? weightAt(grid, ...place(event)) : null;
    actions.pointAtWeight(tapped); // a finger has no other way to point at it
    if (tapped !== null) return;
    if (index === null) return actions.release();
    at = index;
    actions.pin(index);
  });
  canvas.addEventListener("focus", () => {
    if (canvas.matches(":focus-visible")) actions.point(at);
  });
  canvas.addEventListener("blur", () => {
    actions.point(null);
    if (weight !== null) actions.pointAtWeight(null);
    weight = null;
  });
  canvas.addEventListener("keydown", (event) => {
    if (grid === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const pinned = actions.pinned();
    const before = pinned ?? at;
    const next = moved(before, event.key, grid, count);
    if (event.key === "Enter" || event.key === " ") actions.pin(at);
    else if (next === null) return;
    else if (event.shiftKey && grid.kernels && /^Arrow/.test(event.key)) {
      weight = weightBeside(grid.kernels, weight, event.key);
      const { channel } = positionIn(grid, before);
      actions.pointAtWeight({ channel, ...weight });
    } else {
      if (weight !== null) actions.pointAtWeight(null);
      weight = null;
      at = next;
      const page = pageWith(grid, at);
      if (page !== grid.page) actions.turnTo(page);
      if (pinned !== null) actions.pin(at);
      actions.point(at);
    }
    event.preventDefault();
    event.stopPropagation();
  });

  const fit = (next: Grid) => {
    grid = next;
    canvas.width = Math.round(next.width * devicePixelRatio);
    canvas.height = Math.round(next.height * devicePixelRatio);
    canvas.style.width = `${next.width}px`;
    canvas.style.height = `${next.height}px`;
    source.width = next.columns;
    source.height = next.rows * planes(layer.shape).channels;
    pixels = sourceContext?.createImageData(source.width, source.height) ?? null;
    words = pixels === null ? words : new Uint32Array(pixels.data.buffer);
    framedIn = null;
  };

  const paint = (
    tensor: Tensor | null,
    scale: Scale,
    _guess: number | null,
    peakShown: number | null,
  ) => {
    if (context === null || sourceContext === null || grid === null || pixels === null) return;
    if (tensor === null) words.fill(colourOfZero(scale));
    else colourTensor(words, tensor, scale, peakShown, grid.rows * grid.columns);
    words.fill(0, count); // a strip's last row may not be full
    sourceContext.putImageData(pixels, 0, 0);
    if (framedIn !== scale) paintFrames(context, grid, canvas);
    framedIn = scale;
    paintMaps(context, source, grid);
    // Not while the pen moves: nobody hears it, and it costs as much as the painting.
    if (tensor?.values instanceof Uint8Array) return;
    canvas.setAttribute("aria-label", inWords(layer, tensor, covered));
  };
  const cover = (on: boolean) => {
    covered = on;
  };

  const paintKernels = (weights: Float32Array | null, scale: Scale) => {
    const kernels = grid?.kernels;
    if (context === null || !grid || !kernels || weights === null) return;
    const most = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    const size = kernels.rows * kernels.columns;
    for (let channel = grid.first; channel < grid.first + grid.channels; channel++) {
      for (let input = 0; input < kernels.count; input++) {
        const { x, y } = kernelCorner(grid, kernels, channel, input);
        const from = (channel * kernels.count + input) * size;
        for (let i = 0; i < size; i++) {
          context.fillStyle = colourOf(weights[from + i] ?? 0, most, scale);
          const { row, column } = positionIn(kernels, i);
          context.fillRect(
            x + column * kernels.cell,
            y + row * kernels.cell,
            kernels.cell,
            kernels.cell,
          );
        }
      }
    }
  };
  return { element: canvas, fit, paint, cover, paintKernels };
}

/** The cell that an arrow key goes to: within its map, or by Page Up and Page Down in the next map. */
function moved(at: number, key: string, grid: Grid, count: number): number | null {
  const area = grid.rows * grid.columns;
  const { row, column } = positionIn(grid, at);
  let next = at;
  if (key === "ArrowLeft") next = column > 0 ? at - 1 : at;
  else if (key === "ArrowRight") next = column < grid.columns - 1 ? at + 1 : at;
  else if (key === "ArrowUp") next = row > 0 ? at - grid.columns : at;
  else if (key === "ArrowDown") next = row < grid.rows - 1 ? at + grid.columns : at;
  else if (key === "PageDown") next = at + area;
  else if (key === "PageUp") next = at - area;
  else return null;
  return next >= 0 && next < count ? next : at;
}

/** The page of maps that a cell is on. */
function pageWith(grid: Grid, at: number): number {
  const { page, pages, first, channels } = grid;
  if (pages === 1) return page;
  const { channel } = positionIn(grid, at);
  const most = page > 0 ? first / page : channels;
  return Math.floor(channel / most);
}

/** A line around each map: it stays while the values change. */
function paintFrames(
  context: CanvasRenderingContext2D,
  grid: Grid,
  canvas: HTMLCanvasElement,
): void {
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.strokeStyle = getComputedStyle(canvas).color;
  for (let channel = grid.first; channel < grid.first + grid.channels; channel++) {
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
  for (let channel = grid.first; channel < grid.first + grid.channels; channel++) {
    const { x, y } = mapCorner(grid, channel);
    context.drawImage(source, 0, channel * rows, columns, rows, x, y, width, height);
  }
}

/** The classes by name, each with its value as a colour and as a number. */
export function makeUnits(
  layer: Layer,
  classes: readonly string[],
  actions: CellActions,
): LayerPicture {
  const rows = classes.map((name, index) => {
    const swatch = make("span", { class: "swatch" });
    const value = make("span", { class: "value" });
    const bar = make("span", { class: "amount", "aria-hidden": "true" });
    const button = make("button", { type: "button" }, [
      swatch,
      make("span", { class: "name", text: name }),
      value,
      bar,
    ]);
    const row = make("li", {}, [button]);
    for (const enter of ["pointerenter", "focus"])
      button.addEventListener(enter, () => actions.point(index));
    for (const leave of ["pointerleave", "blur"])
      button.addEventListener(leave, () => actions.point(null));
    button.addEventListener("click", () => actions.pin(index));
    return { row, swatch, value, bar };
  });
  const label = phrase("stage.units.label", { layer: layer.title });
  const list = make("ol", { class: "units", "aria-label": label });
  let covered = false;
  list.append(...rows.map(({ row }) => row));

  const fit = (grid: Grid) => {
    list.style.width = `${grid.width}px`;
    list.style.height = `${grid.height}px`;
  };
  const paint = (
    tensor: Tensor | null,
    scale: Scale,
    firstGuess: number | null,
    peakShown: number | null,
  ) => {
    const most = tensor === null ? 0 : (peakShown ?? peak(tensor));
    for (const [index, { row, swatch, value, bar }] of rows.entries()) {
      const logit = tensor === null ? undefined : valueAt(tensor, index);
      const colour = colourOf(logit ?? 0, most, scale);
      swatch.style.backgroundColor = colour;
      bar.style.backgroundColor = colour;
      bar.style.transform = `scaleX(${most > 0 ? Math.abs(logit ?? 0) / most : 0})`;
      say(value, logit === undefined ? "" : inRow(logit));
      row.classList.toggle("first", tensor !== null && index === firstGuess);
    }
    if (tensor?.values instanceof Uint8Array) return; // as for maps: not while the pen moves
    list.setAttribute("aria-label", `${label}, ${said(tensor)}`);
  };
  const said = (tensor: Tensor | null) => {
    if (covered) return phrase("cover.note");
    if (tensor === null) return phrase("summary.nothing");
    return classesInWords(
      classes,
      classes.map((_, index) => valueAt(tensor, index) ?? 0),
    );
  };
  const cover = (on: boolean) => {
    covered = on;
  };
  return { element: list, fit, paint, cover, paintKernels: () => {} };
}

/** A class's value where there is room for five characters. */
function inRow(logit: number): string {
  return Math.abs(logit) < 0.01 ? decimals(logit, 2) : number(logit);
}

function inWords(layer: Layer, tensor: Tensor | null, covered: boolean): string {
  const shape = `${layer.title}, ${shapeInWords(layer).join(" ")}`;
  if (covered) return `${shape}, ${phrase("cover.note")}`;
  if (tensor === null) return `${shape}, ${phrase("summary.nothing")}`;
  const at = (index: number) => valueAt(tensor, index) ?? 0;
  return `${shape}: ${summaryOf({ ...planes(tensor.shape), at })}`;
}
