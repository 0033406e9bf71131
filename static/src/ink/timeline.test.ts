import { describe, expect, test } from "vitest";
import { SAMPLES } from "./samples.ts";
import {
  type Change,
  type Drawing,
  EMPTY,
  type History,
  incrementOf,
  type Point,
  prefixOf,
  reduce,
  toWire,
} from "./strokes.ts";
import {
  EVEN_PACE,
  LONGEST_PAUSE,
  liftsOf,
  MOST_MOMENTS,
  momentAt,
  momentsOf,
  PAUSE,
  pointsIn,
  sharedMoment,
  timesOf,
} from "./timeline.ts";

const TRIALS = 200;

/** Numbers in 0..1, the same in each run. */
function chance(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What a hand does: strokes, the eraser, undo, redo, clearing, and going on from an earlier moment. */
function randomHistory(random: () => number): History {
  let history: History = EMPTY;
  let clock = 0;
  const point = (): Point => [random(), random()];
  const act = (change: Change) => {
    history = reduce(history, change);
  };
  for (let i = 0; i < 3 + random() * 8; i++) {
    const kind = random();
    if (kind < 0.65) {
      clock += 500 * random();
      const after = Math.floor(pointsIn(history.drawing) * random());
      const timed = random() < 0.8;
      const time = timed ? { time: clock } : {};
      act({
        type: "begin",
        point: point(),
        width: 0.07,
        ...time,
        ...(random() < 0.2 && { after }),
      });
      for (let j = 0; j < random() * 6; j++) {
        const points = Array.from({ length: 1 + Math.floor(random() * 4) }, point);
        const times = points.map(() => (clock += 40 * random()));
        act({ type: "extend", points, ...(timed && { times }) });
      }
    } else if (kind < 0.75) {
      act({ type: "beginRub" });
      act({ type: "rub", from: point(), to: point(), radius: 0.05 });
    } else if (kind < 0.9) act({ type: "undo" });
    else if (kind < 0.96) act({ type: "redo" });
    else act({ type: "clear" });
  }
  return history;
}

const each = (check: (history: History, random: () => number) => void) => {
  for (let seed = 1; seed <= TRIALS; seed++) {
    const random = chance(seed);
    check(randomHistory(random), random);
  }
};
const flat = (drawing: Drawing) => drawing.flatMap(({ points }) => points);

describe("prefixes of any drawing", () => {
  test("have as many points as the moment says, the first ones, in order", () => {
    each(({ drawing }) => {
      const all = flat(drawing);
      for (let moment = 0; moment <= all.length; moment++) {
        const prefix = prefixOf(drawing, moment);
        expect(flat(prefix)).toEqual(all.slice(0, moment));
        expect(prefix.every(({ points }) => points.length > 0)).toBe(true);
      }
    });
  });

  test("grow into one another, and end in the drawing itself", () => {
    each(({ drawing }, random) => {
      const points = pointsIn(drawing);
      expect(prefixOf(drawing, points)).toBe(drawing);
      expect(prefixOf(drawing, null)).toBe(drawing);
      const later = Math.floor(random() * (points + 1));
      const earlier = Math.floor(random() * (later + 1));
      expect(prefixOf(prefixOf(drawing, later), earlier)).toEqual(prefixOf(drawing, earlier));
    });
  });

  test("travel as beginnings of what the whole drawing travels as", () => {
    each(({ drawing }) => {
      const whole = toWire(drawing).flat();
      for (let moment = 0; moment <= whole.length; moment++)
        expect(toWire(prefixOf(drawing, moment)).flat()).toEqual(whole.slice(0, moment));
    });
  });

  test("played within a stroke, travel as increments", () => {
    each(({ drawing }) => {
      const lifts = [0, ...liftsOf(drawing)];
      for (let moment = 1; moment < pointsIn(drawing); moment++) {
        if (lifts.includes(moment)) continue; // the prefix ends in a whole stroke
        const [before, now] = [prefixOf(drawing, moment), prefixOf(drawing, moment + 1)];
        if (now.at(-1) === drawing.at(now.length - 1)) continue; // the next point completes a stroke
        expect(incrementOf(before, now)?.points).toHaveLength(1);
      }
    });
  });

  test("of equal drawings are equal, however they were made", () => {
    each(({ drawing }, random) => {
      const copy = drawing.map((stroke) => ({ ...stroke, points: stroke.points.map((p) => p) }));
      const moment = Math.floor(random() * (pointsIn(drawing) + 1));
      expect(prefixOf(copy, moment)).toEqual(prefixOf(drawing, moment));
      expect(sharedMoment(copy, drawing)).toBe(pointsIn(drawing));
    });
  });
});

describe("the moments that are read", () => {
  test("are in order, at most as many as asked for, and end with the whole drawing", () => {
    each(({ drawing }, random) => {
      for (const most of [MOST_MOMENTS, 1 + Math.floor(random() * 20)]) {
        const moments = momentsOf(drawing, most);
        expect(moments.length).toBeLessThanOrEqual(most);
        expect(moments.at(-1) ?? 0).toBe(pointsIn(drawing));
        for (const [i, moment] of moments.entries()) {
          expect(moment).toBeGreaterThan(moments[i - 1] ?? 0);
          expect(moment % (moments[0] ?? 1) === 0 || i === moments.length - 1).toBe(true);
        }
      }
    });
  });

  test("are all points of a drawing that is not long", () => {
    const five = SAMPLES.get("5") ?? [];
    expect(momentsOf(five)).toEqual(Array.from({ length: pointsIn(five) }, (_, i) => i + 1));
  });
});

describe("what two drawings share", () => {
  test("is a prefix of both, and one point more is not", () => {
    each((history, random) => {
      const other = [...history.past, ...history.future][Math.floor(random() * 5)] ?? [];
      const shared = sharedMoment(history.drawing, other);
      const [one, two] = [flat(history.drawing), flat(other)];
      const wire = (drawing: Drawing, moment: number) => toWire(prefixOf(drawing, moment));
      expect(wire(history.drawing, shared)).toEqual(wire(other, shared));
      if (shared < Math.min(one.length, two.length))
        expect(wire(history.drawing, shared + 1)).not.toEqual(wire(other, shared + 1));
    });
  });

  test("after undo is the whole of what is left; after one more stroke all that was there", () => {
    each((history) => {
      const more = reduce(history, { type: "begin", point: [0.5, 0.5], width: 0.07 });
      expect(sharedMoment(history.drawing, more.drawing)).toBe(pointsIn(history.drawing));
      const undone = reduce(more, { type: "undo" });
      expect(sharedMoment(undone.drawing, more.drawing)).toBe(pointsIn(undone.drawing));
    });
  });
});

describe("times", () => {
  test("are never earlier than the point before, one for each point, from zero", () => {
    each(({ drawing }) => {
      const times = timesOf(drawing);
      expect(times).toHaveLength(pointsIn(drawing));
      for (const [i, time] of times.entries())
        expect(time).toBeGreaterThanOrEqual(times[i - 1] ?? 0);
      if (times.length > 0) expect(times[0]).toBe(0);
    });
  });

  test("that were recorded are kept, without long pauses; where none were, the pace is even", () => {
    const timed = [
      { points: [[0, 0] as Point, [1, 0] as Point], width: 0.1, times: [1000, 1017] },
      { points: [[0, 1] as Point, [1, 1] as Point], width: 0.1, times: [1217, 1240] },
      { points: [[0, 1] as Point], width: 0.1, times: [9000] },
      { points: [[0, 1] as Point, [1, 1] as Point], width: 0.1 },
      { points: [[0, 1] as Point], width: 0.1, times: [12] }, // of another visit
    ];
    const third = 240 + LONGEST_PAUSE;
    const fourth = third + PAUSE;
    const fifth = fourth + EVEN_PACE + PAUSE;
    expect(timesOf(timed)).toEqual([0, 17, 217, 240, third, fourth, fourth + EVEN_PACE, fifth]);
  });

  test("tell the moment that the pen had got to", () => {
    each(({ drawing }) => {
      const times = timesOf(drawing);
      for (const [i, time] of times.entries()) {
        const moment = momentAt(times, time);
        expect(times[moment - 1]).toBe(time);
        expect(moment).toBeGreaterThan(i);
      }
      expect(momentAt(times, Infinity)).toBe(times.length);
      if (times.length > 0) expect(momentAt(times, -1)).toBe(1);
    });
  });
});
