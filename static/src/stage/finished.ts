/** The mask of a network that labels each pixel: its most probable label there, as one picture; and the names of the maps that the mask is made from. */
import { effect, untracked } from "@preact/signals-core";
import { make } from "../dom/element.ts";
import { paintAtOnce } from "../dom/frames.ts";
import { colourOfLabel, coloursOfLabels, FINE, paintMask } from "../dom/mask.ts";
import type { Finished, Placed } from "../layout/placed.ts";
import { mapCorner } from "../layout/places.ts";
import { labelsIn, type MaskAnswer, maskOf } from "../network/mask.ts";
import type { Lab } from "../state/lab.ts";
import { maskNow } from "../state/mask.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { course, phrase } from "../words/phrases.ts";

/** Shows the mask where the layout has room for it: beside the maps that it is made from, above them, or in their place. */
export function mountFinished(host: HTMLElement, lab: Lab): Dispose {
  let shown: Picture | null = null;
  let names: readonly HTMLElement[] = [];
  const clear = () => {
    for (const each of [shown?.element, ...names]) each?.remove();
    shown = null;
    names = [];
  };
  const put = (placed: readonly Placed[]) => {
    clear();
    const last = placed.find(({ finished }) => finished !== undefined);
    const network = lab.reader.network.peek();
    const answer = last && network ? maskOf(network, last.name) : null;
    if (last?.finished === undefined || answer === null) return;
    names = last.finished.names === undefined ? [] : namesOf(last, answer);
    shown = new Picture(answer, last, last.finished);
    host.append(shown.element, ...names);
    shown.paint(maskNow(lab, answer));
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
      () => shown?.paint(maskNow(lab, shown.answer)),
    ),
    clear,
  );
}

/** The names below the maps that are shown. */
function namesOf({ grid, left, top }: Placed, { labels }: MaskAnswer): HTMLElement[] {
  return labels.slice(grid.first, grid.first + grid.channels).map((label, i) => {
    const corner = mapCorner(grid, grid.first + i);
    const name = make("span", { class: "map-name", text: course(label) });
    const below = top + (corner.y + grid.rows * grid.cell + grid.frame) / devicePixelRatio;
    name.style.transform = `translate(${left + corner.x / devicePixelRatio}px, ${below}px)`;
    name.style.width = `${(grid.columns * grid.cell) / devicePixelRatio}px`;
    return name;
  });
}

class Picture {
  readonly element: HTMLElement;
  readonly answer: MaskAnswer;
  readonly #canvas = make("canvas", { role: "img" });
  readonly #columns: number;
  readonly #rows: number;

  constructor(answer: MaskAnswer, placed: Placed, { left, top, side, way }: Finished) {
    this.answer = answer;
    this.#columns = placed.grid.columns;
    this.#rows = placed.grid.rows;
    this.#canvas.width = this.#columns * FINE;
    this.#canvas.height = this.#rows * FINE;
    this.#canvas.style.width = `${side}px`;
    this.#canvas.style.height = `${side}px`;
    this.element = make("figure", { class: "finished", "data-way": way }, [
      ...(way === "instead" ? [] : [caption()]),
      ...(way === "beside" ? [linesFrom(placed, { left, top, side })] : []),
      this.#canvas,
      ...(way === "instead" ? [] : [legendOf(answer)]),
    ]);
    this.element.style.transform = `translate(${left}px, ${top}px)`;
    if (way !== "above") this.element.style.width = `${side}px`;
  }

  paint(values: Float32Array | null): void {
    const count = this.answer.labels.length;
    const labels = labelsIn(values, this.#columns * this.#rows, count);
    this.#say(values === null ? null : labels);
    paintMask(this.#canvas, labels, coloursOfLabels(count, this.element), this.#columns);
  }

  #say(labels: Uint8Array | null): void {
    const countOf = (label: number) => labels?.filter((each) => each === label).length ?? 0;
    const counts = this.answer.labels.map((label, i) => `${course(label)} ${countOf(i)}`);
    const words = labels === null ? phrase("summary.nothing") : counts.join(", ");
    this.#canvas.setAttribute("aria-label", `${phrase("stage.mask")}: ${words}`);
  }
}

function caption(): HTMLElement {
  return make("figcaption", {}, [
    make("b", { text: phrase("stage.mask") }),
    make("span", { class: "note", text: phrase("stage.mask.note") }),
  ]);
}

function legendOf({ labels }: MaskAnswer): HTMLElement {
  const names = labels.map((label, i) => {
    const swatch = make("span", { class: "swatch" });
    swatch.classList.toggle("hatched", i > 1);
    swatch.style.setProperty("--label", colourOfLabel(i));
    return make("li", {}, [swatch, document.createTextNode(course(label))]);
  });
  return make("ul", { class: "labels-of-pixels" }, names);
}

const SVG = "http://www.w3.org/2000/svg";

/** From the middle of each map to that of the picture on their right. */
function linesFrom(
  { grid, left, top }: Placed,
  picture: { readonly left: number; readonly top: number; readonly side: number },
): SVGElement {
  const ratio = devicePixelRatio;
  const ahead = picture.left - left - grid.width;
  const middles = Array.from({ length: grid.channels }, (_, i) => {
    const { y } = mapCorner(grid, grid.first + i);
    return top + (y + (grid.rows * grid.cell) / 2) / ratio - picture.top;
  });
  const to = picture.side / 2;
  const [above, below] = [Math.min(0, ...middles), Math.max(picture.side, ...middles)];
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 ${above} ${ahead} ${below - above}`);
  svg.setAttribute("width", String(ahead));
  svg.setAttribute("height", String(below - above));
  svg.setAttribute("aria-hidden", "true");
  svg.style.top = `${above}px`;
  for (const from of middles) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", `M2 ${from}C${ahead / 2} ${from} ${ahead / 2} ${to} ${ahead - 2} ${to}`);
    svg.append(path);
  }
  return svg;
}
