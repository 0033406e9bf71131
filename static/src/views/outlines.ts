import type { Dispose } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { linksTo, type Moment, momentOf, onPage, pathFrom, shownCell } from "../inspection.ts";
import { firstOfGroup } from "../math/graph.ts";
import type { Placed } from "../math/layout.ts";
import { type Rectangle, rectanglesOf } from "../math/outlines.ts";
import { type Box, fieldOf, seersOf } from "../math/receptive-field.ts";
import { connectionsOf, type Network } from "../network.ts";
import { type Cell, IMAGE_SIDE, type Store } from "../store.ts";
import { planes } from "../tensor.ts";

/** Shares smaller than this part of the largest are not drawn: they would be a fog. */
const FAINTEST = 0.02;

/**
 * Over the maps: the selected cell, what it can see in every earlier layer and on the drawing, and lines from what feeds
 * it, coloured by the sign of the weight and as wide as the share of the sum.
 */
export function mountOutlines(
  canvas: HTMLCanvasElement,
  onPad: HTMLElement,
  store: Store,
): Dispose {
  const context = canvas.getContext("2d");
  const paint = () => {
    if (context === null) return;
    const stage = canvas.parentElement ?? canvas;
    const ratio = devicePixelRatio;
    const [width, height] = [stage.clientWidth, stage.clientHeight];
    const size = [Math.round(width * ratio), Math.round(height * ratio)] as const;
    if (canvas.width !== size[0]) canvas.width = size[0];
    if (canvas.height !== size[1]) canvas.height = size[1];
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    onPad.hidden = true;
    const network = store.network.peek();
    if (network === null) return;
    const pen = new Pen(context, store, network, getComputedStyle(canvas));
    for (const [from, to] of connectionsOf(network)) pen.connect(from, to);
    const selected = store.selected.peek();
    if (selected !== null) paintSelected(pen, selected, onPad);
    const pointed = store.cell.peek();
    if (store.pinned.peek() !== null && pointed !== null) pen.outline(pointed, "--quiet", 1);
    paintKernelCell(pen);
  };
  return paintOnChange(
    () => [
      store.selected.value,
      store.cell.value,
      store.kernelCell.value,
      store.placed.value,
      store.path.value,
      store.theme.value,
      store.palette.value,
      store.selected.value && [store.reading.value, store.weights.value],
    ],
    paint,
  );
}

function paintSelected(pen: Pen, selected: Cell, onPad: HTMLElement): void {
  const { network, store } = pen;
  const cell = shownCell(network, selected);
  if (network.layer.get(selected.layer)?.kind === "input") {
    for (const [operation, box] of seersOf(network.graph, cell.operation, cell.index)) {
      pen.box(operation, box, "--source", true);
    }
  }
  const field = fieldOf(network.graph, cell.operation, cell.index);
  for (const [operation, box] of field) {
    if (operation !== cell.operation) pen.box(operation, box, "--source", false);
  }
  const moment = momentOf(store);
  if (moment !== null && !store.isCovered(selected.layer)) {
    paintLines(pen, moment, selected);
    if (store.path.peek()) paintPath(pen, moment, selected);
  }
  pen.outline(selected, "--accent", 2);
  const [image] = network.operations;
  placeOnPad(onPad, store, image === undefined ? undefined : field.get(image.name));
}

/** Lines from the cells that feed a cell, the important ones widest. */
function paintLines(pen: Pen, moment: Moment, selected: Cell): void {
  const to = pen.middle(selected);
  const links = linksTo(moment, shownCell(pen.network, selected));
  const largest = Math.max(...links.map(({ product }) => Math.abs(product)), 1e-12);
  if (to === null) return;
  for (const { operation, index, weight, product } of links) {
    const share = Math.abs(product) / largest;
    if (share < FAINTEST) continue;
    const from = pen.middle(onPage(pen.network, { operation, index }));
    if (from !== null) pen.line(from, to, weight < 0 ? "--negative" : "--positive", share);
  }
}

function paintPath(pen: Pen, moment: Moment, selected: Cell): void {
  const cells = pathFrom(moment, shownCell(pen.network, selected));
  const seen = cells.map((cell) => onPage(pen.network, cell));
  const points = seen.map((cell) => pen.middle(cell));
  for (const [i, cell] of seen.entries()) {
    const [from, to] = [points[i + 1], points[i]];
    if (from && to) pen.line(from, to, "--accent", 1);
    pen.outline(cell, "--accent", 1.5);
  }
}

