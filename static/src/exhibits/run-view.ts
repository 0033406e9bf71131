/** A recorded run on an exhibit's page: the drawing read at some of its moments, its curves, and what both come to. */
import { effect, type ReadonlySignal, signal } from "@preact/signals-core";
import { scaleLinear, scaleLog } from "d3-scale";
import { make, need, say } from "../dom/element.ts";
import { makeSvg } from "../dom/svg.ts";
import { fetchFilm, readWithFilm } from "../server/films.ts";
import type { FilmDetail, FilmReadings } from "../wire/messages.ts";
import { chance, decimals, percent } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import { Asker } from "./asker.ts";
import { type ExhibitDrawing, messageOf, type Shown } from "./drawn.ts";
import { guessIn, guessingOf, keptSince, type RunSummary, someMoments, summaryOf } from "./run.ts";
import { barsOf } from "./ten-bars.ts";

const CLASSES = 10;

/** Shows the film `name` in the section `host`; `leadTo` gives the link to one of its moments in the lab. Returns what ends it. */
export function mountRun(
  host: HTMLElement,
  name: string,
  drawn: ExhibitDrawing,
  leadTo: (film: string, moment: number) => string,
): () => void {
  const film = signal<FilmDetail | null>(null);
  const reader = new Asker(drawn.ink, (shown: Shown) => readWithFilm(name, messageOf(shown)));
  const once = new Asker(signal(name), async (asked) => {
    film.value = await fetchFilm(asked);
  });
  const shown = need("[data-part=curves]", host);
  const watching = new ResizeObserver(() => film.value && showCurves(host, film.value));
  watching.observe(shown);
  const stop = [
    effect(() => showMoments(host, reader.answer.value?.reply ?? null, (at) => leadTo(name, at))),
    effect(() => {
      if (film.value !== null) showCurves(host, film.value);
    }),
    effect(() => say(need("[data-part=failed]", host), problemOf(reader, once))),
  ];
  return () => {
    watching.disconnect();
    for (const end of [...stop, () => reader.end(), () => once.end()]) end();
  };
}

function problemOf(...asked: readonly { readonly problem: ReadonlySignal<string> }[]): string {
  const reason = asked.map(({ problem }) => problem.value).find((each) => each !== "");
  return reason === undefined ? "" : phrase("exhibits.drawing.failed", { reason });
}

/** A picture of ten bars for each of some moments, and since when the guess is what it is. */
function showMoments(
  host: HTMLElement,
  read: FilmReadings | null,
  leadTo: (moment: number) => string,
): void {
  const row = need("[data-part=moments]", host);
  if (read === null) return;
  const { steps, outcomes } = read;
  row.replaceChildren(
    ...someMoments(steps, Number(row.dataset.count)).map((moment) => {
      const chances = outcomes[moment] ?? [];
      const guess = guessIn(chances);
      const values = { label: guess ?? "", chance: chance(chances[guess ?? 0] ?? 0) };
      const step = phrase("exhibits.training.step", { step: steps[moment] ?? 0 });
      const guessed = guess === null ? "–" : phrase("exhibits.training.guess", values);
      return make("li", {}, [
        make("a", { class: "link", href: leadTo(moment), text: step }),
        barsOf(chances, guess, `${step}: ${guessed}`),
        make("span", { class: "guessed", text: guessed }),
      ]);
    }),
  );
  const kept = keptSince(outcomes);
  const [first, last] = [steps[kept?.moment ?? 0] ?? 0, steps.at(-1) ?? 0];
  const values = kept && { label: kept.guess, step: first, chance: chance(kept.chance) };
  const late = first === last ? "exhibits.training.kept.last" : "exhibits.training.kept";
  say(
    need("[data-part=kept]", host),
    values === null ? phrase("exhibits.training.blank") : phrase(late, values),
  );
}

const [HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [200, 84, 26, 10, 12];
const DEFAULT_WIDTH = 560;

/** The loss of each batch, the validation loss at each moment and the loss of guessing; and their summary in words. */
function showCurves(host: HTMLElement, film: FilmDetail): void {
  const svg = need<SVGSVGElement>("[data-part=curves]", host);
  const width = svg.clientWidth || DEFAULT_WIDTH;
  const guessing = guessingOf(CLASSES);
  const summary = summaryOf(film, CLASSES);
  const losses = finite(film.losses);
  const kept = finite(film.steps.map((step, at) => [step, film.validation_loss[at] ?? null]));
  const x = scaleLinear([0, film.of_steps], [LEFT, width - RIGHT]);
  const y = heightsOf([...losses, ...kept, [0, guessing]], summary.kind === "leaps");
  const line = (kind: string, points: readonly Point[]) =>
    makeSvg("path", {
      class: `line-of ${kind}`,
      d: `M${points.map(([step, loss]) => `${x(step)} ${y(loss)}`).join("L")}`,
    });
  const level = (kind: string, loss: number) =>
    makeSvg("line", { class: kind, x1: LEFT, x2: width - RIGHT, y1: y(loss), y2: y(loss) });
  const feet = [0, film.of_steps].map((step) =>
    letters(x(step), HEIGHT - 6, written(step), step === 0 ? "start" : "end"),
  );
  const marks = marksOf(y, summary.kind === "leaps");
  svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
  svg.replaceChildren(
    ...marks.map((loss) => level("grid", loss)),
    ...marks.map((loss) => letters(LEFT - 6, y(loss) + 4, written(loss), "end")),
    ...feet,
    level("mark", guessing),
    line("batch", losses),
    line("kept", kept),
  );
  tell(host, film, summary);
}

type Point = readonly [number, number];

const finite = (points: readonly (readonly [number, number | null])[]): readonly Point[] =>
  points.flatMap(([step, loss]) => (loss === null ? [] : [[step, loss] as const]));

/** Losses on a linear scale from 0, or on a logarithmic one if one is far above all others. */
function heightsOf(points: readonly Point[], byPowers: boolean) {
  const losses = points.map(([, loss]) => loss);
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  const range = [HEIGHT - BOTTOM, TOP];
  return byPowers ? scaleLog([least, most], range).nice() : scaleLinear([0, most], range).nice(4);
}

/** The ticks of the axis. */
function marksOf(y: ReturnType<typeof heightsOf>, byPowers: boolean): readonly number[] {
  const [least = 0, most = 1] = y.domain();
  if (!byPowers) return scaleLinear([least, most], [0, 1]).ticks(4);
  const powers = Math.round(Math.log10(most / least));
  const every = Math.ceil(powers / 4);
  return Array.from(
    { length: Math.floor(powers / every) + 1 },
    (_, at) => least * 10 ** (at * every),
  );
}

function letters(left: number, top: number, words: string, anchor: string): SVGTextElement {
  const element = makeSvg("text", { x: left, y: top, "text-anchor": anchor });
  element.textContent = words;
  return element;
}

function tell(host: HTMLElement, film: FilmDetail, summary: RunSummary): void {
  const { kind, right, loss, peak, peakStep } = summary;
  const values = {
    steps: film.of_steps,
    right: percent(right),
    loss: decimals(loss, 2),
    peak: written(Math.round(peak)),
    peakStep,
    guessing: decimals(guessingOf(CLASSES), 2),
  };
  say(need("[data-part=told-run]", host), phrase(`exhibits.training.${kind}`, values));
  const caption = kind === "leaps" ? "exhibits.training.curves.log" : "exhibits.training.curves";
  say(need("[data-part=caption]", host), phrase(caption));
}
