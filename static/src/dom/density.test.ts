import { afterEach, expect, test, vi } from "vitest";
import { followDensity } from "./density.ts";

afterEach(() => vi.unstubAllGlobals());

test("a window that goes from screen to screen is followed to each of them, until it is let go", () => {
  const queries = new Map<string, EventTarget>();
  vi.stubGlobal("matchMedia", (query: string) => {
    const target = new EventTarget();
    queries.set(query, target);
    return target;
  });
  const moveTo = (density: number) => {
    const before = queries.get(`(resolution: ${devicePixelRatio}dppx)`);
    vi.stubGlobal("devicePixelRatio", density);
    before?.dispatchEvent(new Event("change"));
  };
  vi.stubGlobal("devicePixelRatio", 1);
  const seen: number[] = [];
  const stop = followDensity(() => seen.push(devicePixelRatio));
  moveTo(2);
  moveTo(1.25);
  expect(seen).toEqual([2, 1.25]);
  stop();
  moveTo(1);
  expect(seen).toEqual([2, 1.25]);
});
