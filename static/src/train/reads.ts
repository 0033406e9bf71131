/** The drawing on the pad, read by the network as it was at each moment; and what the curves show, in words. */
import { effect, type Signal, signal, untracked } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { patchChildren } from "../dom/patch.ts";
import { courseGrid } from "../epochs/grids.ts";
import { readingInWords, verdictInWords } from "../epochs/sentences.ts";
import { verdictOf } from "../epochs/verdict.ts";
import { type ExhibitDrawing, messageOf } from "../exhibits/drawn.ts";
import { fetchFilm, readWithFilm } from "../server/films.ts";
import type { FilmDetail } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import { CLASSES, goTo, momentOf, type Page } from "./page.ts";

/** Milliseconds between two requests: a run has many moments at its beginning. */
const EACH = 300;

/** Returns what ends it. */
export function followReadings(page: Page, drawn: ExhibitDrawing): () => void {
  const { shown, progress, readings } = page;
  const film = signal<FilmDetail | null>(null);
  const reader = new DrawingReader(page, drawn, film);
  const ended = [
    effect(() => {
      shown.value;
      film.value = readings.value = null;
    }),
    effect(() => {
      drawn.ink.value;
      progress.value?.moments;
      progress.value?.why;
      untracked(() => void reader.ask());
    }),
    effect(() => show(page, film.value)),
    () => reader.end(),
  ];
  return () => {
    for (const end of ended) end();
  };
}

/** Has the drawing read at every moment: one request at a time, and the newest next. */
class DrawingReader {
  readonly #page: Page;
  readonly #drawn: ExhibitDrawing;
  readonly #film: Signal<FilmDetail | null>;
  #isAsking = false;
  #isAgain = false;
  #isOver = false;

  constructor(page: Page, drawn: ExhibitDrawing, film: Signal<FilmDetail | null>) {
    this.#page = page;
    this.#drawn = drawn;
    this.#film = film;
  }

  async ask(): Promise<void> {
    if (this.#isAsking) {
      this.#isAgain = true;
      return;
    }
    [this.#isAsking, this.#isAgain] = [true, false];
    await this.#read().catch(() => {}); // the next moment asks again
    await new Promise((rested) => setTimeout(rested, EACH));
    this.#isAsking = false;
    if (this.#isAgain && !this.#isOver) void this.ask();
  }

  end(): void {
    this.#isOver = true;
  }

  async #read(): Promise<void> {
    const { shown, progress, readings } = this.#page;
    const name = shown.peek()?.name;
    if (name === undefined || (progress.peek()?.moments.length ?? 0) === 0) return;
    const read = await readWithFilm(name, messageOf(this.#drawn.ink.peek()));
    const detail = await fetchFilm(name);
    if (shown.peek()?.name === name) [readings.value, this.#film.value] = [read, detail];
  }
}

/** What the network made of the drawing at each moment, and what the run comes to. Reads signals. */
function show(page: Page, film: FilmDetail | null): void {
  const part = (name: string) => need(`[data-part=${name}]`, page.host);
  const read = page.readings.value;
  const at = momentOf(page);
  const isOver = page.progress.value?.status === "ended";
  const outcomes = read?.outcomes ?? null;
  const grid =
    read && courseGrid(read.outcomes, read.steps, at, CLASSES, (moment) => goTo(page, moment));
  patchChildren(part("course"), grid ? [grid] : []);
  const since =
    film === null
      ? phrase("train.reads")
      : readingInWords(outcomes, { ...film, steps: read?.steps ?? film.steps }, CLASSES, isOver);
  say(part("since"), since);
  // What a run comes to is known when it ends: one that leaps may yet recover.
  const isKnown = film !== null && isOver;
  say(part("verdict"), isKnown ? verdictInWords(verdictOf(film), film, (each) => each) : "");
}
