/** What a kind of answer makes of a drawing, as a small picture and in a few words. */
import { make } from "../dom/element.ts";
import { makeSvg } from "../dom/svg.ts";
import type { Answer } from "../network/answers.ts";
import type { Prediction } from "../wire/messages.ts";
import { chance, decimals, percent } from "../words/numbers.ts";
import { course } from "../words/phrases.ts";
import { namedIn } from "../words/sums.ts";

type GivenAnswer = Prediction["answers"][number];
type Classes = Extract<GivenAnswer, { kind: "classes" }>;

/** More probable than not. */
const YES = 0.5;
/** Bars that are shown, and the picture's size. */
const BARS = 3;
const WIDTH = 128;
const HEIGHT = 64;
/** What names of bars take: a digit, and each letter of a longer one. */
const LEAST = 14;
const LETTER = 9;
/** Degrees up to which the needle goes. */
const STEEPEST = 60;

/** Null on a blank pad: nothing is said of it. */
export function pictureOf({ answers, image }: Prediction): Element | null {
  const [answer] = answers;
  if (answer === undefined) return null;
  if (answer.kind === "classes") return barsOf(answer);
  if (answer.kind === "numbers") return needleOf(answer.values[0]?.value ?? 0);
  if (answer.kind === "mask")
    return pixelsOf(answer.places.map((row) => row.map((each) => each === 1)));
  const kept = answer.boxes.filter(({ suppressed_by }) => suppressed_by === null);
  return make("div", { class: "boxed-image" }, [
    pixelsOf(image.map((row) => row.map((ink) => ink > YES))),
    asElement(
      makeSvg(
        "svg",
        { viewBox: "0 0 1 1" },
        kept.map(({ left, top, right, bottom }) =>
          makeSvg("rect", { x: left, y: top, width: right - left, height: bottom - top }),
        ),
      ),
    ),
  ]);
}

const asElement = (svg: SVGElement) => svg as unknown as HTMLElement;

/** The largest first: probabilities of labels, or the sums of finer ones. */
function chancesOf({ probabilities, sums }: Classes): (readonly [string, number])[] {
  return Object.entries(sums ?? probabilities).sort(([, one], [, other]) => other - one);
}

/** The prediction with its classes summed to the visitor's groups, which are written as in a link. */
export function regrouped(
  prediction: Prediction,
  answer: Answer | undefined,
  groups: string | null,
): Prediction {
  const [first, ...others] = prediction.answers;
  if (groups === null || first?.kind !== "classes" || answer?.kind !== "classes") return prediction;
  if (answer.groups.length === 0) return prediction;
  const values = answer.labels.map((label) => first.probabilities[label] ?? 0);
  const sums = namedIn(answer, groups, values).map(({ name, part }) => [name, part]);
  return { ...prediction, answers: [{ ...first, sums: Object.fromEntries(sums) }, ...others] };
}

const isEachForItself = ({ probabilities }: Classes) =>
  Math.abs(Object.values(probabilities).reduce((sum, each) => sum + each, 0) - 1) > 1e-3;

function barsOf(classes: Classes): SVGElement {
  const rows = chancesOf(classes).slice(0, BARS);
  const high = HEIGHT / BARS;
  const longest = Math.max(...rows.map(([label]) => label.length));
  const names = Math.max(LEAST, Math.min(WIDTH / 2, LETTER * longest));
  const half = names + YES * (WIDTH - names);
  const bars = rows.flatMap(([label, part], i) => {
    const name = makeSvg("text", { x: 0, y: high * i + high / 2 + 5 });
    name.textContent = label;
    const wide = Math.max(1, part * (WIDTH - names));
    return [
      name,
      makeSvg("rect", {
        class: i === 0 ? "best" : "bar",
        x: names,
        y: high * i + high / 2 - 2,
        width: wide,
        height: 5,
      }),
    ];
  });
  const threshold = makeSvg("line", { class: "yes", x1: half, x2: half, y1: 0, y2: HEIGHT });
  return makeSvg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "font-size": 15 }, [
    ...(isEachForItself(classes) ? [threshold] : []),
    ...bars,
  ]);
}

/** How far the drawing leans: a needle over half a circle. */
function needleOf(slant: number): SVGElement {
  const angle = Math.max(-STEEPEST, Math.min(STEEPEST, slant));
  const [x, y, r] = [WIDTH / 2, HEIGHT - 4, HEIGHT - 10];
  return makeSvg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}` }, [
    makeSvg("path", { class: "dial", d: `M${x - r} ${y}A${r} ${r} 0 0 1 ${x + r} ${y}` }),
    makeSvg("line", {
      class: "needle",
      x1: x,
      y1: y,
      x2: x,
      y2: y - r,
      transform: `rotate(${angle} ${x} ${y})`,
    }),
  ]);
}

function pixelsOf(rows: readonly (readonly boolean[])[]): HTMLElement {
  const side = rows.length;
  const d = rows
    .flatMap((row, y) => row.flatMap((ink, x) => (ink ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join("");
  return asElement(
    makeSvg("svg", { class: "pixels", viewBox: `0 0 ${side} ${side}` }, [makeSvg("path", { d })]),
  );
}

/** "4, 90.6 %"; "4, 9"; "−12.6° · 8.3 % · 0.60 · 2.06". */
export function summaryOf(answer: GivenAnswer | undefined): string {
  if (answer === undefined) return "";
  if (answer.kind === "classes") {
    const all = chancesOf(answer);
    const there = all.filter(([, part]) => part > YES).map(([label]) => label);
    if (isEachForItself(answer)) return there.sort().join(", ");
    const [first] = all;
    return first === undefined ? "" : `${first[0]}, ${chance(first[1])}`;
  }
  if (answer.kind === "numbers") {
    const shown = answer.values.map(({ value, unit }) => {
      const text = decimals(value, unit === "" ? 2 : 1);
      return unit === "°" ? `${text}°` : `${text}${unit && "\u00a0"}${unit}`;
    });
    return shown.join(" · ");
  }
  if (answer.kind === "boxes") {
    const kept = answer.boxes.filter(({ suppressed_by }) => suppressed_by === null);
    const across = [...kept].sort((one, other) => one.left - other.left);
    return across.map(({ label }) => label).join(", ");
  }
  const places = answer.places.flat();
  const parts = answer.labels.slice(1).map((label, i) => {
    const part = places.filter((each) => each === i + 1).length / places.length;
    return `${course(label)} ${percent(part)}`;
  });
  return parts.join(", ");
}
