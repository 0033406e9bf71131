import { describe, expect, test } from "vitest";
import { SAMPLES } from "./samples.ts";
import {
  type Change,
  type Drawing,
  EMPTY,
  type History,
  incrementOf,
  MAX_POINTS,
  type Point,
  reduce,
  rub,
  toWire,
} from "./strokes.ts";

const drawnBy = (...changes: Change[]): History => changes.reduce(reduce, EMPTY);
const begin = (x: number, y: number): Change => ({ type: "begin", point: [x, y], width: 0.1 });
const extend = (...points: Point[]): Change => ({ type: "extend", points });
const line = (...points: Point[]): Drawing => [{ points, width: 0.1 }];

describe("drawing", () => {
  test("a stroke begins, grows and keeps its width", () => {
    const { drawing } = drawnBy(begin(0.1, 0.1), extend([0.2, 0.1], [0.3, 0.1]));
    expect(drawing).toEqual(line([0.1, 0.1], [0.2, 0.1], [0.3, 0.1]));
  });

  test("points on the spot of the last one are dropped", () => {
    const { drawing } = drawnBy(begin(0.1, 0.1), extend([0.1, 0.1], [0.1004, 0.1], [0.2, 0.1]));
    expect(drawing[0]?.points).toEqual([
      [0.1, 0.1],
      [0.2, 0.1],
    ]);
  });

  test("extending an empty pad does nothing", () => {
    expect(drawnBy(extend([0.5, 0.5])).drawing).toEqual([]);
  });
});

describe("the example that greets a newcomer", () => {
  const greeted = { ...EMPTY, drawing: line([0.2, 0.2], [0.8, 0.8]), greeting: true } as const;

  test("goes at the first stroke, and undo does not know it", () => {
    const begun = reduce(greeted, begin(0.5, 0.5));
    expect(begun.drawing).toEqual(line([0.5, 0.5]));
    expect(begun.greeting).toBeUndefined();
    expect(reduce(begun, begin(0.6, 0.6)).drawing).toHaveLength(2);
    expect(reduce(begun, { type: "undo" }).drawing).toEqual([]);
  });

  test("goes when it is touched by the eraser or cleared, which is no step", () => {
    expect(reduce(greeted, { type: "beginRub" }).drawing).toEqual([]);
    expect(reduce(greeted, { type: "clear" })).toEqual(EMPTY);
  });
});

describe("times", () => {
  const timed = (...times: number[]): Change => ({
    type: "extend",
    points: times.map((time): Point => [time / 1000, 0.1]),
    times,
  });
  const start: Change = { type: "begin", point: [0.1, 0.1], width: 0.1, time: 100 };

  test("belong to the points that are kept", () => {
    const { drawing } = drawnBy(start, timed(100, 200), timed(300));
    expect(drawing[0]?.points).toHaveLength(3);
    expect(drawing[0]?.times).toEqual([100, 200, 300]);
  });

  test("are given for a whole stroke or for none of it", () => {
    expect(drawnBy(start, extend([0.5, 0.5])).drawing[0]?.times).toBeUndefined();
    expect(drawnBy(begin(0.1, 0.1), timed(200)).drawing[0]?.times).toBeUndefined();
  });

  test("are forgotten where the eraser cuts, and change nothing that travels", () => {
    const { drawing } = drawnBy(start, timed(200, 300, 400));
    const cut = rub(drawing, [0.25, 0.1], [0.25, 0.1], 0.02);
    expect(cut).toHaveLength(2);
    expect(cut.every(({ times }) => times === undefined)).toBe(true);
    expect(toWire(drawing)).toEqual(
      toWire(drawing.map(({ points, width }) => ({ points, width }))),
    );
  });
});

