import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import type { Drawing } from "../ink/strokes.ts";
import { momentAt, momentsOf, pointsIn, strideOf, timesOf } from "../ink/timeline.ts";
import { firstGuessOf, keptFor, type PenTrace, type Turn, turnsOf } from "../ink/trace.ts";
import { percent } from "../math/numbers.ts";
import { howRead } from "../state/asked.ts";
import { GUESSES, type Store } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { local, phrase } from "../words/phrases.ts";
import { paintTrace } from "./trace-graph.ts";

/** With reduced motion, a press of the button goes so many parts of the drawing further. */
const STRIDES = 10;

/** The ten probabilities along the strokes: what the network thought at each moment, and a way back to it. */
export function mountPenTrace(host: HTMLElement, opener: HTMLElement, store: Store): Dispose {
  const canvas = need<HTMLCanvasElement>("canvas", host);
  const slider = need<HTMLInputElement>("input", host);
  const play = need("[data-act=play]", host);
  const earlier = need<HTMLButtonElement>("[data-act=earlier]", host);
  const later = need<HTMLButtonElement>("[data-act=later]", host);
  const sentence = need(".sentence", host);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const player = makePlayer(store, still);

  /** The moments that the slider stops at: each was read by itself. */
  const stops = () => momentsOf(store.history.peek().drawing);
  const traceNow = (): PenTrace => {
    const { drawing } = store.history.peek();
    return keptFor({ drawing, how: howRead(store) }, store.penTrace.peek());
  };
  const slide = () => {
    store.play(false);
    store.scrub(stops()[Number(slider.value) - 1] ?? 0);
  };
  const jump = (turn: Turn | undefined) => {
    store.play(false);
    if (turn !== undefined) store.scrub(turn.moment);
  };
  const act = (event: Event) => {
    const chosen = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset.act;
    if (chosen === "play") store.play(!store.playing.peek());
    else if (chosen === "close") {
      store.openTrace(false);
      opener.focus();
    } else if (chosen !== undefined) {
      const now = store.moment.peek() ?? Infinity;
      const turns = turnsOf(traceNow());
      if (chosen === "earlier") jump(turns.findLast(({ moment }) => moment < now));
      else jump(turns.find(({ moment }) => moment > now));
    }
  };
  const open = () => {
    store.openTrace(true);
    slider.focus();
  };
  opener.addEventListener("click", open);
  host.addEventListener("click", act);
  slider.addEventListener("input", slide);

  const paint = () => {
    const trace = traceNow();
    const classes = store.network.peek()?.description.classes ?? [];
    const turns = turnsOf(trace);
    const moment = store.moment.peek();
    const all = stops();
    slider.max = String(all.length);
    const at = moment === null ? all.length : all.filter((stop) => stop <= moment).length;
    slider.value = String(at);
    slider.setAttribute("aria-valuetext", inWords(trace, all[at - 1] ?? 0, classes));
    slider.disabled = all.length === 0;
    earlier.disabled = !turns.some((turn) => turn.moment < (moment ?? Infinity));
    later.disabled = moment === null || !turns.some((turn) => turn.moment > moment);
    say(sentence, sentenceOf(store, trace, turns, classes));
    paintTrace(canvas, trace, classes, moment);
  };
  const stopPainting = paintOnChange(
    () => [
      store.tracing.value,
      store.history.value,
      store.penTrace.value,
      store.traceProblem.value,
      store.moment.value,
      store.playing.value,
      store.network.value,
      store.without.value,
      store.picture.value,
      store.pixels.value,
      store.theme.value,
      store.palette.value,
    ],
    () => store.tracing.peek() && paint(),
  );
  const stopStates = effect(() => {
    host.hidden = !store.tracing.value;
    const open = store.tracing.value && store.offers("trace");
    document.documentElement.toggleAttribute("data-tracing", open);
    opener.setAttribute("aria-expanded", String(store.tracing.value));
    say(play, phrase(playWord(store.playing.value, still.matches)));
  });
  const fit = new ResizeObserver(() => store.tracing.peek() && paint());
  fit.observe(canvas);
  return () => {
    player();
    fit.disconnect();
    stopPainting();
    stopStates();
    opener.removeEventListener("click", open);
    host.removeEventListener("click", act);
    slider.removeEventListener("input", slide);
  };
}

