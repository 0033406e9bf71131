/** The bar at the foot of the stage: one row of controls for the clocks that a drawing has. */
import { effect } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { patchChildren } from "../dom/patch.ts";
import { listen } from "../events/listen.ts";
import type { Clock } from "../state/clock.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { chooseClock, clockOf } from "./clocks.ts";
import { namedOn } from "./ticks.ts";

/** `opener`: the page's button that plays the film, pauses it, or goes back to the whole network. */
export function mountTransport(host: HTMLElement, opener: HTMLElement, lab: Lab): Dispose {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const parts = partsOf(host);
  let clock = clockOf(lab, still.matches);
  let width = 0;
  const show = () => showClock(parts, clock, width, still.matches);
  const observer = new ResizeObserver(([entry]) => {
    width = (entry?.contentRect.width ?? 0) / remOf(host);
    show();
  });
  observer.observe(parts.track);
  return endAll(
    effect(() => {
      clock = clockOf(lab, still.matches);
      show();
    }),
    effect(() => say(opener, phrase(wordOf(lab, still.matches)))),
    effect(() => {
      opener.toggleAttribute("data-playing", lab.forward.autoplay.value);
      host.toggleAttribute("data-running", lab.forward.running.value);
    }),
    () => observer.disconnect(),
    listen(opener, { click: () => press(lab, still.matches) }),
    listen(host, { click: (event) => choose(event, clock, lab) }),
    listen(parts.slider, { input: () => clock.slideTo(Number(parts.slider.value)) }),
    followPointer(parts.track, (at) => clock.goTo(at)),
  );
}

type Parts = ReturnType<typeof partsOf>;

function partsOf(host: HTMLElement) {
  return {
    host,
    clocks: [...host.querySelectorAll<HTMLElement>("[data-clock]")],
    back: need("[data-step=back]", host),
    play: need("[data-step=play]", host),
    on: need("[data-step=on]", host),
    track: need(".track", host),
    slider: need<HTMLInputElement>("input", host),
    ticks: need(".ticks", host),
    count: need(".count", host),
  };
}

function remOf({ ownerDocument }: HTMLElement): number {
  return Number.parseFloat(getComputedStyle(ownerDocument.documentElement).fontSize) || 16;
}

function showClock(parts: Parts, clock: Clock, width: number, still: boolean): void {
  const { host, clocks, play, track, slider, ticks, count } = parts;
  for (const each of clocks)
    each.setAttribute("aria-pressed", String(each.dataset.clock === clock.name));
  // Not disabled: a disabled button would lose the keyboard's focus.
  parts.back.setAttribute("aria-disabled", String(clock.value <= clock.least));
  parts.on.setAttribute("aria-disabled", String(clock.over));
  host.toggleAttribute("data-begun", clock.begun);
  play.toggleAttribute("data-playing", clock.playing);
  const word = clock.playing ? "trace.pause" : still ? "trace.step" : "trace.play";
  play.setAttribute("aria-label", phrase(word));
  play.title = clock.playHint;
  slider.min = String(clock.least);
  slider.max = String(clock.most);
  slider.value = String(clock.value);
  slider.setAttribute("aria-label", clock.label);
  const step = clock.name === "layers" ? clock.ticks[clock.tick]?.name : undefined;
  slider.setAttribute("aria-valuetext", step ? `${clock.count}: ${step}` : clock.count);
  track.style.setProperty("--at", String(clock.at));
  const named = namedOn(clock.ticks, width, clock.tick);
  patchChildren(
    ticks,
    clock.ticks.map(({ at, name }, i) => {
      const tick = make("span", named.has(i) ? { text: name } : {});
      tick.style.setProperty("--at", String(at));
      if (i === clock.tick) tick.className = "now";
      return tick;
    }),
  );
  say(count, clock.begun ? clock.count : "");
}

function choose({ target }: Event, clock: Clock, lab: Lab): void {
  const button = (target as Element).closest<HTMLElement>("button");
  const acts: Readonly<Record<string, () => void>> = {
    back: clock.back,
    play: clock.play,
    on: clock.on,
    end: clock.end,
    pen: () => chooseClock(lab, "pen"),
    layers: () => chooseClock(lab, "layers"),
    epochs: () => chooseClock(lab, "epochs"),
  };
  acts[button?.dataset.step ?? button?.dataset.clock ?? ""]?.();
}

/** Calls with the pointer's position on the track, 0..1, while it is down. */
function followPointer(track: HTMLElement, goTo: (at: number) => void): Dispose {
  let [left, width] = [0, 0];
  const follow = ({ clientX }: PointerEvent) => {
    if (width > 0) goTo(Math.max(0, Math.min(1, (clientX - left) / width)));
  };
  return listen(track, {
    pointerdown: (event) => {
      if (event.button !== 0) return;
      ({ left, width } = track.getBoundingClientRect());
      track.setPointerCapture(event.pointerId);
      follow(event);
    },
    pointermove: follow,
    lostpointercapture: () => {
      width = 0;
    },
  });
}

/** What the page's button (`opener`) does now. */
function wordOf({ forward }: Lab, still: boolean) {
  const step = forward.step.value;
  if (step === null) return "forward.title";
  if (forward.autoplay.value) return "trace.pause";
  if (step >= forward.steps.value.length - 1) return "forward.whole";
  return still ? "forward.on" : "forward.play";
}

function press({ forward }: Lab, still: boolean): void {
  const step = forward.step.peek();
  const isLast = step !== null && step >= forward.steps.peek().length - 1;
  if (isLast && !forward.autoplay.peek()) forward.endSteps();
  else if (still) forward.stepOn();
  else forward.playSteps(!forward.autoplay.peek());
}
