/** Precision over recall: what a threshold costs, measured on canvases of people kept aside, with a dot for the threshold that is set. */
import { make } from "../dom/element.ts";
import { makeSvg } from "../dom/svg.ts";
import { OVERLAP } from "../network/box-values.ts";
import { decimals, inPercent, percent } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";

/** The card's set of drawings by people whose writing was kept aside. */
const SET = "strokes-validation";

/** A threshold, which part of the boxes from it on is right, and which part of the digits they find. */
export type Measured = readonly [threshold: number, precision: number, recall: number];

export interface DetectionCard {
  readonly answers?: Readonly<Record<string, { readonly detection?: Record<string, Scores> }>>;
  readonly curves?: Readonly<Record<string, readonly Measured[]>>;
}

interface Scores {
  readonly count: number;
  readonly digits: number;
  readonly average_precision_50: number;
}

export interface Curve extends Scores {
  readonly rows: readonly Measured[];
}

/** The card's curve; null if it has none. */
export function curveOf(card: DetectionCard | null, name: string): Curve | null {
  const scores = card?.answers?.[name]?.detection?.[SET];
  const rows = card?.curves?.[SET] ?? [];
  return scores === undefined || rows.length === 0 ? null : { ...scores, rows };
}

/** The measured threshold that is nearest. */
export function nearest(rows: readonly Measured[], threshold: number): Measured | undefined {
  return [...rows].sort(
    ([one], [other]) => Math.abs(one - threshold) - Math.abs(other - threshold),
  )[0];
}

/** The picture's sizes in its own units; text has its usual size where a unit is one CSS pixel. */
const WIDTH = 312;
const HEIGHT = 180;
const LEFT = 44;
const BOTTOM = 22;
const RIGHT = 14;
const TOP = 10;

const x = (recall: number) => LEFT + recall * (WIDTH - RIGHT - LEFT);
const y = (precision: number) => HEIGHT - BOTTOM - precision * (HEIGHT - BOTTOM - TOP);

export function precisionPlot(curve: Curve, threshold: number, overlap: number): HTMLElement[] {
  const here = nearest(curve.rows, threshold);
  const words = inWords(curve, here, overlap);
  const points = curve.rows.map(([, precision, recall]) => `${x(recall)},${y(precision)}`);
  const dots = curve.rows.map(([, precision, recall]) =>
    makeSvg("circle", { cx: x(recall), cy: y(precision), r: 2 }),
  );
  const dotHere =
    here && makeSvg("circle", { class: "here", cx: x(here[2]), cy: y(here[1]), r: 5 });
  const picture = makeSvg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "font-size": 13, role: "img", "aria-label": words },
    [
      ...axes(),
      makeSvg("polyline", { class: "curve", points: points.join(" ") }),
      makeSvg("g", { class: "dots" }, dots),
      ...(dotHere ? [dotHere] : []),
    ],
  );
  return [
    make("p", { class: "axis note", text: phrase("precision.axes") }),
    picture as unknown as HTMLElement,
    make("figcaption", { class: "note", text: words }),
  ];
}

function axes(): SVGElement[] {
  const text = (at: readonly [number, number], part: number, anchor: string) => {
    const label = makeSvg("text", { x: at[0], y: at[1], "text-anchor": anchor });
    label.textContent = inPercent(written(100 * part));
    return label;
  };
  const line = (from: readonly [number, number], to: readonly [number, number]) =>
    makeSvg("line", { class: "axis", x1: from[0], y1: from[1], x2: to[0], y2: to[1] });
  return [
    line([LEFT, TOP], [LEFT, HEIGHT - BOTTOM]),
    line([LEFT, HEIGHT - BOTTOM], [WIDTH - RIGHT, HEIGHT - BOTTOM]),
    text([LEFT - 4, y(1) + 5], 1, "end"),
    text([LEFT - 4, y(0.5) + 5], 0.5, "end"),
    text([LEFT, HEIGHT - 6], 0, "middle"),
    text([x(0.5), HEIGHT - 6], 0.5, "middle"),
    text([WIDTH - 2, HEIGHT - 6], 1, "end"),
  ];
}

function inWords(curve: Curve, here: Measured | undefined, overlap: number): string {
  if (here === undefined) return "";
  const [threshold, precision, recall] = here;
  const limit = decimals(OVERLAP, 2);
  const sentence = phrase("precision.says", {
    threshold: decimals(threshold, 2),
    precision: percent(precision),
    recall: percent(recall),
    count: written(curve.count),
    digits: written(curve.digits),
    average: percent(curve.average_precision_50),
  });
  return overlap === OVERLAP ? sentence : `${sentence} ${phrase("precision.overlap", { limit })}`;
}
