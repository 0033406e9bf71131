/** Exhibit: what should come out? The same scores through softmax and through sigmoids, and other answers in the lab. */
import { effect, type Signal, signal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { decimals } from "../words/numbers.ts";
import { sigmoid, softmax, total } from "./activations.ts";
import { keepInLink, numbersIn, type Range } from "./link.ts";
import { mountQuestion } from "./question.ts";
import { mountRemote } from "./remote.ts";

/** Scores of a drawing that is half a 4 and half a 9, and no 7. */
const BEGINNING = [3, 2.5, -4] as const;
const RANGE: Range = { low: -6, high: 6, step: 0.5 };

/** Mounts the exhibit on its host; returns what ends it. */
export function mountAnswers(host: HTMLElement): () => void {
  const link = new URL(location.href).searchParams;
  const answered = signal(link.get("said") ?? "");
  const scores = signal(numbersIn(link.get("x"), BEGINNING, RANGE));
  const ended = [
    mountQuestion(host, answered),
    mountRemote(host, answered),
    mountScores(need("[data-part=scores]", host), scores),
    effect(() => keepInLink({ said: [answered.value, ""], x: [scores.value, BEGINNING] })),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function mountScores(table: HTMLElement, scores: Signal<readonly number[]>): () => void {
  const sliders = [...table.querySelectorAll<HTMLInputElement>("input")];
  const ended = [
    listen(table, {
      input: () => {
        scores.value = sliders.map(({ value }) => Number(value));
      },
    }),
    effect(() => {
      const [competing, alone] = [softmax(scores.value), scores.value.map(sigmoid)];
      for (const [at, slider] of sliders.entries()) {
        const score = scores.value[at] ?? 0;
        slider.value = String(score);
        slider.setAttribute("aria-valuetext", decimals(score, 1));
        say(need(`[data-score="${at}"]`, table), decimals(score, 1));
        showPart(need(`[data-softmax="${at}"]`, table), competing[at] ?? 0);
        showPart(need(`[data-sigmoid="${at}"]`, table), alone[at] ?? 0);
      }
      say(need("[data-sum=softmax]", table), decimals(total(competing), 3));
      say(need("[data-sum=sigmoid]", table), decimals(total(alone), 3));
      const [one = 0, other = 0] = scores.value;
      say(need("[data-two=softmax]", table), decimals(softmax([one, other])[0] ?? 0, 3));
      say(need("[data-two=sigmoid]", table), decimals(sigmoid(one - other), 3));
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function showPart(cell: HTMLElement, part: number): void {
  say(need("[data-part=value]", cell), decimals(part, 3));
  need(".length", cell).style.width = `${100 * part}%`;
}
