/** The curves of the film that is open, in whatever host wants them. */
import { effect, signal } from "@preact/signals-core";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import type { FilmDetail } from "../wire/messages.ts";
import { phrase, written } from "../words/phrases.ts";
import type { Chart } from "./chart.ts";
import { flagsOf } from "./flags.ts";
import { leapsFar } from "./scale.ts";

interface CurveOptions {
  /** Null: the losses decide. */
  readonly logarithmic: { readonly value: boolean | null };
  /** Reads signals. */
  readonly isShown: () => boolean;
  /** In pixels, read when the chart is drawn. */
  readonly height: number | (() => number);
}

/** Draws the curves while they are in view, again for each film, theme, scale and size; the library is loaded for the first chart. */
export function followCurves(host: HTMLElement, lab: Lab, options: CurveOptions): Dispose {
  const curves = new Curves(host, lab, options);
  const size = signal("");
  const observer = new ResizeObserver(() => {
    const high = typeof options.height === "number" ? options.height : host.clientHeight;
    size.value = `${host.clientWidth} ${high}`;
  });
  observer.observe(host);
  return endAll(
    effect(() => {
      const [film, isLog] = [lab.epochs.detail.value, options.logarithmic.value];
      lab.look.theme.value;
      lab.look.palette.value;
      lab.lecture.on.value; // a lecture's letters are larger
      size.value;
      curves.drop();
      if (film !== null && options.isShown()) curves.draw(film, isLog);
    }),
    effect(() => curves.mark(lab.epochs.at.value)),
    () => observer.disconnect(),
    () => curves.end(),
  );
}

/** One chart at a time on its host. */
class Curves {
  readonly #host: HTMLElement;
  readonly #lab: Lab;
  readonly #wish: CurveOptions;
  #chart: Chart | null = null;
  /** Number of the newest request: a chart that comes after a newer request is dropped. */
  #turn = 0;

  constructor(host: HTMLElement, lab: Lab, wish: CurveOptions) {
    this.#host = host;
    this.#lab = lab;
    this.#wish = wish;
  }

  draw(film: FilmDetail, isLog: boolean | null): void {
    const fail = () => this.#lab.session.notify(phrase("page.failed"));
    void this.#draw(film, isLog ?? asksForLogarithm(film), this.#turn).catch(fail);
  }

  /** Drops what is on its way; the chart that stands stays until another comes. */
  drop(): void {
    this.#turn += 1;
  }

  mark(moment: number): void {
    this.#chart?.mark(moment);
  }

  end(): void {
    this.drop();
    this.#clear();
  }

  async #draw(film: FilmDetail, logarithmic: boolean, turn: number): Promise<void> {
    const { drawChart } = await import("./chart.ts");
    if (turn !== this.#turn) return;
    this.#clear();
    const { height } = this.#wish;
    this.#chart = drawChart(this.#host, {
      height: typeof height === "number" ? height : height(),
      steps: film.steps,
      losses: film.losses,
      validation: film.validation_loss,
      flags: flagsOf(film),
      logarithmic,
      training: phrase("epochs.training"),
      held: phrase("epochs.validation"),
      write: written,
      goTo: this.#lab.epochs.goTo,
    });
    this.mark(this.#lab.epochs.at.peek());
  }

  #clear(): void {
    this.#chart?.end();
    this.#chart = null;
    this.#host.replaceChildren();
  }
}

/** Whether this film is shown on a logarithmic scale until somebody chooses. */
export const asksForLogarithm = ({ losses, validation_loss: validation }: FilmDetail): boolean =>
  leapsFar({ losses, validation });
