/** What the transport bar moves: the pen along the strokes, or the drawing through the layers. */
import { pointsIn } from "../ink/timeline.ts";
import type { Lab } from "../state/lab.ts";
import { phrase } from "../words/phrases.ts";
import { shortTitle } from "../words/titles.ts";
import { nearest, type Tick, ticksOfSteps, ticksOfStrokes } from "./ticks.ts";

export type ClockName = "pen" | "layers";

/** What the bar shows of a clock, and what it does with it. */
export interface Clock {
  readonly name: ClockName;
  readonly ticks: readonly Tick[];
  /** The last tick that is reached. */
  readonly tick: number;
  /** How far it is, 0..1, and as a slider has it: from `least` to `most`. */
  readonly at: number;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** "3 of 13". */
  readonly count: string;
  /** Something of the drawing or of the network is left out: it runs. */
  readonly begun: boolean;
  readonly playing: boolean;
  /** Of its play button. */
  readonly playHint: string;
  /** Says what the slider is. */
  readonly label: string;
  /** To a value of the slider, or to a place of the track. */
  slideTo(value: number): void;
  goTo(at: number): void;
  back(): void;
  play(): void;
  on(): void;
}

/** The clock that runs, or that would; `still`: nothing moves by itself here. Reads signals. */
export function clockOf(lab: Lab, still: boolean): Clock {
  return chosen(lab) === "pen" ? penClock(lab) : layersClock(lab, still);
}

function chosen({ forward, trace, lecture }: Lab): ClockName {
  const tracing = trace.open.value && lecture.offers("trace");
  return forward.step.value === null && (tracing || !lecture.offers("steps")) ? "pen" : "layers";
}

export function chooseClock({ forward, trace }: Lab, name: ClockName): void {
  if (name === "pen") forward.endSteps();
  trace.openTrace(name === "pen");
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
    playing: forward.autoplay.value,
    playHint: phrase("forward.play.hint"),
    label: phrase("forward.slider"),
    slideTo: (value) => forward.stepTo(value - 1),
    goTo: (at) => forward.stepTo(nearest(ticks, at)),
    // From the whole network, the step before its end.
    back: () => (step === null ? forward.stepTo(last - 1) : forward.stepBack()),
    play: () => {
      if (still && !forward.autoplay.peek()) forward.stepOn();
      else forward.playSteps(!forward.autoplay.peek());
    },
    on: forward.stepOn,
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
    playing: trace.playing.value,
    playHint: phrase("trace.play.hint"),
    label: phrase("transport.pen"),
    slideTo: goTo,
    goTo: (at) => goTo(Math.round(at * points)),
    back: () => goTo(ends.findLast((end) => end < moment) ?? 0),
    play: () => trace.play(!trace.playing.peek()),
    on: () => goTo(ends.find((end) => end > moment) ?? ends[0] ?? 0),
  };
}