test("a stroke that goes on from an earlier moment leaves out what came after; undo brings it back", () => {
  const drawn = drawnBy(begin(0.1, 0.1), extend([0.2, 0.1], [0.3, 0.1]), begin(0.5, 0.5));
  const on = reduce(drawn, { type: "begin", point: [0.9, 0.9], width: 0.1, after: 2 });
  expect(on.drawing.map(({ points }) => points.length)).toEqual([2, 1]);
  expect(reduce(on, { type: "undo" }).drawing).toBe(drawn.drawing);
  const rubbed = reduce(drawn, { type: "beginRub", after: 1 });
  expect(rubbed.drawing).toEqual(line([0.1, 0.1]));
  expect(reduce(rubbed, { type: "undo" }).drawing).toBe(drawn.drawing);
});

describe("undo and redo", () => {
  test("one undo takes back one whole stroke", () => {
    const one = drawnBy(begin(0.1, 0.1), extend([0.2, 0.1]));
    const two = [begin(0.5, 0.5), extend([0.6, 0.5]), extend([0.7, 0.5])].reduce(reduce, one);
    expect(reduce(two, { type: "undo" }).drawing).toEqual(one.drawing);
  });

  test("redo brings it back, until something new is drawn", () => {
    const drawn = drawnBy(begin(0.1, 0.1), begin(0.5, 0.5));
    const undone = reduce(drawn, { type: "undo" });
    expect(reduce(undone, { type: "redo" }).drawing).toEqual(drawn.drawing);
    const other = reduce(undone, begin(0.9, 0.9));
    expect(reduce(other, { type: "redo" })).toBe(other);
  });

  test("clearing and samples can be taken back too", () => {
    const drawing = line([0.2, 0.2]);
    const replaced = drawnBy(begin(0.1, 0.1), { type: "replace", drawing }, { type: "clear" });
    expect(replaced.drawing).toEqual([]);
    const back = reduce(replaced, { type: "undo" });
    expect(back.drawing).toEqual(drawing);
    expect(reduce(back, { type: "undo" }).drawing).toHaveLength(1);
  });

  test("nothing to undo or redo changes nothing", () => {
    expect(reduce(EMPTY, { type: "undo" })).toBe(EMPTY);
    expect(reduce(EMPTY, { type: "redo" })).toBe(EMPTY);
    expect(reduce(EMPTY, { type: "clear" })).toBe(EMPTY);
  });

  test("an eraser that touched nothing is not a step", () => {
    const drawn = drawnBy(
      begin(0.1, 0.1),
      { type: "beginRub" },
      {
        type: "rub",
        from: [0.9, 0.9],
        to: [0.9, 0.8],
        radius: 0.05,
      },
    );
    expect(reduce(drawn, { type: "undo" }).drawing).toEqual([]);
  });

  test("undo and redo are inverse after any changes", () => {
    const changes: Change[] = [
      begin(0.2, 0.2),
      extend([0.8, 0.2]),
      { type: "beginRub" },
      { type: "rub", from: [0.5, 0.1], to: [0.5, 0.3], radius: 0.05 },
      begin(0.3, 0.9),
      { type: "clear" },
      begin(0.4, 0.4),
    ];
    const final = drawnBy(...changes);
    let history = final;
    while (history.past.length > 0) history = reduce(history, { type: "undo" });
    expect(history.drawing).toEqual([]);
    while (history.future.length > 0) history = reduce(history, { type: "redo" });
    expect(history.drawing).toEqual(final.drawing);
  });
});

