/**
 * How fast the connection to the server is: measured with every answer, shown in the "live" badge, and used to decide
 * whether frames are compressed (deflated).
 *
 * Deflating a frame of 9 KB to a third takes 50 µs. That pays where the network needs longer than this for the saved bytes.
 */

export interface Answered {
  /** Milliseconds: when the answer came, how long that was after the request, and how much of it the server took. */
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

/** Milliseconds. Deflating starts where it saves more than WORTH, and stops where it saves less than NO_LONGER_WORTH. */
const WORTH = 10;
const NO_LONGER_WORTH = 3;
/** Size of a deflated frame as a part of the whole one, measured on LeNet-5's maps. */
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
      // The quickest answer shows the delay of the connection; what others take beyond it is the time for their bytes.
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
