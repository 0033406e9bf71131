/** How large the gradient of each layer is at a moment of a film, compared with the start: where it vanishes, early layers do not learn. */
import { scaleLinear, scaleLog } from "d3-scale";
import { make } from "../dom/element.ts";
import { makeSvg } from "../dom/svg.ts";
import { significant } from "../math/numbers.ts";
import type { FilmDetail } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";

export type Gradients = FilmDetail["gradients"];

const [WIDTH, HEIGHT, LEFT, TOP, BOTTOM] = [260, 96, 40, 8, 20];

/** How many times the first layer's gradient is smaller than the last one's, below 1: larger; null where one is none. */
export function timesSmaller(gradients: Gradients, at: number): number | null {
  const sizes = Object.values(gradients).map((each) => each[at] ?? 0);
  const [first, last] = [sizes[0] ?? 0, sizes.at(-1) ?? 0];
  return sizes.length > 1 && first > 0 && last > 0 ? last / first : null;
}

/** In words; `titleOf` names the layer of an operation. */
export function gradientsInWords(
  gradients: Gradients,
  at: number,
  titleOf: (operation: string) => string,
): string {
  const names = Object.keys(gradients);
  const times = timesSmaller(gradients, at);
  const ends = [names[0] ?? "", names.at(-1) ?? ""];
  const [first = "", last = ""] = ends.map(titleOf);
  if (times === null) {
    const [layer = "", ...others] = ends.filter((name) => !gradients[name]?.[at]).map(titleOf);
    return others.length === 0
      ? phrase("epochs.gradients.none.one", { layer })
      : phrase("epochs.gradients.none", { first, last });
  }
  if (rounded(Math.max(times, 1 / times)) === 1)
    return phrase("epochs.gradients.alike", { first, last });
  return times >= 1
    ? phrase("epochs.gradients.smaller", { first, last, times: rounded(times) })
    : phrase("epochs.gradients.larger", { first, last, times: rounded(1 / times) });
}

/** Two digits say enough. */
const rounded = (times: number) => significant(times, 2);

/** The layers' gradients from the first layer (left) to the last, on a logarithmic scale: at the start, and at the moment. */
export function gradientsFigure(gradients: Gradients, at: number, sentence: string): SVGElement {
  const layers = Object.values(gradients);
  const sizes = layers.flat().filter((size): size is number => size !== null && size > 0);
  if (sizes.length === 0) sizes.push(1); // all are zero: an empty figure
  const x = scaleLinear([0, Math.max(1, layers.length - 1)], [LEFT, WIDTH - 6]);
  const y = scaleLog([Math.min(...sizes), Math.max(...sizes)], [HEIGHT - BOTTOM, TOP]).nice();
  const line = (kind: string, moment: number) => {
    const points = layers.flatMap((layer, place) => {
      const size = layer[moment] ?? 0;
      return size > 0 ? [`${x(place)} ${y(size)}`] : [];
    });
    return makeSvg("path", { class: kind, d: points.length > 0 ? `M${points.join("L")}` : "" });
  };
  const [least = 1, most = 1] = y.domain();
  const ticks = [least, most].map((size) =>
    letters(LEFT - 4, y(size) + 4, `10${superscript(Math.round(Math.log10(size)))}`, "end"),
  );
  const ends = [
    letters(LEFT, HEIGHT - 4, phrase("epochs.gradients.first"), "start"),
    letters(WIDTH - 6, HEIGHT - 4, phrase("epochs.gradients.last"), "end"),
  ];
  return makeSvg(
    "svg",
    { class: "gradients", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": sentence },
    [line("begun", 0), line("now", at), ...ticks, ...ends],
  );
}

function letters(x: number, y: number, text: string, anchor: string): SVGElement {
  const element = makeSvg("text", { x, y, "text-anchor": anchor });
  element.append(text);
  return element;
}

const DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const superscript = (power: number) =>
  String(power).replace(/[-0-9]/g, (sign) => (sign === "-" ? "⁻" : (DIGITS[Number(sign)] ?? "")));

/** Hidden for a film without gradients. */
export function partOfGradients(): {
  readonly root: HTMLElement;
  show(film: FilmDetail, at: number, titleOf: (operation: string) => string): void;
} {
  const says = make("p", { class: "note" });
  const figure = make("div");
  const root = make("section", {}, [
    make("h3", { text: phrase("epochs.gradients") }),
    figure,
    says,
  ]);
  return {
    root,
    show(film, at, titleOf) {
      root.hidden = Object.keys(film.gradients).length < 2;
      if (root.hidden) return;
      const sentence = gradientsInWords(film.gradients, at, titleOf);
      figure.replaceChildren(gradientsFigure(film.gradients, at, sentence));
      says.textContent = sentence;
    },
  };
}
