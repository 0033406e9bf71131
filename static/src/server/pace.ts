/**
 * How good the way to the server is: measured by every answer, shown in the "live" badge, and the reason to deflate.
 *
 * A frame of 9 KB deflates to a third in 50 µs. That is worth it where the saved bytes would have been on their way for
 * longer.
 */

export interface Answered {
  /** Milliseconds: when the answer was here, from asking to answer, and of these on the server. */
  readonly at: number;
  readonly roundTrip: number;
  readonly took: number;
  readonly bytes: number;
}

export interface PaceMeter {
  note(answered: Answered): void;
  /** Answers in the last second, and the median time to one, in milliseconds. */
  measure(now: number): { readonly rate: number; readonly roundTrip: number };
  /** Whether the next frame should be deflated. */
  readonly slow: boolean;
}

/** Milliseconds that deflating has to save before it starts, and may still save before it stops. */
const WORTH = 10;
const NO_LONGER_WORTH = 3;
/** A deflated frame's part of the bytes, measured on LeNet-5's maps. */
const PART = 1 / 3;
const REMEMBERED = 8;

export function measurePace(): PaceMeter {
  const times: number[] = [];
  const travels: number[] = [];
  const roundTrips: number[] = [];
  let shortest = Number.POSITIVE_INFINITY;
  let slow = false;
  let bytes = 0;

  return {
    note: (answered) => {
      const travel = Math.max(0, answered.roundTrip - answered.took);
      shortest = Math.min(shortest, travel);
      bytes = slow ? answered.bytes / PART : answered.bytes;
      remember(travels, travel);
      remember(roundTrips, answered.roundTrip);
      times.push(answered.at);
      // What a frame takes longer than the quickest answer ever was is the time of its bytes.
      const carrying = Math.max(0, median(travels) - shortest);
      const saved = carrying * (slow ? (1 - PART) / PART : 1 - PART);
      slow = bytes > 2000 && saved > (slow ? NO_LONGER_WORTH : WORTH);
    },
    measure: (now) => {
      while (times[0] !== undefined && times[0] <= now - 1000) times.shift();
      return { rate: times.length, roundTrip: median(roundTrips) };
    },
    get slow() {
      return slow;
    },
  };
}

function remember(list: number[], value: number): void {
  list.push(value);
  if (list.length > REMEMBERED) list.shift();
}

function median(list: readonly number[]): number {
  return [...list].sort((one, other) => one - other)[list.length >> 1] ?? 0;
}
