import { effect } from "@preact/signals-core";
import { paintOnChange } from "../dom/frames.ts";
import { type Rectangle, rectanglesOf, tileOf } from "../layout/outlines.ts";
import { standBelow } from "../layout/placed.ts";
import { positionIn } from "../math/shape.ts";
import { planes } from "../math/tensor.ts";
import type { Box } from "../network/boxes.ts";
import { connectionsOf, cutIn } from "../network/branches.ts";
import type { Network } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import type { Highlights, KernelOf, Line } from "../state/highlights.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { watchSelection } from "../state/watching.ts";
import type { branchAt, connect, connectBeside } from "./connect.ts";
import { joinWindow } from "./through-kernel.ts";

/** CSS pixels around the stage that belong to the canvas: outlines of what lies at its edge. */
const EDGE = 4;

/** Widths in CSS pixels: around what a cell can see, around the window that makes it, and around the cell itself. */
const FIELD = 1;
const WINDOW = 1.75;
const RING = 2.5;
/** How lines run; loaded with the first line, as networks without branches do not need it. */
let ways: {
  connect: typeof connect;
  connectBeside: typeof connectBeside;
  branchAt: typeof branchAt;
} | null = null;

/** Loads the module for how lines run. */
export async function bringWays(): Promise<void> {
  ways = await import("./connect.ts");
}

/** Dashes and gaps of a line that is switched off. */
const CUT = [3, 5];

/**
 * Over the maps: the selected cell, what it can see in every earlier layer and on the drawing, and lines from what feeds
 * it, coloured by the sign of the weight and as wide as the share of the sum.
 */
export function mountOutlines(canvas: HTMLCanvasElement, onPad: HTMLElement, lab: Lab): Dispose {
  const context = canvas.getContext("2d");
  const paint = () => {
    if (context === null) return;
    const stage = canvas.parentElement ?? canvas;
    const ratio = devicePixelRatio;
    // The input may stand beside the stage.
    const left = EDGE - Math.min(0, ...lab.reader.placed.peek().map(({ x }) => Math.floor(x)));
    const [width, height] = [stage.clientWidth + left + EDGE, stage.clientHeight + 2 * EDGE];
    const size = [Math.round(width * ratio), Math.round(height * ratio)] as const;
    if (canvas.width !== size[0]) canvas.width = size[0];
    if (canvas.height !== size[1]) canvas.height = size[1];
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    canvas.style.transform = `translateX(${-left}px)`; // no shift of the layout, as another `left` would be
    context.setTransform(ratio, 0, 0, ratio, left * ratio, EDGE * ratio);
    context.clearRect(-left, -EDGE, width, height);
    onPad.hidden = true;
    const network = lab.reader.network.peek();
    if (network === null) return;
    const painter = new OutlinePainter(context, lab, network, getComputedStyle(canvas));
    if (ways === null && connectionsOf(network).length > 0) void bringWays().then(paint);
    const highlights = lab.selection.highlights.peek();
    paintConnections(painter, network, highlights);
    paintHighlights(painter, highlights);
    placeOnPad(onPad, lab, highlights.onImage);
  };
  const stopPainting = paintOnChange(() => {
    watchSelection(lab);
    lab.reader.placed.value;
    lab.look.theme.value;
    lab.look.palette.value;
    if (lab.selection.selected.value === null) return;
    lab.reader.reading.value;
    lab.reader.weights.value;
  }, paint);
  return endAll(
    stopPainting,
    effect(() => showFilmOnPad(onPad, lab)),
  );
}

/** What the film's window sees of the drawing, on the pad, while no cell is pointed at. */
function showFilmOnPad(onPad: HTMLElement, lab: Lab): void {
  const { forward, reader, selection } = lab;
  const [field, network] = [forward.madeField.value, reader.network.value];
  if (network === null || selection.selected.value !== null) return;
  onPad.hidden = true;
  placeOnPad(onPad, lab, field.get(network.operations[0]?.name ?? "") ?? null);
}

/** Lines from layer to layer; the branch of the cell that is pointed at stands out, and so do its maps among those that are joined. */
function paintConnections(painter: OutlinePainter, network: Network, of: Highlights): void {
  const [lines, cut, cell] = [connectionsOf(network), cutIn(network), of.pointed ?? of.selected];
  const at = cell && network.places ? ways?.branchAt(network, cell) : null;
  const isOnBranch = (name: string) => network.places?.get(name)?.branch?.row === at?.row;
  const marked = at ? lines.filter((ends) => ends.some(isOnBranch)) : [];
  const put = (pairs: typeof lines, colour: string) => {
    for (const [from, to] of pairs) painter.connect(from, to, cut.has([from, to].join()), colour);
  };
  put(lines, "--quiet");
  put(marked, "--accent");
  if (at?.joined) painter.box(at.joined.layer, at.joined.box, "--accent", 1.25);
}

