/** Draws a network's form. */
import type { Form } from "./form.ts";

const SVG = "http://www.w3.org/2000/svg";
/** The size of the picture, in its own units. */
const WIDTH = 128;
const HEIGHT = 48;
/** Room above the bars, for arcs. */
const ABOVE = 13;
const MOST_BAR = 4;
/** Many layers need not stand as far apart as few do. */
const MOST_PITCH = 24;
const FAN = [-0.8, -0.3, 0.3, 0.8];

export function pictureOf({ bars, arcs, fans }: Form): SVGElement {
  const pitch = Math.min(MOST_PITCH, (WIDTH - MOST_BAR) / Math.max(1, bars.length - 1));
  const width = Math.min(MOST_BAR, 0.55 * pitch);
  const middle = ABOVE + (HEIGHT - ABOVE) / 2;
  const across = (bar: number) => width / 2 + bar * pitch;
  const high = (bar: number) => (bars[bar]?.height ?? 0) * (HEIGHT - ABOVE);
  const picture = made("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" });
  const line = { d: `M0 ${middle}H${across(bars.length - 1)}`, class: "way" };
  picture.append(made("path", line));
  for (const [from, to] of fans)
    for (const bend of FAN) {
      const [start, end] = [across(from), across(to)];
      const d = `M${start} ${middle}Q${(start + end) / 2} ${middle + bend * 24} ${end} ${middle}`;
      picture.append(made("path", { d, class: "fan" }));
    }
  for (const [from, to] of arcs) {
    const [start, end] = [across(from), across(to)];
    const [left, right] = [middle - high(from) / 2, middle - high(to) / 2];
    const top = Math.min(left, right) - Math.min(ABOVE, 5 + (to - from));
    const d = `M${start} ${left}C${start} ${top} ${end} ${top} ${end} ${right}`;
    picture.append(made("path", { d, class: "arc" }));
  }
  for (const [i, { isInput }] of bars.entries()) {
    const height = high(i);
    const box = { x: across(i) - width / 2, y: middle - height / 2, width, height };
    picture.append(made("rect", { ...box, class: isInput ? "input" : "bar" }));
  }
  return picture;
}

function made(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, tag) as SVGElement;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
