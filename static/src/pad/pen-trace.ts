import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { listen } from "../dom/listen.ts";
import type { Drawing } from "../ink/strokes.ts";
import { momentAt, momentsOf, pointsIn, strideOf, timesOf } from "../ink/timeline.ts";
import { firstGuessOf, keptFor, type PenTrace, type Turn, turnsOf } from "../ink/trace.ts";
import { howRead } from "../state/asked.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { percent } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";
import { paintTrace } from "./trace-graph.ts";

/** With reduced motion, a press of the button goes so many parts of the drawing further. */
const STRIDES = 10;

/** The ten probabilities along the strokes: what the network thought at each moment, and a way back to it. */
export function mountPenTrace(host: HTMLElement, opener: HTMLElement, lab: Lab): Dispose {
  const canvas = need<HTMLCanvasElement>("canvas", host);
  const slider = need<HTMLInputElement>("input", host);
  const play = need("[data-act=play]", host);
  const earlier = need<HTMLButtonElement>("[data-act=earlier]", host);
  const later = need<HTMLButtonElement>("[data-act=later]", host);
  const sentence = need(".sentence", host);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const player = makePlayer(lab, still);

  /** The moments that the slider stops at: each was read by itself. */
  const stops = () => momentsOf(lab.ink.history.peek().drawing);
  const traceNow = (): PenTrace => {
    const { drawing } = lab.ink.history.peek();
    return keptFor({ drawing, how: howRead(lab) }, lab.trace.penTrace.peek());
  };
  const slide = () => {
    lab.trace.play(false);
    lab.trace.scrub(stops()[Number(slider.value) - 1] ?? 0);
  };
  const jump = (turn: Turn | undefined) => {
    lab.trace.play(false);
    if (turn !== undefined) lab.trace.scrub(turn.moment);
  };
  const act = (event: Event) => {
    const chosen = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset.act;
    if (chosen === "play") lab.trace.play(!lab.trace.playing.peek());
    else if (chosen === "close") {
      lab.trace.openTrace(false);
      opener.focus();
    } else if (chosen !== undefined) {
      const now = lab.trace.moment.peek() ?? Infinity;
      const turns = turnsOf(traceNow());
      if (chosen === "earlier") jump(turns.findLast(({ moment }) => moment < now));
      else jump(turns.find(({ moment }) => moment > now));
    }
  };
  const open = () => {
    lab.trace.openTrace(true);
    slider.focus();
  };

  const paint = () => {
    const trace = traceNow();
    const classes = lab.reader.network.peek()?.classes ?? [];
    const turns = turnsOf(trace);
    const moment = lab.trace.moment.peek();
    const all = stops();
    slider.max = String(all.length);
    const at = moment === null ? all.length : all.filter((stop) => stop <= moment).length;
    slider.value = String(at);
    slider.setAttribute("aria-valuetext", inWords(trace, all[at - 1] ?? 0, classes));
    slider.disabled = all.length === 0;
    earlier.disabled = !turns.some((turn) => turn.moment < (moment ?? Infinity));
    later.disabled = moment === null || !turns.some((turn) => turn.moment > moment);
    say(sentence, sentenceOf(lab, trace, turns, classes));
    paintTrace(canvas, trace, classes, moment);
  };
  const stopPainting = paintOnChange(
    () => [
      lab.trace.open.value,
      lab.ink.history.value,
      lab.trace.penTrace.value,
      lab.trace.problem.value,
      lab.trace.moment.value,
      lab.trace.playing.value,
      lab.reader.network.value,
      lab.look.without.value,
      lab.ink.picture.value,
      lab.ink.pixels.value,
      lab.look.theme.value,
      lab.look.palette.value,
    ],
    () => lab.trace.open.peek() && paint(),
  );
  const stopStates = effect(() => {
    host.hidden = !lab.trace.open.value;
    opener.setAttribute("aria-expanded", String(lab.trace.open.value));
    say(play, phrase(playWord(lab.trace.playing.value, still.matches)));
  });
  const fit = new ResizeObserver(() => lab.trace.open.peek() && paint());
  fit.observe(canvas);
  return endAll(
    player,
    () => fit.disconnect(),
    stopPainting,
    stopStates,
    listen(opener, { click: open }),
    listen(host, { click: act }),
    listen(slider, { input: slide }),
  );
}

function playWord(playing: boolean, still: boolean) {
  if (still) return "trace.step";
  return playing ? "trace.pause" : "trace.play";
}

/** Moves the moment as fast as the pen moved; with reduced motion, one stride. */
function makePlayer(lab: Lab, still: MediaQueryList): Dispose {
  let request = 0;
  const begin = () => {
    const { drawing } = lab.ink.history.peek();
    const points = pointsIn(drawing);
    const from = lab.trace.moment.peek() ?? 0;
    if (points === 0) return lab.trace.play(false);
    if (still.matches) {
      lab.trace.scrub(from + Math.ceil(points / STRIDES));
      return lab.trace.play(false);
    }
    const times = timesOf(drawing);
    const began = performance.now() - (times[from - 1] ?? 0);
    const go = (now: number) => {
      const moment = momentAt(times, now - began);
      lab.trace.scrub(moment);
      if (moment >= points) return lab.trace.play(false);
      request = requestAnimationFrame(go);
    };
    request = requestAnimationFrame(go);
  };
  const stop = effect(() => {
    cancelAnimationFrame(request);
    if (lab.trace.playing.value) begin();
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
  const sure = percent(probabilities?.[guess] ?? 0);
  return phrase("trace.at", { point, points, guess: classes[guess] ?? "", sure });
}

/** What to know about the graph: why there is none, or where the guess last changed. */
function sentenceOf(
  lab: Lab,
  trace: PenTrace,
  turns: readonly Turn[],
  classes: readonly string[],
): string {
  const points = pointsIn(trace.drawing);
  if (lab.ink.pixels.peek() !== null) return phrase("trace.pixels");
  if (lab.ink.picture.peek() !== null) return phrase("trace.picture");
  if (points === 0) return phrase("trace.empty");
  if (lab.lecture.isCovered(GUESSES)) return phrase("cover.trace");
  if (!lab.trace.traceable.peek()) return phrase("trace.long");
  if (lab.trace.playing.peek() && !isTimed(trace.drawing)) return phrase("trace.even");
  const problem = lab.trace.problem.peek();
  if (problem !== null) return phrase("trace.problem", { problem });
  const now = lab.trace.moment.peek() ?? points;
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
    now: percent(own?.[to] ?? 0),
    before: percent(own?.[from] ?? 0),
  });
}

/** "a 3", "an 8". */
function withArticle(label: string): string {
  return phrase(/^(8|11|18|[aeiou])/i.test(label) ? "trace.an" : "trace.a", { label });
}
