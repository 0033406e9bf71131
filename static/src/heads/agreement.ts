/** A plot of agreement after Bland and Altman: by how much two measurements differ, over their mean. */
import { make } from "../dom/element.ts";
import { makeSvg } from "../dom/svg.ts";
import { decimals } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { withUnit } from "./answers.ts";

/** The true value, and the network's. */
export type Pair = readonly [true_: number, predicted: number];

export interface Plotted {
  readonly icc: number;
  readonly bias: number;
  /** `limits`: 95 % of the differences lie between them; `range`: of the values. */
  readonly limits: readonly [number, number];
  readonly range: readonly [number, number];
  /** How many drawings were measured; `points` has some of them. */
  readonly count: number;
  readonly points: readonly Pair[];
}

/** The picture's sizes in its own units; text has its usual size where a unit is one CSS pixel. */
const WIDTH = 312;
const HEIGHT = 190;
const LEFT = 38;
const BOTTOM = 20;
const RIGHT = 14;
const TOP = 8;
/** How long a tick is. */
const TICK = 3;

/** Mean and difference of a pair. */
export function placeOf([given, predicted]: Pair): readonly [number, number] {
  return [(given + predicted) / 2, predicted - given];
}

/** `here`: this drawing's pair. */
export function agreementPlot(plotted: Plotted, here: Pair | null, unit: string): HTMLElement[] {
  const { bias, limits, points } = plotted;
  const places = points.map(placeOf);
  const placesHere = here === null ? [] : [placeOf(here)];
  const [x, y] = scalesOf([...places, ...placesHere, [places[0]?.[0] ?? 0, 0]], limits);
  const dots = places.map(([at, by]) => makeSvg("circle", { cx: x.to(at), cy: y.to(by), r: 1.6 }));
  const line = (by: number, kind: string) =>
    makeSvg("line", { class: kind, x1: LEFT, x2: WIDTH - RIGHT, y1: y.to(by), y2: y.to(by) });
  const picture = makeSvg(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      "font-size": 13,
      role: "img",
      "aria-label": inWords(plotted, here, unit),
    },
    [
      ...axes(x, y),
      makeSvg("g", { class: "dots" }, dots),
      line(0, "zero"),
      line(bias, "bias"),
      ...limits.map((each) => line(each, "limit")),
      ...placesHere.map(([at, by]) =>
        makeSvg("circle", { class: "here", cx: x.to(at), cy: y.to(by), r: 5 }),
      ),
    ],
  );
  const note = make("figcaption", { class: "note", text: inWords(plotted, here, unit) });
  const of = unit === "" ? "" : ` (${unit})`;
  return [make("p", { class: "axis note", text: phrase("heads.plot.y") + of }), as(picture), note];
}

const as = (picture: SVGElement) => picture as unknown as HTMLElement;

interface Scale {
  /** Round numbers, the first and the last at its ends. */
  readonly ticks: readonly number[];
  /** Decimals that make the ticks' numbers differ. */
  readonly digits: number;
  to(value: number): number;
}

function scalesOf(
  places: readonly (readonly [number, number])[],
  limits: readonly [number, number],
): readonly [Scale, Scale] {
  const across = places.map(([at]) => at);
  const most = Math.max(...limits.map(Math.abs), ...places.map(([, by]) => Math.abs(by)));
  return [
    scale(Math.min(...across), Math.max(...across), LEFT + 4, WIDTH - RIGHT - 4),
    scale(-most, most, HEIGHT - BOTTOM, TOP),
  ];
}

/** Parts of an axis, at most. */
const PARTS = 6;
const STEPS = [1, 2, 5, 10];

function scale(least: number, most: number, from: number, until: number): Scale {
  const rough = (most - least || 1) / PARTS;
  const power = Math.floor(Math.log10(rough));
  const step = (STEPS.find((each) => each * 10 ** power >= rough) ?? 10) * 10 ** power;
  const [first, last] = [Math.floor(least / step), Math.ceil(most / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  const [low, width] = [first * step, (last - first) * step || step];
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return { ticks, digits, to: (value) => from + ((value - low) / width) * (until - from) };
}

/** Both axes with their ticks; the vertical one goes as far up as down. */
function axes(x: Scale, y: Scale): SVGElement[] {
  const foot = HEIGHT - BOTTOM;
  const line = (x1: number, y1: number, x2: number, y2: number) =>
    makeSvg("line", { class: "axis", x1, x2, y1, y2 });
  const text = (
    at: readonly [number, number],
    value: number,
    { digits }: Scale,
    anchor: string,
  ) => {
    const label = makeSvg("text", { x: at[0], y: at[1], "text-anchor": anchor });
    label.textContent = decimals(value, digits);
    return label;
  };
  return [
    line(LEFT, TOP, LEFT, foot),
    line(LEFT, foot, WIDTH - RIGHT, foot),
    ...y.ticks.flatMap((tick) => [
      line(LEFT - TICK, y.to(tick), LEFT, y.to(tick)),
      text([LEFT - 2 * TICK, y.to(tick) + 4], tick, y, "end"),
    ]),
    ...x.ticks.flatMap((tick) => [
      line(x.to(tick), foot, x.to(tick), foot + TICK),
      text([x.to(tick), HEIGHT - 2], tick, x, "middle"),
    ]),
  ];
}

function inWords(
  { icc, bias, limits, range, count, points }: Plotted,
  here: Pair | null,
  unit: string,
) {
  const shown = (value: number) => withUnit(decimals(value, unit === "" ? 2 : 1), unit);
  const all = phrase("heads.plot.says", {
    count,
    points: points.length,
    icc: decimals(icc, 3),
    low: shown(range[0]),
    high: shown(range[1]),
    bias: shown(bias),
    from: shown(limits[0]),
    until: shown(limits[1]),
  });
  if (here === null) return `${all} ${phrase("heads.plot.no-strokes")}`;
  const [, by] = placeOf(here);
  const [given] = here;
  if (given < range[0] || given > range[1]) {
    const beyond = phrase("heads.plot.beyond", { by: shown(by), value: shown(given) });
    return `${all} ${beyond}`;
  }
  const within = by >= limits[0] && by <= limits[1];
  const sentenceHere = phrase(within ? "heads.plot.within" : "heads.plot.outside", {
    by: shown(by),
  });
  return `${all} ${sentenceHere}`;
}
