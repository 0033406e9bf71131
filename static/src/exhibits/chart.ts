/** Lines over a row of whole numbers, as a picture and as a table. */
import { scaleLinear } from "d3-scale";
import { make } from "../dom/element.ts";
import { makeSvg } from "../dom/svg.ts";
import { written } from "../words/phrases.ts";

export interface Line {
  /** The class that styles it. */
  readonly kind: string;
  readonly name: string;
  readonly values: readonly number[];
}

const [HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [220, 44, 26, 10, 12];
/** CSS pixels: the width of a picture whose width is not known yet. */
const WIDE = 560;

/** The scales: values from 0 to 1 upwards, whole numbers from left to right. */
export function scalesOf(along: readonly number[], width = WIDE) {
  const [first = 0, last = 1] = [along[0], along.at(-1)];
  return {
    x: scaleLinear([first, last], [LEFT, width - RIGHT]),
    y: scaleLinear([0, 1], [HEIGHT - BOTTOM, TOP]),
  };
}

/** Draws lines into a picture at its real width, so that its text is not scaled; `at` is the whole number that is marked. */
export function drawChart(
  svg: SVGSVGElement,
  along: readonly number[],
  lines: readonly Line[],
  at: number,
  write: (value: number) => string,
): void {
  const width = svg.clientWidth || WIDE;
  const { x, y } = scalesOf(along, width);
  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  const text = (left: number, top: number, words: string, anchor: string) => {
    const element = makeSvg("text", { x: left, y: top, "text-anchor": anchor });
    element.textContent = words;
    return element;
  };
  const grid = [0, 0.5, 1].flatMap((value) => [
    makeSvg("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
    text(LEFT - 6, y(value) + 4, write(value), "end"),
  ]);
  const feet = along.map((value) => text(x(value), HEIGHT - 6, written(value), "middle"));
  const mark = makeSvg("line", {
    class: "mark",
    x1: x(at),
    x2: x(at),
    y1: TOP,
    y2: HEIGHT - BOTTOM,
  });
  const paths = lines.map(({ kind, values }) => {
    const points = values.map((value, place) => `${x(along[place] ?? 0)} ${y(value)}`);
    return makeSvg("path", { class: `line-of ${kind}`, d: `M${points.join("L")}` });
  });
  const place = along.indexOf(at);
  const dots = lines.map(({ kind, values }) =>
    makeSvg("circle", { class: `dot-of ${kind}`, cx: x(at), cy: y(values[place] ?? 0), r: 3.5 }),
  );
  svg.replaceChildren(...grid, ...feet, mark, ...paths, ...dots);
}

/** The same numbers: a row for each line. */
export function tableOf(
  along: readonly number[],
  lines: readonly Line[],
  title: string,
  write: (value: number) => string,
): HTMLElement[] {
  const heads = along.map((value) => make("th", { scope: "col", text: written(value) }));
  const head = make("thead", {}, [
    make("tr", {}, [make("th", { scope: "row", text: title }), ...heads]),
  ]);
  const rows = lines.map(({ name, values }) =>
    make("tr", {}, [
      make("th", { scope: "row", text: name }),
      ...values.map((value) => make("td", { text: write(value) })),
    ]),
  );
  return [head, make("tbody", {}, rows)];
}
