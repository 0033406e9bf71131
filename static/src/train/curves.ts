/** The curves of a run, drawn anew as it goes: the library comes with the first. */
import { effect, type ReadonlySignal, signal, untracked } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import type { Chart } from "../epochs/chart.ts";
import { flagsOf } from "../epochs/flags.ts";
import { leapsFar } from "../epochs/scale.ts";
import { listen } from "../events/listen.ts";
import { phrase, written } from "../words/phrases.ts";
import { goTo, momentOf, type Page } from "./page.ts";
import type { Progress } from "./progress.ts";

/** Milliseconds between two drawings of curves that grow. */
const EACH = 400;

/** Pixels of the curves. */
const HEIGHT = 190;

/** Returns what ends it. */
export function followChart(page: Page): () => void {
  const { host, shown, progress, theme } = page;
  const log = need<HTMLInputElement>("[data-part=log]", host);
  /** Null: the losses decide, until somebody chooses. */
  const logarithmic = signal<boolean | null>(null);
  const growing = new GrowingChart(page, log, logarithmic);
  const ended = [
    effect(() => {
      shown.value;
      logarithmic.value = null;
    }),
    effect(() => {
      progress.value;
      logarithmic.value;
      theme.value;
      growing.drawSoon();
    }),
    effect(() => growing.mark(momentOf(page))),
    listen(log, {
      change: () => {
        logarithmic.value = log.checked;
      },
    }),
    () => growing.end(),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** The chart that stands, and the next one, which is drawn a little later than it is asked for. */
class GrowingChart {
  readonly #page: Page;
  readonly #log: HTMLInputElement;
  readonly #logarithmic: ReadonlySignal<boolean | null>;
  readonly #place: HTMLElement;
  readonly #watching = new ResizeObserver(() => this.drawSoon());
  #chart: Chart | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: Page, log: HTMLInputElement, logarithmic: ReadonlySignal<boolean | null>) {
    this.#page = page;
    this.#log = log;
    this.#logarithmic = logarithmic;
    this.#place = need("[data-part=chart]", page.host);
    this.#watching.observe(this.#place);
  }

  drawSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#draw().catch(() => {}); // the table has the numbers
    }, EACH);
  }

  mark(moment: number): void {
    this.#chart?.mark(moment);
  }

  end(): void {
    this.#watching.disconnect();
    clearTimeout(this.#timer);
    this.#clear();
  }

  async #draw(): Promise<void> {
    const { progress } = this.#page;
    const now = progress.peek();
    const { drawChart } = await import("../epochs/chart.ts");
    if (now !== progress.peek()) return;
    this.#clear();
    if (now === null || now.losses.length === 0) return;
    const curves = shownOf(now);
    const logarithmic = this.#logarithmic.peek() ?? leapsFar(curves);
    this.#log.checked = logarithmic;
    this.#chart = drawChart(this.#place, {
      ...curves,
      height: HEIGHT,
      logarithmic,
      goTo: (moment) => goTo(this.#page, moment),
    });
    this.mark(untracked(() => momentOf(this.#page)));
  }

  #clear(): void {
    this.#chart?.end();
    this.#chart = null;
    this.#place.replaceChildren();
  }
}

function shownOf({ losses, moments, rates }: Progress) {
  const [steps, validation] = [moments.map(({ step }) => step), moments.map(({ loss }) => loss)];
  return {
    steps,
    losses,
    validation,
    flags: flagsOf({
      steps,
      losses: losses.map(([step, loss]) => [step, loss]),
      validation_loss: validation,
      validation_accuracy: moments.map(({ accuracy }) => accuracy),
      confusion: [],
      moved: {},
      diverged: null,
      settings: { step_sizes: rates },
    }),
    training: phrase("epochs.training"),
    held: phrase("epochs.validation"),
    write: written,
  };
}
