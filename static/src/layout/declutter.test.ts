import { expect, test } from "vitest";
import { declutter, type Label } from "./declutter.ts";

const ROOM = { width: 400, height: 300 };

function labels(count: number, seed: number): Label[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, (_, i) => ({
    name: String(i),
    x: random() * 500 - 50,
    y: random() * 400 - 50,
    width: 30 + random() * 80,
    height: 12 + random() * 20,
    ahead: random(),
    fixed: random() < 0.3,
    side: random() < 0.5 ? "above" : "left",
  }));
}

test("labels never touch one another and never leave the picture", () => {
  for (let seed = 1; seed < 200; seed++) {
    const placed = declutter(labels(25, seed), ROOM);
    for (const [i, one] of placed.entries()) {
      expect(one.left).toBeGreaterThanOrEqual(0);
      expect(one.top).toBeGreaterThanOrEqual(0);
      expect(one.left + one.width).toBeLessThanOrEqual(ROOM.width + 1);
      expect(one.top + one.height).toBeLessThanOrEqual(ROOM.height + 1);
      for (const other of placed.slice(0, i)) {
        const apart =
          one.left >= other.left + other.width ||
          other.left >= one.left + one.width ||
          one.top >= other.top + other.height ||
          other.top >= one.top + one.height;
        expect(apart, `${one.name} and ${other.name}, seed ${seed}`).toBe(true);
      }
    }
  }
});

test("the nearer of two keeps its place; a fixed one is left out where there is no room", () => {
  const at = { x: 200, y: 100, width: 60, height: 20 };
  const [near, far] = declutter(
    [
      { ...at, name: "far", ahead: 2 },
      { ...at, name: "near", ahead: 1 },
      { ...at, name: "fixed", ahead: 3, fixed: true },
    ],
    ROOM,
  );
  expect(near).toMatchObject({ name: "near", left: 170, top: 80 });
  expect(far?.name).toBe("far");
  expect((far?.top ?? 99) + 20).toBeLessThan(80);
});

test("of eight names over a row none is left out, and each keeps its point below it", () => {
  for (const width of [328, 358, 600, 770, 900]) {
    const names = Array.from({ length: 8 }, (_, i) => ({
      name: String(i),
      x: width * (0.08 + 0.87 * (1 - 0.75 ** i)),
      y: width < 700 ? 200 : 170,
      width: width < 480 ? 130 : 150, // in small views names have no second line
      height: width < 480 ? 16 : 34,
      ahead: i,
    }));
    const placed = declutter(names, { width, height: 400 });
    expect(placed.length).toBe(8);
    for (const { name, left, width } of placed) {
      const { x } = names[Number(name)] ?? { x: NaN };
      expect(x).toBeGreaterThan(left);
      expect(x).toBeLessThan(left + width);
    }
  }
});

test("side by side, two names stay so far apart that they do not read as one", () => {
  const at = { y: 100, width: 100, height: 50 };
  const [one, other] = declutter(
    [
      { ...at, name: "one", x: 200, ahead: 1 },
      { ...at, name: "other", x: 280, ahead: 2 },
    ],
    ROOM,
  );
  expect(other?.top).toBe(one?.top);
  expect((other?.left ?? 0) - (one?.left ?? 0) - 100).toBeGreaterThanOrEqual(12);
});