function paintHighlights(painter: OutlinePainter, highlights: Highlights): void {
  const { selected, pointed, weighed } = highlights;
  const near = new Set(highlights.lines.map(({ from }) => from.layer));
  for (const { layer, box } of highlights.seers) painter.box(layer, box, "--source", FIELD, true);
  for (const { layer, box } of highlights.seen)
    painter.box(layer, box, "--source", near.has(layer) ? WINDOW : FIELD);
  if (!painter.sums(highlights)) for (const line of highlights.lines) paintLine(painter, line);
  paintPath(painter, highlights.path);
  if (selected !== null) painter.outline(selected, "--accent", RING);
  if (pointed !== null) painter.outline(pointed, "--quiet", 1);
  for (const kernel of highlights.kernels) painter.kernel(kernel);
  if (weighed !== null) painter.box(weighed.layer, weighed.box, "--kernel", WINDOW);
}

/** A line from a cell that feeds another, the wider the larger its share. */
function paintLine(painter: OutlinePainter, { from, to, share, negative }: Line): void {
  const [start, end] = [painter.middle(from), painter.middle(to)];
  if (start !== null && end !== null)
    painter.line(start, end, negative ? "--negative" : "--positive", share);
}

function paintPath(painter: OutlinePainter, path: readonly Cell[]): void {
  const points = path.map((cell) => painter.middle(cell));
  for (const [i, cell] of path.entries()) {
    const [from, to] = [points[i + 1], points[i]];
    if (from && to) painter.line(from, to, "--accent", 1);
    painter.outline(cell, "--accent", 1.5);
  }
}

/** The patch of the image, outlined on the pad itself. */
function placeOnPad(onPad: HTMLElement, lab: Lab, box: Box | null): void {
  const imageOnPad = lab.reader.reading.peek()?.imageOnPad ?? null;
  const across = lab.reader.network.peek()?.operations[0]?.output_shape.at(-1);
  if (imageOnPad === null || box === null || across === undefined || lab.ink.pixels.peek() !== null)
    return;
  const [left, top, side] = imageOnPad;
  /** Where the outer edges of the first and the last pixel lie on the pad, 0..1; the image may be larger than the pad. */
  const along = (origin: number, [first, last]: readonly [number, number]) =>
    [first, last + 1].map((pixel) =>
      Math.max(0, Math.min(1, origin + (side * pixel) / across)),
    ) as [number, number];
  // A cell that sees every pixel sees the whole pad: the edges of the image, drawn there, would be read as a limit.
  const isWhole = [box.columns, box.rows].every(
    ([first, last]) => first === 0 && last === across - 1,
  );
  const [west, east] = isWhole ? [0, 1] : along(left, box.columns);
  const [north, south] = isWhole ? [0, 1] : along(top, box.rows);
  if (west === east || north === south) return; // beside the pad
  onPad.hidden = false;
  onPad.style.borderRadius = isWhole ? "inherit" : "";
  onPad.style.left = `${100 * west}%`;
  onPad.style.top = `${100 * north}%`;
  onPad.style.width = `${100 * (east - west)}%`;
  onPad.style.height = `${100 * (south - north)}%`;
}

/** Draws in CSS pixels of the stage, where the layers lie now. */
class OutlinePainter {
  readonly network: Network;
  readonly lab: Lab;
  readonly #context: CanvasRenderingContext2D;
  readonly #style: CSSStyleDeclaration;

  constructor(
    context: CanvasRenderingContext2D,
    lab: Lab,
    network: Network,
    style: CSSStyleDeclaration,
  ) {
    this.#context = context;
    this.#style = style;
    this.lab = lab;
    this.network = network;
  }