/** A weight under the pointer: on the maps before, what it multiplies. */
function paintKernelCell(pen: Pen): void {
  const { network, store } = pen;
  const kernel = store.kernelCell.peek();
  const layer = kernel === null ? undefined : network.layer.get(kernel.layer);
  const operation = layer?.operations
    .map((name) => network.graph.byName.get(name))
    .find((each) => each?.kind === "convolution");
  const [input] = operation?.inputs ?? [];
  if (kernel === null || !operation || input === undefined) return;
  const pinned = store.pinned.peek();
  const [, rows = 1, columns = 1] = operation.output_shape;
  const own = pinned?.layer === kernel.layer ? pinned.index % (rows * columns) : null;
  const [stride = 1, strideAcross = 1] = operation.stride ?? [];
  const [padding = 0, paddingAcross = 0] = operation.padding ?? [];
  const [row, column] = [
    Math.floor(kernel.at / (operation.kernel_size?.[1] ?? 1)) - padding,
    (kernel.at % (operation.kernel_size?.[1] ?? 1)) - paddingAcross,
  ];
  const [, high = 1, wide = 1] = network.graph.byName.get(input)?.output_shape ?? [];
  const first = own === null ? [0, 0] : [Math.floor(own / columns), own % columns];
  const last = own === null ? [rows - 1, columns - 1] : first;
  const range = (from: number, to: number, end: number): [number, number] => [
    Math.max(0, from),
    Math.min(end - 1, to),
  ];
  const down = range(row + (first[0] ?? 0) * stride, row + (last[0] ?? 0) * stride, high);
  const across = range(
    column + (first[1] ?? 0) * strideAcross,
    column + (last[1] ?? 0) * strideAcross,
    wide,
  );
  if (down[0] > down[1] || across[0] > across[1]) return; // it multiplies padding only
  const map = firstOfGroup(network.graph, operation.name, kernel.channel) + kernel.input;
  const box = { channels: [map, map] as const, rows: down, columns: across };
  pen.box(input, box, "--kernel", false);
}

/** The patch of the image, outlined on the pad itself. */
function placeOnPad(onPad: HTMLElement, store: Store, box: Box | undefined): void {
  const place = store.reading.peek()?.place ?? null;
  if (place === null || box === undefined || store.pixels.peek() !== null) return;
  const [left, top, side] = place;
  /** Where the edges before these pixels and after them lie on the pad, in parts of it; the image may be larger than the pad. */
  const along = (origin: number, [first, last]: readonly [number, number]) =>
    [first, last + 1].map((pixel) =>
      Math.max(0, Math.min(1, origin + (side * pixel) / IMAGE_SIDE)),
    ) as [number, number];
  const [west, east] = along(left, box.columns);
  const [north, south] = along(top, box.rows);
  onPad.hidden = false;
  onPad.style.left = `${100 * west}%`;
  onPad.style.top = `${100 * north}%`;
  onPad.style.width = `${100 * (east - west)}%`;
  onPad.style.height = `${100 * (south - north)}%`;
}

const rightOf = ({ hidden, x, width, left, grid }: Placed) =>
  hidden ? x + width : left + grid.width;
const leftOf = ({ hidden, x, left }: Placed) => (hidden ? x : left);
const lowestOf = ({ hidden, top, grid }: Placed) => (hidden ? 0 : top + grid.height);

/** Draws in the stage's own CSS pixels, where the layers lie now. */
class Pen {
  readonly network: Network;
  readonly store: Store;
  readonly #context: CanvasRenderingContext2D;
  readonly #style: CSSStyleDeclaration;

  constructor(
    context: CanvasRenderingContext2D,
    store: Store,
    network: Network,
    style: CSSStyleDeclaration,
  ) {
    this.#context = context;
    this.#style = style;
    this.store = store;
    this.network = network;
  }

  /** The box of an operation's cells, if that operation is what its layer shows. */
  box(operation: string, box: Box, colour: string, filled: boolean): void {
    const layer = this.network.layers.find(({ shown }) => shown === operation);
    if (layer === undefined) return;
    this.#context.strokeStyle = this.#colour(colour);
    this.#context.fillStyle = this.#colour(colour);
    this.#context.lineWidth = 1.5;
    for (const { x, y, width, height } of this.#rectangles(layer.name, box)) {
      this.#context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
      if (!filled) continue;
      this.#context.globalAlpha = 0.22;
      this.#context.fillRect(x, y, width, height);
      this.#context.globalAlpha = 1;
    }
  }

