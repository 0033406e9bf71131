import { effect, type ReadonlySignal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { scrollToMiddle } from "../dom/scroll.ts";
import { explainWithin } from "../dom/term.ts";
import { type Placed, standBelow } from "../layout/flat.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

/** A row below the network: one sentence for each step of the forward pass, forwards and backwards. */
export function mountStepper(
  { host, opener, stage }: { host: HTMLElement; opener: HTMLElement; stage: HTMLElement },
  lab: Lab,
  sentence: ReadonlySignal<string>,
): Dispose {
  const parts = partsOf(host);
  const { forward } = lab;
  const acts: Readonly<Record<string, () => void>> = {
    back: forward.stepBack,
    play: () => forward.playSteps(!forward.autoplay.peek()),
    on: forward.stepOn,
    end: forward.endSteps,
  };
  const stopListening = endAll(
    listen(opener, {
      click: () => {
        if (forward.step.peek() !== null) return forward.endSteps();
        forward.stepTo(0);
        parts.play.focus();
      },
    }),
    listen(host, {
      click: (event) => {
        const chosen = (event.target as Element).closest<HTMLElement>("[data-step]")?.dataset.step;
        acts[chosen ?? ""]?.();
      },
    }),
    listen(parts.slider, { input: () => forward.stepTo(Number(parts.slider.value) - 1) }),
  );
  const follow = layerFollower(stage, lab);
  const stop = effect(() => {
    const step = forward.currentStep.value === null ? null : forward.step.value;
    const focused = step === null && host.contains(document.activeElement);
    host.hidden = step === null;
    opener.setAttribute("aria-expanded", String(step !== null));
    say(opener, phrase(step === null ? "forward.title" : "forward.whole"));
    if (focused) opener.focus();
    follow();
    if (step !== null) showStep(parts, step, lab, sentence.value);
  });
  return endAll(stop, stopListening);
}

type Parts = ReturnType<typeof partsOf>;

function partsOf(host: HTMLElement) {
  return {
    back: need<HTMLButtonElement>("[data-step=back]", host),
    on: need<HTMLButtonElement>("[data-step=on]", host),
    play: need("[data-step=play]", host),
    slider: need<HTMLInputElement>("input", host),
    count: need(".count", host),
    sentence: need(".sentence", host),
  };
}

function showStep(parts: Parts, step: number, { forward }: Lab, sentence: string): void {
  const steps = forward.steps.value.length;
  // Not disabled: a disabled button would lose the keyboard's focus.
  parts.back.setAttribute("aria-disabled", String(step <= 0));
  parts.on.setAttribute("aria-disabled", String(step >= steps - 1));
  const number = Math.min(step, steps - 1) + 1;
  say(parts.count, phrase("forward.count", { step: number, steps }));
  parts.slider.max = String(steps);
  parts.slider.value = String(number);
  parts.slider.setAttribute("aria-valuetext", phrase("forward.count", { step: number, steps }));
  say(parts.play, phrase(forward.autoplay.value ? "trace.pause" : "trace.play"));
  if (parts.sentence.textContent === sentence) return;
  say(parts.sentence, sentence);
  explainWithin([parts.sentence]);
}

/** Returns what scrolls to the current step's layer; to be called after the row is shown or hidden, which moves the layers. */
function layerFollower(stage: HTMLElement, lab: Lab): () => void {
  let last: Placed | undefined;
  let turns = lab.lesson.turns.peek();
  return () => {
    const layer = lab.forward.currentStep.value?.layer;
    const placed = lab.reader.placed.value.find(({ name }) => name === layer);
    if (placed?.name === last?.name && placed?.y === last?.y) return;
    // After the last step the layer stays in view. A lesson's next link begins at the top of the page.
    const shown = placed ?? (turns === lab.lesson.turns.peek() ? last : undefined);
    if (shown !== undefined && standBelow(lab.reader.placed.value)) showLayer(stage, shown);
    [last, turns] = [placed, lab.lesson.turns.peek()];
  };
}

/** Where layers stand one below another not all fit the screen: scrolls this one into view, at the position that it is moving to. */
function showLayer(stage: HTMLElement, { y, height }: Placed): void {
  const inSpace = stage.clientHeight === 0; // the 3D view takes its place
  if (!inSpace) scrollToMiddle(stage, y, height);
}
