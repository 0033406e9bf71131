/** The curves of a run, drawn anew as it goes: the library comes with the first. */
import { effect, signal, untracked } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import type { Chart } from "../epochs/chart.ts";
import { flagsOf } from "../epochs/flags.ts";
import { leapsFar } from "../epochs/scale.ts";
import { listen } from "../events/listen.ts";
import { phrase, written } from "../words/phrases.ts";
import { goTo, momentOf, type Page } from "./page.ts";
import type { Progress } from "./told.ts";

/** Milliseconds between two drawings of curves that grow. */
const EACH = 400;

/** Pixels of the curves. */
const HEIGHT = 190;

/** Returns what ends it. */
export function followChart(page: Page): () => void {
  const { host, shown, progress, theme } = page;
  const place = need("[data-part=chart]", host);
  const log = need<HTMLInputElement>("[data-part=log]", host);
  /** Null: as the losses ask for, until somebody chooses. */
  const logarithmic = signal<boolean | null>(null);
  let chart: Chart | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const clear = () => {
    chart?.end();
    chart = null;
    place.replaceChildren();
  };
  const draw = async () => {
    const now = progress.peek();
    const { drawChart } = await import("../epochs/chart.ts");
    if (now !== progress.peek()) return;
    clear();
    if (now === null || now.losses.length === 0) return;
    const curves = shownOf(now);
    const isLog = logarithmic.peek() ?? leapsFar(curves);
    log.checked = isLog;
    chart = drawChart(place, {
      ...curves,
      height: HEIGHT,
      logarithmic: isLog,
      goTo: (moment) => goTo(page, moment),
    });
    chart.mark(untracked(() => momentOf(page)));
  };
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      draw().catch(() => {}); // the table has the numbers
    }, EACH);
  };
  const watching = new ResizeObserver(soon);
  watching.observe(place);
  const ended = [
    effect(() => {
      shown.value;
      logarithmic.value = null;
    }),
    effect(() => {
      progress.value;
      logarithmic.value;
      theme.value;
      soon();
    }),
    effect(() => {
      const at = momentOf(page);
      chart?.mark(at);
    }),
    listen(log, {
      change: () => {
        logarithmic.value = log.checked;
      },
    }),
  ];
  return () => {
    watching.disconnect();
    clearTimeout(timer);
    for (const end of ended) end();
    clear();
  };
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
