/** Plays by itself: a number that grows at each animation frame until its end, and a button that plays and pauses. */
import { effect, type Signal, signal } from "@preact/signals-core";
import { listen } from "../events/listen.ts";

/** `step`: how much the number grows in so many milliseconds. At the end, playing starts from the beginning. Returns what ends it. */
export function mountPlay(
  button: HTMLElement,
  range: HTMLInputElement,
  value: Signal<number>,
  step: (milliseconds: number) => number,
): () => void {
  const plays = signal(false);
  let [frame, last, part] = [0, 0, 0];
  const go = (now: number) => {
    part += step(last === 0 ? 0 : now - last);
    last = now;
    const whole = Math.floor(part);
    part -= whole;
    value.value = Math.min(Number(range.max), value.peek() + whole);
    if (value.peek() >= Number(range.max)) plays.value = false;
    else frame = requestAnimationFrame(go);
  };
  const ended = [
    listen(button, {
      click: () => {
        if (!plays.peek() && value.peek() >= Number(range.max)) value.value = Number(range.min);
        plays.value = !plays.peek();
      },
    }),
    listen(range, {
      input: () => {
        plays.value = false;
        value.value = Number(range.value);
      },
    }),
    effect(() => {
      range.value = String(value.value);
    }),
    effect(() => {
      cancelAnimationFrame(frame);
      last = 0;
      button.setAttribute("aria-pressed", String(plays.value));
      button.toggleAttribute("data-playing", plays.value);
      if (plays.value) frame = requestAnimationFrame(go);
    }),
  ];
  return () => {
    cancelAnimationFrame(frame);
    for (const end of ended) end();
  };
}
