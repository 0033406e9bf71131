/** The curves of the film that is open, in whatever host wants them. */
import { effect, signal } from "@preact/signals-core";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import type { FilmDetail } from "../wire/messages.ts";
import { phrase, written } from "../words/phrases.ts";
import type { Chart } from "./chart.ts";
import { flagsOf } from "./flags.ts";
import { leapsFar } from "./scale.ts";

interface Wish {
  /** Null: as the losses ask for. */
  readonly logarithmic: { readonly value: boolean | null };
  /** Reads signals. */
  readonly isShown: () => boolean;
  /** Pixels, at the time of drawing. */
  readonly height: number | (() => number);
}

/** Draws the curves while they are seen, anew for each film, theme, scale and size; the library comes with the first. */
export function followCurves(host: HTMLElement, lab: Lab, wish: Wish): Dispose {
  let chart: Chart | null = null;
  let turn = 0;
  const size = signal("");
  const observer = new ResizeObserver(() => {
    const high = typeof wish.height === "number" ? wish.height : host.clientHeight;
    size.value = `${host.clientWidth} ${high}`;
  });
  observer.observe(host);
  const clear = () => {
    chart?.end();
    chart = null;
    host.replaceChildren();
  };
  const draw = async (film: FilmDetail, isLog: boolean | null, mine: number) => {
    const { drawChart } = await import("./chart.ts");
    if (mine !== turn) return;
    clear();
    chart = drawChart(host, {
      height: typeof wish.height === "number" ? wish.height : wish.height(),
      steps: film.steps,
      losses: film.losses,
      validation: film.validation_loss,
      flags: flagsOf(film),
      logarithmic: isLog ?? asksForLogarithm(film),
      training: phrase("epochs.training"),
      held: phrase("epochs.validation"),
      write: written,
      goTo: lab.epochs.goTo,
    });
    chart.mark(lab.epochs.at.peek());
  };
  const fail = () => lab.session.notify(phrase("page.failed"));
  return endAll(
    effect(() => {
      const [film, isLog] = [lab.epochs.told.value, wish.logarithmic.value];
      lab.look.theme.value;
      lab.look.palette.value;
      lab.lecture.on.value; // its letters are larger
      size.value;
      turn += 1;
      if (film !== null && wish.isShown()) void draw(film, isLog, turn).catch(fail);
    }),
    effect(() => chart?.mark(lab.epochs.at.value) ?? void lab.epochs.at.value),
    () => {
      observer.disconnect();
      turn += 1;
      clear();
    },
  );
}

/** Whether this film is shown on a logarithmic scale until somebody chooses. */
export const asksForLogarithm = ({ losses, validation_loss: validation }: FilmDetail): boolean =>
  leapsFar({ losses, validation });
