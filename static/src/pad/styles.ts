import { effect, type ReadonlySignal } from "@preact/signals-core";
import { makeButton } from "../dom/button.ts";
import { make, need } from "../dom/element.ts";
import { drawingOf, fetchSample, fetchSamples, type Sample } from "../server/samples.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase, translated } from "../words/phrases.ts";

const SVG = "http://www.w3.org/2000/svg";

/** What has been pressed beside the pad. */
export interface Pressed {
  /** The digit that was pressed last; each press makes a new object, so that the same digit again counts. */
  readonly digit: ReadonlySignal<{ readonly label: string | undefined } | null>;
  /** How often "Another sample" was pressed. */
  readonly another: ReadonlySignal<number>;
}

/**
 * All styles of writing as small drawings, one click each.
 *
 * "Another sample" draws the last style by another hand; after one of the ten digits, any style of that digit.
 */
export function mountStyles(host: HTMLElement, pressed: Pressed, lab: Lab): Dispose {
  const styles = new Styles(need("ol", host), need(".sentence", host), lab);
  const fail = (error: unknown) =>
    lab.session.notify(phrase("samples.failed", { reason: String(error) }));
  return endAll(
    effect(() => {
      if (lab.look.panel.value === "styles") void styles.show().catch(fail);
      else styles.hide();
    }),
    effect(() => styles.chooseDigit(pressed.digit.value?.label)),
    effect(() => {
      if (pressed.another.value > 0) void styles.putAnother().catch(fail);
    }),
  );
}

class Styles {
  readonly #list: HTMLElement;
  readonly #caption: HTMLElement;
  readonly #lab: Lab;
  #samples: readonly Sample[] = [];
  /** The sample on the pad, unless one of the ten digits was chosen after it. */
  #last: Sample | null = null;
  #digit: string | undefined;
  #seed = 0;

  constructor(list: HTMLElement, caption: HTMLElement, lab: Lab) {
    this.#list = list;
    this.#caption = caption;
    this.#lab = lab;
  }

  /** The samples are on the page only while the panel is open: they are hundreds of elements. */
  async show(): Promise<void> {
    await this.#load();
    if (this.#lab.look.panel.peek() !== "styles") return;
    const thumbnails = this.#samples.map((sample) => thumbnail(sample, () => this.#put(sample)));
    this.#list.replaceChildren(...thumbnails);
  }

  hide(): void {
    this.#list.replaceChildren();
  }

  chooseDigit(digit: string | undefined): void {
    this.#last = null;
    this.#digit = digit;
  }

  async putAnother(): Promise<void> {
    const turns = this.#lab.lesson.turns.peek();
    await this.#load();
    const style = this.#last ?? this.#anyStyle();
    if (style === undefined) return;
    this.#seed += 1;
    const sample = await fetchSample(style.key, this.#seed);
    if (this.#lab.lesson.turns.peek() === turns) this.#put(sample); // else the lesson has moved on
  }

  async #load(): Promise<void> {
    if (this.#samples.length === 0) this.#samples = await fetchSamples();
  }

  #anyStyle(): Sample | undefined {
    const digit = this.#digit;
    const known = this.#samples.filter(({ label }) => digit === undefined || `${label}` === digit);
    return known[Math.floor(Math.random() * known.length)];
  }

  #put(sample: Sample): void {
    this.#last = sample;
    this.#lab.ink.change({ type: "replace", drawing: drawingOf(sample) });
    this.#caption.textContent = phrase("samples.chosen", {
      sample: nameOf(sample),
      another: phrase("samples.another"),
    });
  }
}

/** "7: with a bar", as the first words on a line. */
function nameOf({ label, title }: Sample): string {
  return `${label}: ${translated("style.", title).toLowerCase()}`;
}

function thumbnail(sample: Sample, put: () => void): HTMLElement {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0.15 0.15 0.7 0.7");
  picture.setAttribute("aria-hidden", "true");
  for (const points of sample.strokes) {
    const line = document.createElementNS(SVG, "polyline");
    line.setAttribute("points", points.map((point) => point.join(",")).join(" "));
    picture.append(line);
  }
  const title = nameOf(sample);
  const key = { "data-sample-key": sample.key };
  const button = makeButton(put, { title, "aria-label": title, ...key }, [picture]);
  return make("li", {}, [button]);
}