describe("eraser", () => {
  test("cuts a line exactly at its edge", () => {
    const left = rub(line([0, 0.5], [1, 0.5]), [0.5, 0.5], [0.5, 0.5], 0.1);
    expect(left.map(({ points }) => points.map(([x]) => Number(x.toFixed(6))))).toEqual([
      [0, 0.4],
      [0.6, 1],
    ]);
  });

  test("takes a dot and the end of a line", () => {
    expect(rub(line([0.5, 0.5]), [0.5, 0.45], [0.5, 0.45], 0.1)).toEqual([]);
    const [stroke] = rub(line([0, 0.5], [0.5, 0.5]), [0.5, 0.5], [0.5, 0.5], 0.1);
    expect(stroke?.points.at(-1)?.[0]).toBeCloseTo(0.4);
  });

  test("leaves no ink inside and no ink lost outside, wherever it goes", () => {
    const points = Array.from({ length: 60 }, (_, i): Point => [i / 59, 0.5 + 0.3 * Math.sin(i)]);
    for (let k = 0; k < 40; k++) {
      const centre: Point = [(k * 0.37) % 1, (k * 0.61) % 1];
      const left = rub(line(...points), centre, centre, 0.12);
      for (const { points: piece } of left) {
        for (let i = 1; i < piece.length; i++) {
          for (const part of [0, 0.25, 0.5, 0.75, 1]) {
            const [[ax, ay], [bx, by]] = [piece[i - 1] as Point, piece[i] as Point];
            const [x, y] = [ax + (bx - ax) * part, ay + (by - ay) * part];
            expect(Math.hypot(x - centre[0], y - centre[1])).toBeGreaterThan(0.12 - 1e-9);
          }
        }
      }
      const kept = new Set(left.flatMap(({ points: piece }) => piece.map(String)));
      for (const point of points) {
        const outside = Math.hypot(point[0] - centre[0], point[1] - centre[1]) > 0.12;
        expect(kept.has(String(point))).toBe(outside);
      }
    }
  });

  test("leaves an untouched drawing as it is", () => {
    const drawing = line([0.1, 0.1], [0.2, 0.1]);
    expect(rub(drawing, [0.9, 0.9], [0.8, 0.9], 0.1)).toBe(drawing);
  });
});

describe("what travels", () => {
  test("points have four decimals", () => {
    expect(toWire(line([1 / 3, 2 / 3]))).toEqual([[[0.3333, 0.6667]]]);
  });

  test("a drawing is never larger than the server takes, and keeps its ends", () => {
    const long = Array.from({ length: 9000 }, (_, i): Point => [i / 9000, 0.5]);
    const drawing = [...line(...long), ...line([0, 0], [1, 1])];
    const wire = toWire(drawing);
    expect(wire.flat().length).toBeLessThanOrEqual(MAX_POINTS);
    expect(wire.flat().length).toBeGreaterThan(MAX_POINTS / 3);
    expect(wire[0]?.[0]).toEqual([0, 0.5]);
    expect(wire[0]?.at(-1)).toEqual([0.9999, 0.5]);
    expect(wire[1]).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  test("of thousands of strokes the newest travel", () => {
    const dots = Array.from({ length: 3000 }, (_, i) => line([i / 3000, 0.5])).flat();
    expect(toWire(dots)).toHaveLength(1000);
  });
});

test("there is a sample of every digit, on the pad", () => {
  expect([...SAMPLES.keys()]).toEqual([..."0123456789"]);
  for (const drawing of SAMPLES.values()) {
    for (const [x, y] of drawing.flatMap(({ points }) => points)) {
      expect(Math.min(x, y, 1 - x, 1 - y)).toBeGreaterThan(0.05);
    }
  }
});

test("what a pen adds is an increment, and anything else is not", () => {
  const [a, b, c]: readonly [Point, Point, Point] = [
    [0.1, 0.1],
    [0.2, 0.2],
    [0.3, 0.3],
  ];
  const one = { points: [a, b], width: 0.1 } as const;
  expect(incrementOf([], [])).toEqual({ at: [0, 0], points: [] });
  expect(incrementOf([], [one])).toEqual({ at: [0, 0], points: [a, b] });
  expect(incrementOf([one], [one])).toEqual({ at: [0, 2], points: [] });
  const longer = { points: [a, b, c], width: 0.1 } as const;
  expect(incrementOf([one], [longer])).toEqual({ at: [0, 2], points: [c] });
  expect(incrementOf([one], [one, longer])).toEqual({ at: [1, 0], points: [a, b, c] });
  expect(incrementOf([longer], [one])).toBeNull(); // undone
  expect(incrementOf([one], [])).toBeNull();
  expect(incrementOf([one], [{ ...longer, width: 0.2 }])).toBeNull();
  expect(incrementOf([one], [{ points: [a, c, c], width: 0.1 }])).toBeNull();
  expect(incrementOf([one], [longer, one])).toBeNull(); // two strokes have changed
  expect(incrementOf([], [one, longer])).toBeNull();
});
