/** A plot of agreement after Bland and Altman: by how much two measurements differ, over their mean. */
import { make } from "../dom/element.ts";
import { makeSvg } from "../dom/svg.ts";
import { decimals, number } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { withUnit } from "./said.ts";

/** What is true, and what was said. */
export type Pair = readonly [true_: number, said: number];

export interface Plotted {
  readonly icc: number;
  readonly bias: number;
  /** Between them lie 95 % of the differences; of the values. */
  readonly limits: readonly [number, number];
  readonly range: readonly [number, number];
  /** Of how many drawings that is; some of them are points. */
  readonly count: number;
  readonly points: readonly Pair[];
}

/** Of the picture, in its own units: text is as large as elsewhere where a unit is a pixel. */
const WIDTH = 312;
const HEIGHT = 190;
const LEFT = 34;
const BOTTOM = 20;
const RIGHT = 6;
const TOP = 8;

/** Mean and difference of a pair. */
export function placeOf([given, said]: Pair): readonly [number, number] {
  return [(given + said) / 2, said - given];
}

/** `here`: this drawing's pair. */
export function agreementPlot(plotted: Plotted, here: Pair | null, unit: string): HTMLElement[] {
  const { bias, limits, points } = plotted;
  const places = points.map(placeOf);
  const own = here === null ? [] : [placeOf(here)];
  const [x, y] = scalesOf([...places, ...own, [places[0]?.[0] ?? 0, 0]], limits);
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
      ...own.map(([at, by]) =>
        makeSvg("circle", { class: "here", cx: x.to(at), cy: y.to(by), r: 5 }),
      ),
    ],
  );
  const note = make("figcaption", { class: "note", text: inWords(plotted, here, unit) });
  return [make("p", { class: "axis note", text: phrase("heads.plot.y") }), as(picture), note];
}

const as = (picture: SVGElement) => picture as unknown as HTMLElement;

interface Scale {
  readonly low: number;
  readonly high: number;
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

function scale(low: number, high: number, from: number, until: number): Scale {
  const width = high - low || 1;
  return { low, high, to: (value) => from + ((value - low) / width) * (until - from) };
}

/** The ends of both axes; the vertical one goes as far up as down. */
function axes(x: Scale, y: Scale): SVGElement[] {
  const text = (at: readonly [number, number], value: number, anchor: string) => {
    const [cx, cy] = at;
    const label = makeSvg("text", { x: cx, y: cy, "text-anchor": anchor });
    label.textContent = number(value);
    return label;
  };
  return [
    makeSvg("line", { class: "axis", x1: LEFT, x2: LEFT, y1: TOP, y2: HEIGHT - BOTTOM }),
    text([LEFT - 4, y.to(y.high) + 8], y.high, "end"),
    text([LEFT - 4, y.to(0) + 4], 0, "end"),
    text([LEFT - 4, y.to(y.low)], y.low, "end"),
    text([LEFT, HEIGHT - 4], x.low, "start"),
    text([WIDTH - RIGHT, HEIGHT - 4], x.high, "end"),
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
  const within = by >= limits[0] && by <= limits[1];
  const own = phrase(within ? "heads.plot.within" : "heads.plot.outside", { by: shown(by) });
  return `${all} ${own}`;
}
