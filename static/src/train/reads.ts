/** The drawing on the pad, read by the network as it was at each moment; and what the curves show, in words. */
import { effect, signal, untracked } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { patchChildren } from "../dom/patch.ts";
import { courseGrid } from "../epochs/grids.ts";
import { readingInWords, verdictInWords } from "../epochs/sentences.ts";
import { verdictOf } from "../epochs/verdict.ts";
import { type Drawn, messageOf } from "../exhibits/drawn.ts";
import { fetchFilm, readWithFilm } from "../server/films.ts";
import type { FilmDetail } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import { CLASSES, goTo, momentOf, type Page } from "./page.ts";

/** Milliseconds between two requests: a run has many moments at its beginning. */
const EACH = 300;

/** Returns what ends it. */
export function followReadings(page: Page, drawn: Drawn): () => void {
  const { host, shown, progress, readings } = page;
  const part = (name: string) => need(`[data-part=${name}]`, host);
  const film = signal<FilmDetail | null>(null);
  let [isAsking, isAgain, isOver] = [false, false, false];
  const ask = async () => {
    if (isAsking) {
      isAgain = true;
      return;
    }
    [isAsking, isAgain] = [true, false];
    const name = shown.peek()?.name;
    try {
      if (name !== undefined && (progress.peek()?.moments.length ?? 0) > 0) {
        const read = await readWithFilm(name, messageOf(drawn.ink.peek()));
        const told = await fetchFilm(name);
        if (shown.peek()?.name === name) [readings.value, film.value] = [read, told];
      }
    } catch {
      // The next moment asks again.
    }
    await new Promise((rested) => setTimeout(rested, EACH));
    isAsking = false;
    if (isAgain && !isOver) void ask();
  };
  const ended = [
    effect(() => {
      shown.value;
      film.value = readings.value = null;
    }),
    effect(() => {
      drawn.ink.value;
      progress.value?.moments;
      progress.value?.why;
      untracked(() => void ask());
    }),
    effect(() => {
      const [told, read] = [film.value, readings.value];
      const at = momentOf(page);
      const grid =
        read && courseGrid(read.outcomes, read.steps, at, CLASSES, (moment) => goTo(page, moment));
      patchChildren(part("course"), grid ? [grid] : []);
      say(
        part("since"),
        told === null
          ? phrase("train.reads")
          : readingInWords(
              read?.outcomes ?? null,
              { ...told, steps: read?.steps ?? told.steps },
              CLASSES,
              progress.value?.status === "ended",
            ),
      );
      // What a run comes to is known when it ends: one that leaps may yet recover.
      const over = told !== null && progress.value?.status === "ended";
      say(part("verdict"), over ? verdictInWords(verdictOf(told), told, (each) => each) : "");
    }),
  ];
  return () => {
    isOver = true;
    for (const end of ended) end();
  };
}
