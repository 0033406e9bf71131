/** The moment of a run that is looked at: a slider below the curves, for keyboard and screen reader too, and all moments as a table. */
import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { fillTable, lossInWords } from "../epochs/table.ts";
import { listen } from "../events/listen.ts";
import { number, percent } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { CLASSES, goTo, momentOf, type Page } from "./page.ts";
import type { Progress } from "./progress.ts";

/** Returns what ends it. */
export function followMoments(page: Page): () => void {
  const { host, shown, progress, readings, at } = page;
  const part = <Kind extends HTMLElement>(name: string) => need<Kind>(`[data-part=${name}]`, host);
  const slider = part<HTMLInputElement>("moment");
  let filled: readonly unknown[] = [];
  const ended = [
    effect(() => {
      shown.value;
      at.value = null;
    }),
    effect(() => {
      const now = progress.value;
      const count = now?.moments.length ?? 0;
      slider.hidden = count < 2;
      if (now === null || count === 0) return;
      const moment = momentOf(page);
      const words = momentInWords(now, moment);
      slider.max = String(count - 1);
      slider.value = String(moment);
      slider.setAttribute("aria-valuetext", words);
      say(part("moment-said"), words);
    }),
    effect(() => {
      const now = progress.value;
      const read = readings.value;
      // Losses come many times between two moments.
      const made = [now?.moments, read];
      if (now === null || made.every((each, place) => each === filled[place])) return;
      filled = made;
      fillTable(part<HTMLTableElement>("table"), {
        steps: now.moments.map(({ step }) => step),
        losses: now.losses,
        validation: now.moments.map(({ loss }) => loss),
        right: now.moments.map(({ accuracy }) => accuracy),
        outcomes: read?.outcomes ?? null,
        classes: CLASSES,
      });
    }),
    listen(slider, { input: () => goTo(page, Number(slider.value)) }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

export function momentInWords({ moments, ofSteps }: Progress, at: number): string {
  const { step = 0, loss = null, accuracy = 0 } = moments[at] ?? {};
  return phrase("epochs.moment", {
    step,
    steps: ofSteps,
    right: percent(accuracy),
    loss: lossInWords(loss, number),
  });
}
