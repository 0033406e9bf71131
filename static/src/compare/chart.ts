/** Gradients of both networks before the first step of training: a line each over the same columns, the scale logarithmic. */
import { listen } from "../events/listen.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase, written } from "../words/phrases.ts";
import { BOTH, type Sides, type Which } from "./side.ts";

/** Of each column a value for each network; null where none is known. */
export type Points = Readonly<Record<Which, readonly (number | null)[]>>;

const SVG = "http://www.w3.org/2000/svg";

/** Powers of ten that all values lie between; null where there is no value to show. */
export function decadesOf(points: Points): readonly [number, number] | null {
  const logs = BOTH.flatMap((which) => points[which])
    .filter((value) => value !== null && value > 0)
    .map((value) => Math.log10(value as number));
  if (logs.length === 0) return null;
  const [low, high] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
  return [low, Math.max(high, low + 1)];
}

export class Chart {
  readonly element: SVGSVGElement;
  readonly stop: Dispose;
  readonly #points: Points;
  readonly #sides: Sides;
  #edges: readonly number[] = [];
  #size = { width: 0, height: 0 };

  constructor(points: Points, sides: Sides, choose: (at: number) => void) {
    this.#points = points;
    this.#sides = sides;
    this.element = document.createElementNS(SVG, "svg");
    this.element.setAttribute("aria-hidden", "true"); // a table has the same
    this.stop = listen(this.element as unknown as HTMLElement, {
      click: ({ offsetX }) => {
        const at = this.#edges.findIndex((edge) => offsetX < edge) - 1;
        if (at >= 0) choose(at);
      },
    });
  }

  /** `edges`: where each column begins, and where the last one ends, in CSS pixels. */
  draw(edges: readonly number[], size: { width: number; height: number }, chosen: number): void {
    this.#edges = edges;
    this.#size = size;
    const decades = decadesOf(this.#points);
    this.element.setAttribute("width", String(size.width));
    this.element.setAttribute("height", String(size.height));
    this.element.replaceChildren();
    if (decades === null || size.height < 2 * PAD) return;
    this.element.append(
      ...this.#band(chosen),
      ...this.#grid(decades),
      ...this.#lines(decades, chosen),
    );
  }

  #y(value: number, [low, high]: readonly [number, number]): number {
    const part = (Math.log10(value) - low) / (high - low);
    return this.#size.height - PAD - part * (this.#size.height - 2 * PAD);
  }

  #x(at: number): number {
    return ((this.#edges[at] ?? 0) + (this.#edges[at + 1] ?? 0)) / 2;
  }

  #band(chosen: number): SVGElement[] {
    const [from, to] = [this.#edges[chosen], this.#edges[chosen + 1]];
    if (chosen < 0 || from === undefined || to === undefined) return [];
    const { height } = this.#size;
    return [shape("rect", { class: "band", x: from, y: 0, width: to - from, height })];
  }

  #grid(decades: readonly [number, number]): SVGElement[] {
    const [low, high] = decades;
    const end = this.#edges.at(-1) ?? 0;
    return Array.from({ length: high - low + 1 }, (_, i) => low + i).flatMap((power) => {
      const y = this.#y(10 ** power, decades);
      const name = text(`${end + 6}`, `${y + 4}`, "10");
      const raised = shape("tspan", { dy: -4 });
      raised.textContent = written(power);
      name.append(raised);
      return [
        shape("line", { class: "decade", x1: this.#edges[0] ?? 0, x2: end, y1: y, y2: y }),
        name,
      ];
    });
  }

  #lines(decades: readonly [number, number], chosen: number): SVGElement[] {
    const lines = BOTH.map((which) =>
      this.#points[which].flatMap((value, at) =>
        value !== null && value > 0 ? [{ at, x: this.#x(at), y: this.#y(value, decades) }] : [],
      ),
    );
    const starts = lines.map(([first]) => first?.y ?? null);
    return BOTH.flatMap((which, i) => {
      const there = lines[i] ?? [];
      const at = besideName(starts, i, this.#size.height);
      const [first] = there;
      if (first === undefined || at === null) return [];
      const points = there.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
      const name = text(`${first.x}`, `${at}`, this.#sides[which].title);
      name.setAttribute("class", "name");
      return [
        shape("polyline", { class: which, points }),
        ...there.map(({ at, x, y }) =>
          shape("circle", {
            class: which,
            cx: x,
            cy: y,
            r: 3,
            "data-chosen": String(at === chosen),
          }),
        ),
        name,
      ];
    });
  }
}

/** Distance of a name's baseline from its line's first point: above it, and below it. */
const [ABOVE, BELOW] = [9, 20];
/** The highest place of a baseline, in CSS pixels from the top: the name itself is above it. */
const HIGHEST = 11;

/** The height of a name's baseline; `starts`: where the lines begin. The upper line has its name above it, the lower one below, a single one where there is room. */
export function besideName(
  starts: readonly (number | null)[],
  which: number,
  height: number,
): number | null {
  const start = starts[which] ?? null;
  if (start === null) return null;
  const other = starts[1 - which] ?? null;
  const isBelow =
    other === null ? start > height / 2 : start > other || (start === other && which > 0);
  return isBelow ? Math.min(start + BELOW, height - 2) : Math.max(start - ABOVE, HIGHEST);
}

/** The margin above and below the lines, in CSS pixels. */
const PAD = 12;

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

function text(x: string, y: string, words: string): SVGElement {
  const made = shape("text", { x, y });
  made.textContent = words;
  return made;
}

/** What the chart shows, in words. */
export const chartTitle = () => phrase("compare.gradients");
