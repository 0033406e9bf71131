import { expect, test } from "vitest";
import { nextTop } from "./wall.ts";

const PAGE = { height: 700, parts: [300, 600, 1000, 2200], end: 3000 };

/** The positions that the presses of a remote scroll to, until all has been seen. */
function stopsOf(page: typeof PAGE): number[] {
  const stops = [0];
  for (;;) {
    const to = nextTop({ ...page, top: stops.at(-1) ?? 0 });
    if (to === null) return stops;
    stops.push(to);
    if (stops.length > 20) throw new Error("it never ends");
  }
}

test("each part that is not seen whole comes to the upper edge, a high one piece by piece", () => {
  expect(stopsOf(PAGE)).toEqual([0, 600, 1000, 1595, 2200, 2795]);
});

test("a page that is seen whole has no further step", () => {
  expect(nextTop({ top: 0, height: 700, parts: [300, 500], end: 705 })).toBeNull();
  expect(nextTop({ top: 0, height: 700, parts: [], end: 100 })).toBeNull();
});

test("parts side by side are one stop, whatever their order", () => {
  expect(stopsOf({ height: 500, parts: [603, 600, 598], end: 1000 })).toEqual([0, 425, 598]);
  expect(stopsOf({ height: 500, parts: [403, 400], end: 850 })).toEqual([0, 400]);
});

test("nothing of a page is passed over", () => {
  for (const height of [300, 768, 1080]) {
    const stops = stopsOf({ ...PAGE, height });
    for (const [at, stop] of stops.slice(1).entries())
      expect(stop).toBeLessThanOrEqual((stops[at] ?? 0) + height);
    expect((stops.at(-1) ?? 0) + height).toBeGreaterThanOrEqual(PAGE.end - 8);
  }
});
