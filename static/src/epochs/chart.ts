/** The curves of a run: each batch's loss as it was, the validation loss dashed, and the moment that is shown. */

import uPlot from "uplot";
import { listen } from "../events/listen.ts";
import type { Flag } from "./flags.ts";
import { lossInShort, powersBetween } from "./scale.ts";

export interface Chart {
  /** Marks the moment that is shown. */
  mark(moment: number): void;
  end(): void;
}

interface Shown {
  /** In CSS pixels. */
  readonly height: number;
  readonly steps: readonly number[];
  readonly losses: readonly (readonly [number, number | null])[];
  readonly validation: readonly (number | null)[];
  readonly flags: readonly Flag[];
  readonly logarithmic: boolean;
  readonly training: string;
  readonly held: string;
  write(value: number): string;
  goTo(moment: number): void;
}

/** Pixels of a host that is not laid out yet. */
const LEAST = 200;

export function drawChart(host: HTMLElement, shown: Shown): Chart {
  const look = lookOf(host);
  let marked = 0;
  const data = uPlot.join([columnsOf(shown.losses), [[...shown.steps], [...shown.validation]]]);
  const chart = new uPlot(
    {
      width: host.clientWidth || LEAST,
      height: shown.height,
      padding: [18, roomForLast(shown, look), 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false },
        y: shown.logarithmic ? { distr: 3 } : { range: (_u, _low, high) => [0, 1.15 * high] },
      },
      axes: axesOf(shown, look),
      series: seriesOf(look),
      hooks: { draw: [(u) => decorate(u, shown, marked, look)] },
    },
    data,
    host,
  );
  const follow = (event: PointerEvent) => {
    if (event.type === "pointermove" && event.buttons === 0) return;
    const step = chart.posToVal(event.offsetX, "x");
    const away = shown.steps.map((each) => Math.abs(each - step));
    shown.goTo(away.indexOf(Math.min(...away)));
  };
  const stopFollowing = listen(chart.over, { pointerdown: follow, pointermove: follow });
  return {
    mark: (moment) => {
      marked = moment;
      chart.redraw(false);
    },
    end: () => {
      stopFollowing();
      chart.destroy();
    },
  };
}

/** The page's colours by the names of their CSS variables, and its font for notes. */
interface Look {
  colour(name: string): string;
  readonly font: string;
  /** The font size in pixels. */
  readonly size: number;
  /** The width of a text in pixels. */
  widthOf(text: string): number;
}

function lookOf(host: HTMLElement): Look {
  const style = getComputedStyle(host);
  const font = `${style.fontSize} ${style.fontFamily}`;
  const context = document.createElement("canvas").getContext("2d");
  if (context !== null) context.font = font;
  const size = Number.parseFloat(style.fontSize) || 14;
  return {
    colour: (name) => style.getPropertyValue(name).trim(),
    font,
    size,
    widthOf: (text) => context?.measureText(text).width ?? text.length * size,
  };
}

function axesOf(shown: Shown, look: Look): uPlot.Axis[] {
  const { colour, font, size, widthOf } = look;
  const axis = { font, stroke: colour("--quiet"), grid: { stroke: colour("--rule"), width: 1 } };
  const losses: uPlot.Axis = {
    ...axis,
    size: (_u, texts) => BESIDE + Math.max(0, ...(texts ?? []).map(widthOf)),
    values: (_u, ticks) => ticks.map(lossInShort),
  };
  const powers: uPlot.Axis = {
    ...losses,
    splits: ({ height }, _axis, low, high) => powersBetween(low, high, height / (2.5 * size)),
    filter: (_u, ticks) => ticks,
  };
  return [
    { ...axis, values: (_u, ticks) => ticks.map(shown.write), ...STEPS, size: 14 + size },
    shown.logarithmic ? powers : losses,
  ];
}

/** Ticks are at whole steps, at least this many pixels apart. */
const STEPS = {
  space: 56,
  incrs: [1, 2, 5]
    .flatMap((digit) => [0, 1, 2, 3, 4].map((power) => digit * 10 ** power))
    .sort((a, b) => a - b),
};

/** Pixels of a number's tick, and around the number. */
const BESIDE = 18;

/** The last number is centred under its tick, so that half of it lies to the right of the curves. */
function roomForLast({ steps, losses, write }: Shown, { size, widthOf }: Look): number {
  const last = Math.max(steps.at(-1) ?? 0, losses.at(-1)?.[0] ?? 0);
  return Math.max(0.75 * size, widthOf(write(last)) / 2 + 2);
}

function seriesOf({ colour }: Look): uPlot.Series[] {
  const [ink, accent] = [colour("--ink"), colour("--accent")];
  return [
    {},
    { stroke: ink, width: 0.75, spanGaps: true, points: { show: true, size: 2, fill: ink } },
    {
      stroke: accent,
      width: 1.5,
      dash: [5, 4],
      spanGaps: true,
      points: { show: true, size: 4, fill: accent },
    },
  ];
}

function columnsOf(losses: Shown["losses"]): [number[], (number | null)[]] {
  return [losses.map(([step]) => step), losses.map(([, loss]) => loss)];
}

/** The line of the moment, and each curve's name at its end. */
function decorate(u: uPlot, shown: Shown, marked: number, look: Look): void {
  const { colour, font, size } = look;
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio || 1;
  const x = u.valToPos(shown.steps[marked] ?? 0, "x", true);
  ctx.save();
  ctx.strokeStyle = colour("--accent");
  ctx.lineWidth = 1.5 * ratio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = font.replace(/^[\d.]+px/, (size) => `${Number.parseFloat(size) * ratio}px`);
  raiseFlags(u, shown.flags, look);
  ctx.textAlign = "right";
  const ends = [
    { text: shown.training, y: endOf(u, 1), colour: colour("--ink") },
    { text: shown.held, y: endOf(u, 2), colour: colour("--accent") },
  ].sort((a, b) => b.y - a.y);
  let last = Infinity;
  for (const { text, y, colour: fill } of ends) {
    // Above its line, and above the other name.
    const at = Math.min(y - 8 * ratio, last - (size + 2) * ratio);
    ctx.lineWidth = 4 * ratio;
    ctx.strokeStyle = colour("--paper");
    ctx.strokeText(text, bbox.left + bbox.width, at);
    ctx.fillStyle = fill;
    ctx.fillText(text, bbox.left + bbox.width, at);
    last = at;
  }
  ctx.restore();
}

/** A vertical line for each flag, and above it the flag's text, if no other text is there. */
function raiseFlags({ ctx, bbox, valToPos }: uPlot, flags: readonly Flag[], look: Look): void {
  const ratio = devicePixelRatio || 1;
  let free = bbox.left;
  ctx.textAlign = "left";
  ctx.lineWidth = ratio;
  ctx.strokeStyle = ctx.fillStyle = look.colour("--quiet");
  for (const { step, text } of [...flags].sort((one, other) => one.step - other.step)) {
    const x = valToPos(step, "x", true);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const wide = look.widthOf(text) * ratio;
    const left = Math.min(x, bbox.left + bbox.width - wide);
    if (left < free) continue;
    ctx.fillText(text, left, bbox.top - 4 * ratio);
    free = left + wide + 6 * ratio;
  }
}

/** Where a curve ends, from the top. */
function endOf(u: uPlot, series: number): number {
  const value = [...(u.data[series] ?? [])].findLast((each) => each != null);
  return u.valToPos(value ?? 0, "y", true);
}
