import { followDensity } from "../dom/density.ts";
import { need, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { listen } from "../events/listen.ts";
import { momentsOf } from "../ink/timeline.ts";
import { keptFor, type Turn, turnsOf } from "../ink/trace.ts";
import { howRead } from "../state/asked.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { type NamedTrace, namedTrace } from "../words/trace-named.ts";
import { paintTrace } from "./trace-graph.ts";
import { momentInWords, traceInWords } from "./trace-in-words.ts";
import { followPlaying } from "./trace-player.ts";

/**
 * The probabilities along the strokes: what the network thought at each moment, and a way back to it. The keyboard goes to
 * `back` when the trace is closed.
 */
export function mountPenTrace(host: HTMLElement, back: HTMLElement, lab: Lab): Dispose {
  const canvas = need<HTMLCanvasElement>("canvas", host);
  const controls: TraceControls = {
    slider: need<HTMLInputElement>("input", host),
    earlier: need<HTMLButtonElement>("[data-act=earlier]", host),
    later: need<HTMLButtonElement>("[data-act=later]", host),
  };
  const sentence = need(".sentence", host);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const paint = () => {
    if (!lab.trace.open.peek()) return;
    const named = traceNow(lab);
    const turns = turnsOf(named.trace, named.areAlone);
    showControls(controls, lab, named, turns);
    say(sentence, traceInWords(lab, named, turns));
    paintTrace(canvas, named, lab.trace.moment.peek());
  };
  const fit = new ResizeObserver(paint);
  fit.observe(canvas);
  return endAll(
    followPlaying(lab, still),
    () => fit.disconnect(),
    followDensity(paint),
    paintOnChange(() => whatIsShown(lab), paint),
    followHand(host, back, controls.slider, lab),
  );
}

interface TraceControls {
  readonly slider: HTMLInputElement;
  /** Buttons to the change of the first guess before the moment, and after it. */
  readonly earlier: HTMLButtonElement;
  readonly later: HTMLButtonElement;
}

/** Signals whose change is seen in the graph or the sentence. */
function whatIsShown({ trace, ink, reader, look }: Lab): unknown {
  return [
    trace.open.value,
    trace.penTrace.value,
    trace.problem.value,
    trace.moment.value,
    trace.playing.value,
    ink.history.value,
    ink.picture.value,
    ink.pixels.value,
    reader.network.value,
    look.without.value,
    look.theme.value,
    look.palette.value,
    look.groups.value,
  ];
}

/** The trace of the drawing as it is now, with the names of the network's guesses. */
function traceNow(lab: Lab): NamedTrace {
  const { drawing } = lab.ink.history.peek();
  const trace = keptFor({ drawing, how: howRead(lab) }, lab.trace.penTrace.peek());
  return namedTrace(trace, lab.reader.network.peek(), lab.look.groups.peek());
}

/** The moments that the slider stops at: each was read by itself. */
function stopsOf(lab: Lab): number[] {
  return momentsOf(lab.ink.history.peek().drawing);
}

function showControls(
  { slider, earlier, later }: TraceControls,
  lab: Lab,
  named: NamedTrace,
  turns: readonly Turn[],
): void {
  const moment = lab.trace.moment.peek();
  const stops = stopsOf(lab);
  const at = moment === null ? stops.length : stops.filter((stop) => stop <= moment).length;
  slider.max = String(stops.length);
  slider.value = String(at);
  slider.setAttribute("aria-valuetext", momentInWords(named, stops[at - 1] ?? 0));
  slider.disabled = stops.length === 0;
  earlier.disabled = !turns.some((turn) => turn.moment < (moment ?? Infinity));
  later.disabled = moment === null || !turns.some((turn) => turn.moment > moment);
  // Where no classes are named, no guess ever changes.
  for (const each of [earlier, later]) each.hidden = named.classes.length === 0;
}

function followHand(
  host: HTMLElement,
  back: HTMLElement,
  slider: HTMLInputElement,
  lab: Lab,
): Dispose {
  const acts: Readonly<Record<string, () => void>> = {
    close: () => {
      lab.trace.openTrace(false);
      back.focus();
    },
    earlier: () => jump(lab, (turns, now) => turns.findLast(({ moment }) => moment < now)),
    later: () => jump(lab, (turns, now) => turns.find(({ moment }) => moment > now)),
  };
  return endAll(
    listen(host, {
      click: ({ target }) => {
        const chosen = (target as Element).closest<HTMLElement>("[data-act]")?.dataset.act;
        acts[chosen ?? ""]?.();
      },
    }),
    listen(slider, {
      input: () => {
        lab.trace.play(false);
        lab.trace.scrub(stopsOf(lab)[Number(slider.value) - 1] ?? 0);
      },
    }),
  );
}

/** Goes to one of the changes of the first guess, and stops there. */
function jump(lab: Lab, choose: (turns: readonly Turn[], now: number) => Turn | undefined): void {
  const { trace, areAlone } = traceNow(lab);
  const turn = choose(turnsOf(trace, areAlone), lab.trace.moment.peek() ?? Infinity);
  lab.trace.play(false);
  if (turn !== undefined) lab.trace.scrub(turn.moment);
}