  outline(cell: Cell, colour: string, width: number): void {
    const [at] = this.#rectangles(cell.layer, this.#boxOf(cell));
    if (at === undefined) return;
    this.#context.strokeStyle = this.#colour(colour);
    this.#context.lineWidth = width;
    this.#context.strokeRect(at.x - 1, at.y - 1, at.width + 2, at.height + 2);
  }

  /** The middle of a cell; null while its layer is hidden. */
  middle(cell: Cell): { x: number; y: number } | null {
    const [at] = this.#rectangles(cell.layer, this.#boxOf(cell));
    if (at === undefined) return null;
    const named = this.network.layer.get(cell.layer)?.kind === "output";
    return { x: at.x + (named && !this.#down ? 0 : at.width / 2), y: at.y + at.height / 2 };
  }

  /** A curve along the flow; `share` 0..1 is its width and how much it stands out. */
  line(
    from: { x: number; y: number },
    to: { x: number; y: number },
    colour: string,
    share: number,
  ): void {
    const context = this.#context;
    const [dx, dy] = this.#down ? [0, (to.y - from.y) / 2] : [(to.x - from.x) / 2, 0];
    context.strokeStyle = this.#colour(colour);
    context.globalAlpha = 0.15 + 0.75 * share;
    context.lineWidth = 0.4 + 2.6 * share;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.bezierCurveTo(from.x + dx, from.y + dy, to.x - dx, to.y - dy, to.x, to.y);
    context.stroke();
    context.globalAlpha = 1;
  }

  /** A line from layer to layer: straight on to the next column, below the maps past others; on phones beside them. */
  connect(from: string, to: string): void {
    const all = this.store.placed.peek();
    const [one, other] = [from, to].map((name) => all.find((placed) => placed.name === name));
    if (one === undefined || other === undefined) return;
    const context = this.#context;
    context.strokeStyle = this.#colour("--quiet");
    context.lineWidth = 1.5;
    context.beginPath();
    const middle = (placed: Placed) =>
      placed.hidden ? placed.y + placed.height / 2 : placed.top + placed.grid.height / 2;
    if (this.#down) {
      const x = Math.max(one.left + one.grid.width, other.left + other.grid.width) + 26;
      const [start, end] = [middle(one), middle(other)];
      context.moveTo(one.left + one.grid.width + 2, start);
      context.bezierCurveTo(x, start, x, end, other.left + other.grid.width + 2, end);
    } else {
      const [start, end] = [rightOf(one), leftOf(other)];
      const between = all.filter(
        ({ x, width }) => x >= one.x + one.width && x + width <= other.x && width > 0,
      );
      const [top, bottom] = [middle(one), middle(other)];
      context.moveTo(start + 3, top);
      if (between.length === 0) {
        const half = (end - start) / 2;
        context.bezierCurveTo(start + half, top, end - half, bottom, end - 3, bottom);
      } else {
        const lowest = Math.max(...between.map(lowestOf), lowestOf(one), lowestOf(other)) + 12;
        const [left, right] = [one.x + one.width, other.x];
        context.bezierCurveTo(left + 8, top, left - 8, lowest, left + 14, lowest);
        context.lineTo(right - 14, lowest);
        context.bezierCurveTo(right + 8, lowest, right - 8, bottom, end - 3, bottom);
      }
      context.moveTo(end - 8, bottom - 4);
      context.lineTo(end - 3, bottom);
      context.lineTo(end - 8, bottom + 4);
    }
    context.stroke();
  }

  get #down(): boolean {
    return this.store.placed.peek().every(({ left }, _, all) => left === all[0]?.left);
  }

  #colour(name: string): string {
    return this.#style.getPropertyValue(name);
  }

  #rectangles(layer: string, box: Box): Rectangle[] {
    const placed = this.store.placed.peek().find(({ name }) => name === layer);
    if (placed === undefined || placed.hidden) return [];
    return rectanglesOf(placed, box, devicePixelRatio);
  }

  #boxOf({ layer, index }: Cell): Box {
    const shape = this.network.layer.get(layer)?.shape ?? [];
    if (shape.length < 3) return { channels: [index, index], rows: [0, 0], columns: [0, 0] };
    const { rows, columns } = planes(shape);
    const [channel, row, column] = [
      Math.floor(index / (rows * columns)),
      Math.floor(index / columns) % rows,
      index % columns,
    ];
    return { channels: [channel, channel], rows: [row, row], columns: [column, column] };
  }
}
