import { nearest } from "../lecture/ticks.ts";
import type { Clock } from "../state/clock.ts";
import type { Lab } from "../state/lab.ts";
import { phrase, written } from "../words/phrases.ts";

/** The bar's third clock: a tick for each moment, at equal distances, because most is learned in the first few steps. */
export function epochsClock({ epochs }: Lab, still: boolean): Clock {
  const [steps, tick] = [epochs.detail.value?.steps ?? [], epochs.at.value];
  const last = Math.max(0, steps.length - 1);
  const ticks = steps.map((step, i) => ({ at: last === 0 ? 1 : i / last, name: written(step) }));
  return {
    name: "epochs",
    ticks,
    tick,
    at: ticks[tick]?.at ?? 1,
    value: tick,
    least: 0,
    most: last,
    count: steps.length === 0 ? "" : phrase("transport.step", { step: steps[tick] ?? 0 }),
    begun: steps.length > 0,
    over: epochs.moment.value !== null && tick === last,
    playing: epochs.playing.value,
    playHint: phrase("transport.epochs.hint"),
    label: phrase("transport.epochs.slider"),
    slideTo: epochs.goTo,
    goTo: (at) => epochs.goTo(nearest(ticks, at)),
    back: () => epochs.goTo(epochs.at.peek() - 1),
    play: () => {
      if (still) epochs.goTo(epochs.at.peek() < last ? epochs.at.peek() + 1 : 0);
      else epochs.playEpochs(!epochs.playing.peek());
    },
    on: epochs.stepOn,
    end: () => epochs.goTo(last),
  };
}
