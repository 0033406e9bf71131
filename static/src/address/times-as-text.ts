/** When each point of a linked drawing was drawn: two or three bits a point, behind the strokes. */
import type { Drawing, Stroke } from "../ink/strokes.ts";
import { timesOf } from "../ink/timeline.ts";
import { type Reader, sizeOfNatural, type Writer } from "./bits.ts";

/** Milliseconds: finer than an eye follows a pen. */
const TICK = 20;
/** The longest rest of a pen in ticks, a minute: longer ones are written as this. */
const LONGEST = 3000;
const ORDER_BITS = 3;

/** Writes the times that playing at writing speed uses, in which long pauses are shortened. */
export function writeTimes(to: Writer, drawing: Drawing): void {
  const ticks = timesOf(drawing).map((time) => Math.round(time / TICK));
  const waits = ticks.map((tick, i) => Math.min(LONGEST, tick - (ticks[i - 1] ?? 0)));
  const size = (order: number) => waits.reduce((sum, wait) => sum + sizeOfNatural(wait, order), 0);
  const orders = Array.from({ length: 2 ** ORDER_BITS }, (_, order) => order);
  const order = orders.reduce((best, each) => (size(each) < size(best) ? each : best), 0);
  to.bits(order, ORDER_BITS);
  for (const wait of waits) to.natural(wait, order);
}

/** The strokes with their times; throws a RangeError where no pen can have waited so long. */
export function withTimes(drawing: readonly Stroke[], from: Reader): Stroke[] {
  const order = from.bits(ORDER_BITS);
  let now = 0;
  return drawing.map((stroke) => {
    const times = stroke.points.map(() => {
      const wait = from.natural(order);
      if (wait > LONGEST) throw new RangeError("the pen waits too long");
      now += wait * TICK;
      return now;
    });
    return { ...stroke, times };
  });
}