  /** The outline of a layer's cells. */
  box(layer: string, box: Box, colour: string, width: number, filled = false): void {
    this.#context.strokeStyle = this.#colour(colour);
    this.#context.fillStyle = this.#colour(colour);
    this.#context.lineWidth = width;
    for (const { x, y, width, height } of this.#rectangles(layer, box)) {
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

  /** A frame around a kernel's tile, and a thin one around the map that the opened kernel makes. */
  kernel({ layer, channel, input, opened }: KernelOf): void {
    const placed = this.lab.reader.placed.peek().find(({ name }) => name === layer);
    const tile = placed && tileOf(placed, channel, input, devicePixelRatio);
    this.#context.strokeStyle = this.#colour("--accent");
    if (tile) this.#frame(tile, opened ? 1.75 : 1.25, 1.5);
    const { rows, columns } = planes(this.network.layer.get(layer)?.shape ?? []);
    const map: Box = {
      channels: [channel, channel],
      rows: [0, rows - 1],
      columns: [0, columns - 1],
    };
    if (!opened) return;
    for (const each of this.#rectangles(layer, map)) this.#frame(each, 1.25, 2);
  }

  #frame({ x, y, width, height }: Rectangle, line: number, out: number): void {
    this.#context.lineWidth = line;
    this.#context.strokeRect(x - out, y - out, width + 2 * out, height + 2 * out);
  }

  /** The middle of a cell; null while its layer is hidden. */
  middle(cell: Cell): { x: number; y: number } | null {
    const [at] = this.#rectangles(cell.layer, this.#boxOf(cell));
    if (at === undefined) return null;
    const named = this.network.names.has(cell.layer);
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

  /**
   * How a sum over windows is made: from its one window through the kernel, or from each map's window a line as wide as what
   * the map adds. False where the selected cell is made otherwise, or one of them is not on the stage.
   */
  sums({ selected, seen }: Highlights): boolean {
    const arithmetic = this.lab.selection.arithmetic.peek();
    if (selected === null || arithmetic?.form !== "channel-sums" || this.#down) return false;
    const { channels, input } = arithmetic;
    const [first] = channels;
    const [made] = this.#rectangles(selected.layer, this.#boxOf(selected));
    const before = this.network.layers.find(({ shown }) => shown === input.name);
    const patch = seen.find(({ layer }) => layer === before?.name);
    if (first === undefined || made === undefined || patch === undefined) return false;
    const windowOf = (channel: number) =>
      this.#rectangles(patch.layer, { ...patch.box, channels: [channel, channel] })[0];
    if (channels.length === 1) return this.#throughKernel(windowOf(first.channel), selected, made);
    const most = Math.max(...channels.map(({ sum }) => Math.abs(sum)), 1e-12);
    const to = { x: made.x, y: made.y + made.height / 2 };
    for (const { channel, sum } of channels) {
      const window = windowOf(channel);
      if (window === undefined) continue; // on another page
      const from = { x: window.x + window.width, y: window.y + window.height / 2 };
      this.line(from, to, sum < 0 ? "--negative" : "--positive", Math.abs(sum) / most);
    }
    return true;
  }

  #throughKernel(window: Rectangle | undefined, { layer, index }: Cell, made: Rectangle): boolean {
    const placed = this.lab.reader.placed.peek().find(({ name }) => name === layer);
    const { channel } = positionIn(planes(this.network.layer.get(layer)?.shape ?? []), index);
    const tile = placed ? tileOf(placed, channel, 0, devicePixelRatio) : null;
    if (window === undefined || tile === null) return false;
    this.#context.strokeStyle = this.#colour("--accent");
    joinWindow(this.#context, [window], tile, made);
    this.#frame(tile, WINDOW, 1.5);
    return true;
  }

  /** A line from layer to layer; dashed where it is switched off. */
  connect(from: string, to: string, isCut: boolean, colour: string): void {
    const all = this.lab.reader.placed.peek();
    const [one, other] = [from, to].map((name) => all.find((placed) => placed.name === name));
    if (one === undefined || other === undefined) return;
    if (one.part === "stub" || other.part === "stub") return;
    const context = this.#context;
    context.strokeStyle = this.#colour(colour);
    context.lineWidth = 1.5;
    context.setLineDash(isCut ? CUT : []);
    context.beginPath();
    if (this.#down) ways?.connectBeside(context, one, other);
    else {
      const { whole, places } = this.network;
      ways?.connect(context, { one, other, all, hasBlocks: whole !== undefined, places });
    }
    context.stroke();
    context.setLineDash([]);
  }

  get #down(): boolean {
    return standBelow(this.lab.reader.placed.peek());
  }

  #colour(name: string): string {
    return this.#style.getPropertyValue(name);
  }

  #rectangles(layer: string, box: Box): Rectangle[] {
    const placed = this.lab.reader.placed.peek().find(({ name }) => name === layer);
    if (placed === undefined || placed.hidden || placed.part === "stub") return [];
    return rectanglesOf(placed, box, devicePixelRatio);
  }

  #boxOf({ layer, index }: Cell): Box {
    const shape = this.network.layer.get(layer)?.shape ?? [];
    if (shape.length < 3) return { channels: [index, index], rows: [0, 0], columns: [0, 0] };
    const { channel, row, column } = positionIn(planes(shape), index);
    return { channels: [channel, channel], rows: [row, row], columns: [column, column] };
  }
}
