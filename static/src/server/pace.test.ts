import { expect, test } from "vitest";
import { type Link, measureLink } from "./pace.ts";

/** Answers over a link that carries `rate` bytes in a millisecond after `delay` milliseconds. */
function answers(link: Link, count: number, rate: number, delay: number, took = 1, bytes = 9000) {
  for (let i = 0; i < count; i++) {
    const sent = link.slow ? bytes / 3 : bytes;
    link.note({ at: i * 50, roundTrip: delay + took + sent / rate, took, bytes: sent });
  }
}

const measured = () => {
  const link = measureLink();
  link.note({ at: 0, roundTrip: 3, took: 1, bytes: 300 }); // a first, small answer
  return link;
};

test("on a quick network nothing is deflated", () => {
  const link = measured();
  answers(link, 20, 12_500, 2);
  expect(link.slow).toBe(false);
});

test("on a slow link frames are deflated, and still are when that has made them quicker", () => {
  const link = measured();
  answers(link, 40, 125, 2);
  expect(link.slow).toBe(true);
});

test("a link that gets better is noticed", () => {
  const link = measured();
  answers(link, 20, 125, 2);
  answers(link, 20, 12_500, 2);
  expect(link.slow).toBe(false);
});

test("a busy server is not a slow link", () => {
  const link = measured();
  answers(link, 20, 12_500, 2, 200);
  expect(link.slow).toBe(false);
});

test("small frames are not worth it", () => {
  const link = measured();
  answers(link, 20, 10, 2, 1, 900);
  expect(link.slow).toBe(false);
});

test("the pace is what came in the last second, and the median time to it", () => {
  const link = measureLink();
  for (let i = 0; i < 100; i++) link.note({ at: i * 25, roundTrip: 4, took: 1, bytes: 9000 });
  expect(link.measure(2475)).toEqual({ rate: 40, roundTrip: 4 });
  expect(link.measure(9000).rate).toBe(0);
});
