import { expect, test } from "vitest";
import { add, dot, length, scaled, subtract, type Vector } from "../math/vectors.ts";
import {
  fitTo,
  flight,
  lensOf,
  orbited,
  panned,
  pointAhead,
  project,
  rayThrough,
  zoomed,
} from "./camera.ts";
import { type Camera, CLOSEST, STEEPEST } from "./pose.ts";

const CAMERA: Camera = { yaw: 50, pitch: 20, distance: 40, target: [3, -2, 5], focus: null };

/** The same numbers in each run. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

test("what it looks at is in the middle, at its distance", () => {
  const seen = project(lensOf(CAMERA, 1.3), CAMERA.target);
  expect(seen?.x).toBeCloseTo(0, 9);
  expect(seen?.y).toBeCloseTo(0, 9);
  expect(seen?.ahead).toBeCloseTo(40, 9);
});

test("from the side, the flow runs to the right and up is up", () => {
  const lens = lensOf({ ...CAMERA, yaw: 90, pitch: 0, target: [0, 0, 0] }, 1);
  expect(project(lens, [1, 0, 0])?.x).toBeGreaterThan(0);
  expect(project(lens, [0, 1, 0])?.y).toBeGreaterThan(0);
});

test("a ray through a point's place in the picture meets the point", () => {
  const random = chance(7);
  for (let i = 0; i < 200; i++) {
    const camera = orbited(CAMERA, random() * 360, random() * 100 - 50);
    const lens = lensOf(camera, 0.5 + random());
    const point: Vector = [random() * 10, random() * 10, random() * 10];
    const seen = project(lens, point);
    if (seen === null) continue;
    const ray = rayThrough(lens, seen.x, seen.y);
    const away = subtract(point, ray.from);
    const along = scaled(ray.direction, dot(away, ray.direction));
    expect(length(subtract(away, along))).toBeLessThan(1e-9);
    expect(length(subtract(pointAhead(lens, seen.x, seen.y, seen.ahead), point))).toBeLessThan(
      1e-9,
    );
  }
});

test("what is behind the camera is nowhere in the picture", () => {
  const lens = lensOf(CAMERA, 1);
  expect(project(lens, add(lens.eye, scaled(lens.forward, -3)))).toBe(null);
});

test("zooming keeps what is under the pointer under the pointer", () => {
  const [x, y, aspect] = [0.4, -0.3, 1.4];
  const at = pointAhead(lensOf(CAMERA, aspect), x, y, CAMERA.distance);
  for (const factor of [0.3, 0.9, 2]) {
    const seen = project(lensOf(zoomed(CAMERA, factor, aspect, x, y), aspect), at);
    expect(seen?.x).toBeCloseTo(x, 9);
    expect(seen?.y).toBeCloseTo(y, 9);
  }
});

test("panning takes what is in the middle along with the pointer", () => {
  const seen = project(lensOf(panned(CAMERA, 0.2, -0.1, 1.4), 1.4), CAMERA.target);
  expect(seen?.x).toBeCloseTo(0.2, 9);
  expect(seen?.y).toBeCloseTo(-0.1, 9);
});

test("orbiting never goes over the top", () => {
  expect(orbited(CAMERA, 0, 1000).pitch).toBe(STEEPEST);
  expect(orbited(CAMERA, 0, -1000).pitch).toBe(-STEEPEST);
});

test("a fitted camera has every point in the picture and one at its edge", () => {
  const random = chance(3);
  for (let i = 0; i < 100; i++) {
    const points = Array.from(
      { length: 12 },
      (): Vector => [random() * 50, random() * 20, random() * 30],
    );
    const aspect = 0.4 + 2 * random();
    const margins = { across: 0.9, down: 0.8 };
    const direction = { yaw: random() * 360, pitch: random() * 80 };
    const lens = lensOf(fitTo(direction, points, aspect, margins), aspect);
    const seen = points.map((point) => project(lens, point));
    const widest = Math.max(...seen.map((each) => Math.abs(each?.x ?? 9)));
    const highest = Math.max(...seen.map((each) => Math.abs(each?.y ?? 9)));
    expect(widest).toBeLessThan(0.9 + 1e-6);
    expect(highest).toBeLessThan(0.8 + 1e-6);
    expect(Math.max(widest / 0.9, highest / 0.8)).toBeCloseTo(1, 6);
  }
});

test("a flight begins and ends where it should, and turns the short way round", () => {
  const from = { ...CAMERA, yaw: 170 };
  const to = { ...CAMERA, yaw: -170, distance: 4, focus: "conv2" };
  expect(flight(from, to, 0)).toMatchObject({ yaw: 170, distance: 40 });
  expect(flight(from, to, 1)).toBe(to);
  expect(Math.abs(flight(from, to, 0.5).yaw)).toBeCloseTo(180, 6);
  expect(flight(from, to, 0.5).distance).toBeCloseTo(Math.sqrt(160), 6);
});

test("who zooms on and on flies through what is looked at, along the pointer's ray", () => {
  const [aspect, x, y] = [1.3, 0.4, -0.2];
  const before = rayThrough(lensOf(CAMERA, aspect), x, y);
  let camera = CAMERA;
  let last = 0;
  for (let step = 0; step < 60; step++) {
    camera = zoomed(camera, 0.82, aspect, x, y);
    const away = subtract(lensOf(camera, aspect).eye, before.from);
    const along = dot(away, before.direction);
    expect(along).toBeGreaterThan(last);
    expect(length(subtract(away, scaled(before.direction, along)))).toBeLessThan(1e-6);
    last = along;
  }
  expect(camera.distance).toBe(CLOSEST);
  expect(last).toBeGreaterThan(45); // it looked at a point 40 before it
  expect(zoomed(camera, 1.3, aspect).distance).toBeCloseTo(1.3 * CLOSEST, 9);
});
