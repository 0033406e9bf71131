import { effect } from "@preact/signals-core";
import { momentAt, pointsIn, timesOf } from "../ink/timeline.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

/** With reduced motion, a press of the button goes so many parts of the drawing further. */
const STRIDES = 10;

/** Moves the moment as fast as the pen moved; with reduced motion, one stride. */
export function followPlaying(lab: Lab, still: MediaQueryList): Dispose {
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
