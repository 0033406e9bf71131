/** The finished answer of a network that says something of each pixel: its most probable label, as one picture at the end of the U. */
import { effect, untracked } from "@preact/signals-core";
import { make } from "../dom/element.ts";
import { paintAtOnce } from "../dom/frames.ts";
import type { Placed } from "../layout/flat.ts";
import type { Answer, Outcome } from "../network/answers.ts";
import { answerOf } from "../network/network.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { course, phrase } from "../words/phrases.ts";

type Mask = Extract<Answer, { kind: "mask" }>;

/** The first label is what is there without anything: paper. */
const COLOURS = ["--sheet", "--ink", "--line", "--quiet", "--edge"];

/** Stands where the layout has room for it, beside the maps that it is made from. */
export function mountFinished(host: HTMLElement, lab: Lab): Dispose {
  let shown: Picture | null = null;
  const clear = () => {
    shown?.element.remove();
    shown = null;
  };
  const put = (placed: readonly Placed[]) => {
    clear();
    const last = placed.find(({ finished }) => finished !== undefined);
    const network = lab.reader.network.peek();
    const answer = last && network ? answerOf(network, last.name) : undefined;
    if (last === undefined || answer?.kind !== "mask") return;
    shown = new Picture(answer, last);
    host.append(shown.element);
    shown.paint(outcomeOf(answer, lab));
  };
  return endAll(
    effect(() => {
      const placed = lab.reader.placed.value;
      untracked(() => put(placed));
    }),
    paintAtOnce(
      () => [
        lab.reader.reading.value,
        lab.forward.atEnd.value,
        lab.lecture.covered.value,
        lab.look.theme.value,
        lab.look.palette.value,
      ],
      () => shown?.paint(outcomeOf(shown.answer, lab)),
    ),
    clear,
  );
}

/** Null before the last step, on a blank pad and while guesses are covered. */
function outcomeOf({ name }: Mask, { reader, forward, lecture }: Lab): Outcome | null {
  const reading = reader.reading.peek();
  const isKnown = forward.atEnd.peek() && !lecture.isCovered(GUESSES) && reading?.blank === false;
  return isKnown ? (reading?.outcomes.get(name) ?? null) : null;
}

class Picture {
  readonly element: HTMLElement;
  readonly answer: Mask;
  readonly #canvas = make("canvas", { role: "img" });

  constructor(answer: Mask, { grid, finished, left, top }: Placed) {
    this.answer = answer;
    const [side, ahead] = [finished?.side ?? 0, (finished?.left ?? 0) - left - grid.width];
    this.#canvas.width = grid.columns;
    this.#canvas.height = grid.rows;
    this.#canvas.style.width = `${side}px`;
    this.#canvas.style.height = `${side}px`;
    const names = answer.labels.map((label) =>
      make("li", {}, [make("span", { class: "swatch" }), document.createTextNode(course(label))]),
    );
    for (const [i, name] of names.entries())
      name.querySelector<HTMLElement>(".swatch")?.style.setProperty("--label", colourOf(i));
    this.element = make("figure", { class: "finished" }, [
      make("figcaption", {}, [
        make("b", { text: phrase("stage.mask") }),
        make("span", { class: "note", text: phrase("stage.mask.note") }),
      ]),
      linesFrom(grid.pitch.y / devicePixelRatio, side, ahead, answer.labels.length),
      this.#canvas,
      make("ul", { class: "labels-of-pixels" }, names),
    ]);
    this.element.style.transform = `translate(${finished?.left ?? 0}px, ${top}px)`;
    this.element.style.width = `${side}px`;
  }

  paint(outcome: Outcome | null): void {
    const labels = labelsOf(
      outcome,
      this.#canvas.width * this.#canvas.height,
      this.answer.labels.length,
    );
    this.#say(outcome === null ? null : labels);
    const context = this.#canvas.getContext("2d");
    if (context === null) return;
    const style = getComputedStyle(this.element);
    const colours = this.answer.labels.map((_, i) => style.getPropertyValue(nameOf(i)).trim());
    for (const [at, label] of labels.entries()) {
      context.fillStyle = colours[label] ?? "";
      context.fillRect(at % this.#canvas.width, Math.floor(at / this.#canvas.width), 1, 1);
    }
  }

  #say(labels: Uint8Array | null): void {
    const countOf = (label: number) => labels?.filter((each) => each === label).length ?? 0;
    const counts = this.answer.labels.map((label, i) => `${course(label)} ${countOf(i)}`);
    const words = labels === null ? phrase("summary.nothing") : counts.join(", ");
    this.#canvas.setAttribute("aria-label", `${phrase("stage.mask")}: ${words}`);
  }
}

/** Of each pixel; the first label where nothing is known. */
function labelsOf(outcome: Outcome | null, area: number, labels: number): Uint8Array {
  const found = new Uint8Array(area);
  if (outcome === null) return found;
  return found.map((_, at) => labelAt(outcome.values, at, area, labels));
}

const nameOf = (label: number) => COLOURS[Math.min(label, COLOURS.length - 1)] ?? "--ink";
const colourOf = (label: number) => `var(${nameOf(label)})`;

/** The label that is the most probable there; of one label alone, whether it is more probable than not. */
export function labelAt(values: Float32Array, at: number, area: number, labels: number): number {
  if (labels === 1) return (values[at] ?? 0) > 0.5 ? 1 : 0;
  let best = 0;
  for (let label = 1; label < labels; label++)
    if ((values[label * area + at] ?? 0) > (values[best * area + at] ?? 0)) best = label;
  return best;
}

const SVG = "http://www.w3.org/2000/svg";

/** From each map of the last layer to the picture. */
function linesFrom(pitch: number, side: number, ahead: number, maps: number): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const [height, middle] = [pitch * (maps - 1) + side, side / 2];
  svg.setAttribute("viewBox", `0 0 ${ahead} ${height}`);
  svg.setAttribute("width", String(ahead));
  svg.setAttribute("height", String(height));
  svg.setAttribute("aria-hidden", "true");
  for (let map = 0; map < maps; map++) {
    const path = document.createElementNS(SVG, "path");
    const [from, half] = [middle + map * pitch, ahead / 2];
    path.setAttribute("d", `M2 ${from}C${half} ${from} ${half} ${middle} ${ahead - 2} ${middle}`);
    svg.append(path);
  }
  return svg;
}
