import { effect } from "@preact/signals-core";
import { type Dispose, need, say } from "../dom/element.ts";
import type { Store } from "../store.ts";
import { phrase } from "../words.ts";

/** A row below the network: one sentence for each step of the forward pass, forwards and backwards. */
export function mountStepper(host: HTMLElement, opener: HTMLElement, store: Store): Dispose {
  const back = need<HTMLButtonElement>("[data-step=back]", host);
  const on = need<HTMLButtonElement>("[data-step=on]", host);
  const count = need(".count", host);
  const sentence = need(".sentence", host);

  const end = () => {
    const focused = host.contains(document.activeElement);
    store.endSteps();
    if (focused) opener.focus();
  };
  const begin = () => {
    if (store.step.peek() !== null) return end();
    store.stepTo(0);
    on.focus();
  };
  const acts: Readonly<Record<string, () => void>> = {
    back: store.stepBack,
    on: store.stepOn,
    end,
  };
  const click = (event: Event) => {
    const chosen = (event.target as Element).closest<HTMLElement>("[data-step]")?.dataset.step;
    acts[chosen ?? ""]?.();
  };
  /** Keys are the stepper's while its row has the keyboard, or nothing on the page has. */
  const key = (event: KeyboardEvent) => {
    if (store.step.peek() === null || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as Element;
    const inside = host.contains(target);
    if (!inside && target !== document.body && target !== document.documentElement) return;
    if (event.key === " " && inside) return; // the button under the keyboard is pressed
    const act = KEYS[event.key];
    if (act === undefined) return;
    if (act === "end" && !inside && store.pinned.peek() !== null) return; // the inspector's
    event.preventDefault();
    acts[act]?.();
  };
  opener.addEventListener("click", begin);
  host.addEventListener("click", click);
  addEventListener("keydown", key);

  const stop = effect(() => {
    const step = store.telling.value === null ? null : store.step.value;
    const steps = store.forward.value.length;
    host.hidden = step === null;
    opener.setAttribute("aria-expanded", String(step !== null));
    if (step === null) return;
    // Not disabled: the keyboard would be lost with the button.
    back.setAttribute("aria-disabled", String(step <= 0));
    on.setAttribute("aria-disabled", String(step >= steps - 1));
    say(count, phrase("forward.count", { step: Math.min(step, steps - 1) + 1, steps }));
    say(sentence, store.told.value);
  });
  const stopFollowing = effect(() => {
    const layer = store.telling.value?.layer;
    if (layer !== undefined) showLayer(layer);
  });
  return () => {
    stop();
    stopFollowing();
    opener.removeEventListener("click", begin);
    host.removeEventListener("click", click);
    removeEventListener("keydown", key);
  };
}

/** On a phone the layers go on below the screen: the one that is told comes into view. */
function showLayer(name: string): void {
  if (!matchMedia("(max-width: 700px)").matches) return;
  const layer = document.querySelector(`[data-layer="${name}"]`);
  layer?.scrollIntoView({ block: "center", behavior: "instant" });
}

const KEYS: Readonly<Record<string, "back" | "on" | "end">> = {
  ArrowRight: "on",
  PageDown: "on",
  " ": "on",
  ArrowLeft: "back",
  PageUp: "back",
  Escape: "end",
};