function playWord(playing: boolean, still: boolean) {
  if (still) return "trace.step";
  return playing ? "trace.pause" : "trace.play";
}

/** Moves the moment as fast as the pen moved; with reduced motion, one stride. */
function makePlayer(store: Store, still: MediaQueryList): Dispose {
  let request = 0;
  const begin = () => {
    const { drawing } = store.history.peek();
    const points = pointsIn(drawing);
    const from = store.moment.peek() ?? 0;
    if (points === 0) return store.play(false);
    if (still.matches) {
      store.scrub(from + Math.ceil(points / STRIDES));
      return store.play(false);
    }
    const times = timesOf(drawing);
    const began = performance.now() - (times[from - 1] ?? 0);
    const go = (now: number) => {
      const moment = momentAt(times, now - began);
      store.scrub(moment);
      if (moment >= points) return store.play(false);
      request = requestAnimationFrame(go);
    };
    request = requestAnimationFrame(go);
  };
  const stop = effect(() => {
    cancelAnimationFrame(request);
    if (store.playing.value) begin();
  });
  return () => {
    cancelAnimationFrame(request);
    stop();
  };
}

/** "after point 41 of 64: 8, 51.0 %" */
function inWords(trace: PenTrace, moment: number, classes: readonly string[]): string {
  const [point, points] = [moment, pointsIn(trace.drawing)];
  const probabilities = trace.probabilities.get(moment);
  const guess = probabilities === undefined ? null : firstGuessOf(probabilities);
  if (guess === null) return phrase("trace.at.blank", { point, points });
  const sure = local(percent(probabilities?.[guess] ?? 0));
  return phrase("trace.at", { point, points, guess: classes[guess] ?? "", sure });
}

/** What to know about the graph: why there is none, or where the guess last changed. */
function sentenceOf(
  store: Store,
  trace: PenTrace,
  turns: readonly Turn[],
  classes: readonly string[],
): string {
  const points = pointsIn(trace.drawing);
  if (store.pixels.peek() !== null) return phrase("trace.pixels");
  if (store.picture.peek() !== null) return phrase("trace.picture");
  if (points === 0) return phrase("trace.empty");
  if (store.isCovered(GUESSES)) return phrase("cover.trace");
  if (!store.traceable.peek()) return phrase("trace.long");
  if (store.playing.peek() && !isTimed(trace.drawing)) return phrase("trace.even");
  const problem = store.traceProblem.peek();
  if (problem !== null) return phrase("trace.problem", { problem });
  const now = store.moment.peek() ?? points;
  const last = turns.findLast(({ moment }) => moment <= now);
  const stride = strideOf(points);
  const thinned = stride > 1 ? ` ${phrase("trace.stride", { stride })}` : "";
  if (last !== undefined) return turnInWords(trace, last, now, classes) + thinned;
  const first = momentsOf(trace.drawing).find((moment) => guessAt(trace, moment) !== null);
  const guess = first === undefined ? null : guessAt(trace, first);
  if (guess === null) return phrase("trace.reading");
  return phrase("trace.steady", { guess: withArticle(classes[guess] ?? "") }) + thinned;
}

/** Whether all of it is known to have been drawn at some time: samples and old links are not. */
function isTimed(drawing: Drawing): boolean {
  return drawing.every(({ times }) => times !== undefined);
}

function guessAt(trace: PenTrace, moment: number): number | null {
  const own = trace.probabilities.get(moment);
  return own === undefined ? null : firstGuessOf(own);
}

/** "Here, at point 41 of 64, the 3 became an 8: 51.0 % against 44.1 %." */
function turnInWords(
  trace: PenTrace,
  { moment, from, to }: Turn,
  now: number,
  classes: readonly string[],
): string {
  const own = trace.probabilities.get(moment);
  return phrase(now === moment ? "trace.turn.here" : "trace.turn", {
    point: moment,
    points: pointsIn(trace.drawing),
    from: classes[from] ?? "",
    to: withArticle(classes[to] ?? ""),
    now: local(percent(own?.[to] ?? 0)),
    before: local(percent(own?.[from] ?? 0)),
  });
}

/** "a 3", "an 8". */
function withArticle(label: string): string {
  return phrase(/^(8|11|18|[aeiou])/i.test(label) ? "trace.an" : "trace.a", { label });
}
