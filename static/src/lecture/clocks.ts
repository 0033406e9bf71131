/** What the transport bar moves: the pen along the strokes, or the drawing through the layers. */
import { pointsIn } from "../ink/timeline.ts";
import type { Clock, ClockName } from "../state/clock.ts";
import type { Lab } from "../state/lab.ts";
import { phrase } from "../words/phrases.ts";
import { shortTitle } from "../words/titles.ts";
import { nearest, ticksOfSteps, ticksOfStrokes } from "./ticks.ts";

/** The current clock, running or not; `still`: the user wants no motion. Reads signals. */
export function clockOf(lab: Lab, still: boolean): Clock {
  const name = chosen(lab);
  const epochs = name === "epochs" ? lab.epochs.clock.value : null;
  if (epochs !== null) return epochs(still);
  return name === "pen" ? penClock(lab) : layersClock(lab, still);
}

function chosen({ epochs, forward, trace, lecture }: Lab): ClockName {
  if (epochs.film.value !== null && epochs.clock.value !== null) return "epochs";
  const tracing = trace.open.value && lecture.offers("trace");
  return forward.step.value === null && (tracing || !lecture.offers("steps")) ? "pen" : "layers";
}

export function chooseClock({ epochs, forward, trace, look, lecture }: Lab, name: ClockName): void {
  if (name !== "layers") forward.endSteps();
  trace.openTrace(name === "pen");
  epochs.openFilm(name === "epochs" ? (epochs.film.peek() ?? "") : null);
  if (name === "epochs" && !lecture.on.peek()) look.openPanel("epochs");
}

function layersClock({ forward, reader }: Lab, still: boolean): Clock {
  const [steps, step, network] = [forward.steps.value, forward.step.value, reader.network.value];
  const nameOf = (name: string) => {
    const layer = network?.layer.get(name);
    return layer === undefined ? name : shortTitle(layer);
  };
  const ticks = ticksOfSteps(steps, nameOf, phrase("transport.chances"));
  const last = Math.max(0, steps.length - 1);
  const tick = step === null ? last : Math.min(step, last);
  const count = phrase("forward.count", { step: tick + 1, steps: steps.length });
  return {
    name: "layers",
    ticks,
    tick,
    at: ticks[tick]?.at ?? 1,
    value: tick + 1,
    least: 1,
    most: last + 1,
    count,
    begun: step !== null,
    over: step !== null && step >= last,
    playing: forward.autoplay.value,
    playHint: phrase("forward.play.hint"),
    label: phrase("forward.slider"),
    slideTo: (value) => forward.stepTo(value - 1),
    goTo: (at) => forward.stepTo(nearest(ticks, at)),
    // From the whole network, back goes to the step before the last.
    back: () => (step === null ? forward.stepTo(last - 1) : forward.stepBack()),
    play: () => {
      if (still && !forward.autoplay.peek()) forward.stepOn();
      else forward.playSteps(!forward.autoplay.peek());
    },
    on: forward.stepOn,
    end: forward.endSteps,
  };
}

function penClock({ trace, ink }: Lab): Clock {
  const { drawing } = ink.history.value;
  const points = pointsIn(drawing);
  const moment = Math.min(points, trace.moment.value ?? points);
  const ticks = ticksOfStrokes(drawing, (stroke) => phrase("transport.stroke", { stroke }));
  const ends = ticks.map(({ at }) => Math.round(at * points));
  const goTo = (next: number) => {
    trace.play(false);
    trace.scrub(next);
  };
  return {
    name: "pen",
    ticks,
    tick: ends.findLastIndex((end) => end <= moment),
    at: points === 0 ? 1 : moment / points,
    value: moment,
    least: 0,
    most: points,
    count: phrase("forward.count", { step: moment, steps: points }),
    begun: moment < points,
    over: false, // it begins anew
    playing: trace.playing.value,
    playHint: phrase("trace.play.hint"),
    label: phrase("transport.pen"),
    slideTo: goTo,
    goTo: (at) => goTo(Math.round(at * points)),
    back: () => goTo(ends.findLast((end) => end < moment) ?? 0),
    play: () => trace.play(!trace.playing.peek()),
    on: () => goTo(ends.find((end) => end > moment) ?? ends[0] ?? 0),
    end: () => goTo(points),
  };
}
