/** Nudge the drawing by whole pixels: how much of each map stays the same, and whether the network's answer changes. */
import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { chance, decimals, inPercent } from "../words/numbers.ts";
import { counted, phrase, written } from "../words/phrases.ts";
import { drawChart, type Line, tableOf } from "./chart.ts";
import type { ExhibitDrawing } from "./drawn.ts";
import { MapView } from "./map-view.ts";
import { FURTHEST, guessesOf, keptOf, SHIFTS, type ShiftedGuess } from "./nudges.ts";
import { moved, peakOf, pooled, problemOf, type Way } from "./windows.ts";

/** Milliseconds that a drawing has rested before the network is asked about all its shifts. */
const RESTED = 500;
const LINES = ["drawing", "max", "average", "stride"] as const;

export interface Nudge {
  readonly drawn: ExhibitDrawing;
  readonly network: string;
  readonly way: ReadonlySignal<Way>;
  readonly shift: Signal<number>;
  /** Whether the section is on the page: the network is not asked before. */
  readonly isShown: ReadonlySignal<boolean>;
  readonly theme: ReadonlySignal<string>;
}

/** Mounts the section on its host; returns what ends it. */
export function mountNudge(host: HTMLElement, nudge: Nudge): () => void {
  const { drawn, way, shift, isShown } = nudge;
  const width = signal(0);
  const watching = new ResizeObserver(() => {
    width.value = host.clientWidth;
  });
  watching.observe(host);
  const kept = computed(() => {
    const image = drawn.image.value;
    if (image === null || problemOf(image.rows, way.value) !== null) return null;
    return keptOf(image, way.value);
  });
  const ended = [
    mountSlider(host, shift),
    mountNudged(host, nudge, kept),
    effect(() => {
      width.value;
      if (isShown.value && kept.value !== null) showKept(host, linesOf(kept.value), shift.value);
    }),
    mountGuesses(host, nudge, width),
    () => watching.disconnect(),
  ];
  return () => {
    for (const end of ended) end();
  };
}

type Kept = ReturnType<typeof keptOf>;

/** The slider of the shift, and the buttons beside it. */
function mountSlider(host: HTMLElement, shift: Signal<number>): () => void {
  const slider = need<HTMLInputElement>("[data-part=shift]", host);
  const ended = [
    listen(slider, {
      input: () => {
        shift.value = Number(slider.value);
      },
    }),
    listen(need("[data-part=nudge]", host), {
      click: ({ target }) => {
        const by = Number((target as Element).closest<HTMLElement>("[data-by]")?.dataset.by ?? 0);
        shift.value = Math.min(FURTHEST, Math.max(-FURTHEST, shift.peek() + by));
      },
    }),
    effect(() => {
      slider.value = String(shift.value);
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** The nudged drawing, and its max pooling. */
function mountNudged(
  host: HTMLElement,
  { drawn, way, shift, theme }: Nudge,
  kept: ReadonlySignal<Kept | null>,
): () => void {
  const [drawing, smaller] = [
    new MapView(phrase("exhibits.steps.nudged")),
    new MapView(phrase("exhibits.steps.nudged-max")),
  ];
  need("[data-part=nudged]", host).append(drawing.element);
  need("[data-part=nudged-max]", host).append(smaller.element);
  const stop = effect(() => {
    theme.value;
    const image = drawn.image.value;
    if (image === null || kept.value === null) return;
    const there = moved(image, shift.value, 0);
    drawing.show(there, peakOf(image), false);
    const pool = pooled(there, "max", way.value);
    smaller.show(pool, peakOf(image), false);
    smaller.shrink(pool.columns, image.columns);
  });
  return () => {
    stop();
    drawing.end();
    smaller.end();
  };
}

const linesOf = (kept: Kept): Line[] =>
  LINES.map((kind) => ({
    kind,
    name: phrase(`exhibits.steps.line.${kind}`),
    values: kept[kind],
  }));

const two = (value: number) => decimals(value, 2);

function showKept(host: HTMLElement, lines: readonly Line[], shift: number): void {
  const chart = need<SVGSVGElement>("[data-part=kept]", host);
  drawChart(chart, SHIFTS, lines, shift, (value) => decimals(value, 1));
  const table = need("[data-part=kept-table]", host);
  table.replaceChildren(...tableOf(SHIFTS, lines, phrase("exhibits.steps.shift"), two));
  const at = SHIFTS.indexOf(shift);
  const [drawing = "", max = "", average = "", stride = ""] = lines.map(({ values }) =>
    two(values[at] ?? 0),
  );
  const pixels = counted("exhibits.steps.pixels", Math.abs(shift));
  const sentence = phrase("exhibits.steps.kept", { pixels, drawing, max, average, stride });
  say(need("[data-part=told-kept]", host), sentence);
}

/** Asks the network once a drawing has rested, and shows what it says. */
function mountGuesses(
  host: HTMLElement,
  { drawn, network, shift, isShown }: Nudge,
  width: ReadonlySignal<number>,
): () => void {
  const guesses = signal<readonly ShiftedGuess[] | null>(null);
  const problem = signal("");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const read = async (image: NonNullable<typeof drawn.image.value>) => {
    try {
      const answers = await guessesOf(network, image, () => drawn.image.peek() === image);
      if (drawn.image.peek() !== image) return;
      guesses.value = answers;
      problem.value = "";
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  };
  const ended = [
    effect(() => {
      const image = drawn.image.value;
      clearTimeout(timer);
      if (image === null || !isShown.value) return;
      timer = setTimeout(() => void read(image), RESTED);
    }),
    effect(() => {
      width.value;
      const failed = problem.value;
      say(
        need("[data-part=said-failed]", host),
        failed === "" ? "" : phrase("exhibits.steps.said-failed", { reason: failed }),
      );
      need("[data-part=said]", host).toggleAttribute("hidden", guesses.value === null);
      if (guesses.value !== null) showGuesses(host, guesses.value, shift.value);
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const end of ended) end();
  };
}

function showGuesses(host: HTMLElement, guesses: readonly ShiftedGuess[], shift: number): void {
  const still = guesses[SHIFTS.indexOf(0)];
  const here = guesses[SHIFTS.indexOf(shift)];
  if (still === undefined || here === undefined) return;
  const name = phrase("exhibits.steps.chance", { guess: still.guess });
  const line = { kind: "chance", name, values: guesses.map(({ chance: part }) => part) };
  const chart = need<SVGSVGElement>("[data-part=chances]", host);
  drawChart(chart, SHIFTS, [line], shift, (value) => inPercent(written(Math.round(100 * value))));
  const table = need("[data-part=chances-table]", host);
  table.replaceChildren(...tableOf(SHIFTS, [line], phrase("exhibits.steps.shift"), chance));
  say(need("[data-part=chances-name]", host), name);
  const values = { guess: here.guess, chance: chance(here.chance), still: still.guess };
  const key = here.guess === still.guess ? "exhibits.steps.same" : "exhibits.steps.other";
  say(need("[data-part=told-said]", host), phrase(key, values));
}
