import { effect, type ReadonlySignal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { scrollToMiddle } from "../dom/scroll.ts";
import { explainWithin } from "../dom/term.ts";
import type { Placed } from "../layout/flat.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

/** A row below the network: one sentence for each step of the forward pass, forwards and backwards. */
export function mountStepper(
  host: HTMLElement,
  opener: HTMLElement,
  lab: Lab,
  told: ReadonlySignal<string>,
): Dispose {
  const back = need<HTMLButtonElement>("[data-step=back]", host);
  const on = need<HTMLButtonElement>("[data-step=on]", host);
  const play = need("[data-step=play]", host);
  const slider = need<HTMLInputElement>("input", host);
  const count = need(".count", host);
  const sentence = need(".sentence", host);

  const begin = () => {
    if (lab.forward.step.peek() !== null) return lab.forward.endSteps();
    lab.forward.stepTo(0);
    play.focus();
  };
  const acts: Readonly<Record<string, () => void>> = {
    back: lab.forward.stepBack,
    play: () => lab.forward.playSteps(!lab.forward.autoplay.peek()),
    on: lab.forward.stepOn,
    end: lab.forward.endSteps,
  };
  const click = (event: Event) => {
    const chosen = (event.target as Element).closest<HTMLElement>("[data-step]")?.dataset.step;
    acts[chosen ?? ""]?.();
  };
  const slide = () => lab.forward.stepTo(Number(slider.value) - 1);

  let last: Placed | undefined;
  let turns = lab.lesson.turns.peek();
  /** On a phone the page is another one with the row and without it: this comes after. */
  const follow = () => {
    const layer = lab.forward.currentStep.value?.layer;
    const place = lab.reader.placed.value.find(({ name }) => name === layer);
    if (place?.name === last?.name && place?.y === last?.y) return;
    // At the end too: what scrolls is then the page again. Another screen of a lesson begins at its top.
    const shown = place ?? (turns === lab.lesson.turns.peek() ? last : undefined);
    if (shown !== undefined) showLayer(shown);
    [last, turns] = [place, lab.lesson.turns.peek()];
  };
  const stop = effect(() => {
    const step = lab.forward.currentStep.value === null ? null : lab.forward.step.value;
    const steps = lab.forward.steps.value.length;
    const focused = step === null && host.contains(document.activeElement);
    host.hidden = step === null;
    opener.setAttribute("aria-expanded", String(step !== null));
    if (focused) opener.focus();
    follow();
    if (step === null) return;
    // Not disabled: the keyboard would be lost with the button.
    back.setAttribute("aria-disabled", String(step <= 0));
    on.setAttribute("aria-disabled", String(step >= steps - 1));
    const number = Math.min(step, steps - 1) + 1;
    say(count, phrase("forward.count", { step: number, steps }));
    slider.max = String(steps);
    slider.value = String(number);
    slider.setAttribute("aria-valuetext", phrase("forward.count", { step: number, steps }));
    say(play, phrase(lab.forward.autoplay.value ? "trace.pause" : "trace.play"));
    if (sentence.textContent === told.value) return;
    say(sentence, told.value);
    explainWithin([sentence]);
  });
  return endAll(
    stop,
    listen(slider, { input: slide }),
    listen(opener, { click: begin }),
    listen(host, { click }),
  );
}

/** On a phone the layers go on below the screen: the one that is told comes into view, where it is going to be. */
function showLayer({ y, height }: Placed): void {
  const stage = need("#stage");
  const stands = stage.clientHeight === 0; // the view in space is in its place
  if (!stands && matchMedia("(max-width: 700px)").matches) scrollToMiddle(stage, y, height);
}
