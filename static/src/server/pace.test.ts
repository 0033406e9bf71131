import { expect, test } from "vitest";
import { measurePace, type PaceMeter } from "./pace.ts";

/** Answers over a link that carries `rate` bytes in a millisecond after `delay` milliseconds. */
function answers(
  pace: PaceMeter,
  count: number,
  rate: number,
  delay: number,
  took = 1,
  bytes = 9000,
) {
  for (let i = 0; i < count; i++) {
    const sent = pace.slow ? bytes / 3 : bytes;
    pace.note({ at: i * 50, roundTrip: delay + took + sent / rate, took, bytes: sent });
  }
}

const measured = () => {
  const pace = measurePace();
  pace.note({ at: 0, roundTrip: 3, took: 1, bytes: 300 }); // a first, small answer
  return pace;
};

test("on a quick network nothing is deflated", () => {
  const pace = measured();
  answers(pace, 20, 12_500, 2);
  expect(pace.slow).toBe(false);
});

test("on a slow link frames are deflated, and still are when that has made them quicker", () => {
  const pace = measured();
  answers(pace, 40, 125, 2);
  expect(pace.slow).toBe(true);
});

test("a link that gets better is noticed", () => {
  const pace = measured();
  answers(pace, 20, 125, 2);
  answers(pace, 20, 12_500, 2);
  expect(pace.slow).toBe(false);
});

test("a busy server is not a slow link", () => {
  const pace = measured();
  answers(pace, 20, 12_500, 2, 200);
  expect(pace.slow).toBe(false);
});

test("small frames are not worth it", () => {
  const pace = measured();
  answers(pace, 20, 10, 2, 1, 900);
  expect(pace.slow).toBe(false);
});

test("the pace is what came in the last second, and the median time to it", () => {
  const pace = measurePace();
  for (let i = 0; i < 100; i++) pace.note({ at: i * 25, roundTrip: 4, took: 1, bytes: 9000 });
  expect(pace.measure(2475)).toEqual({ rate: 40, roundTrip: 4 });
  expect(pace.measure(9000).rate).toBe(0);
});
