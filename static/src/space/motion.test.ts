import { expect, test } from "vitest";
import type { Camera } from "../layout/pose.ts";
import type { Tile } from "../layout/space.ts";
import { Motion } from "./motion.ts";

const START: Camera = { target: [0, 0, 0], yaw: 0, pitch: 0, distance: 10, focus: null };
const THERE: Camera = { ...START, target: [5, 0, 0], distance: 20 };
const tileAt = (x: number): Tile => ({ corner: [x, 0, 0], right: [1, 0, 0], down: [0, 1, 0] });

test("the camera flies from where it is and arrives", () => {
  const motion = new Motion(START, () => false);
  motion.fly(THERE);
  motion.advance(0);
  expect([motion.camera.target, motion.moving]).toEqual([START.target, true]);
  motion.advance(450);
  expect(motion.camera.target[0]).toBeGreaterThan(0);
  motion.advance(10_000);
  expect([motion.camera, motion.moving]).toEqual([THERE, false]);
});

test("the maps rise, and say how far they have come", () => {
  const motion = new Motion(START, () => false);
  motion.lay([tileAt(0)]);
  motion.rise([tileAt(8)]);
  expect([motion.risen, motion.tiles]).toEqual([0, [tileAt(0)]]);
  expect(motion.advance(0)).toBe(true);
  motion.advance(450);
  expect(motion.risen).toBeCloseTo(0.5);
  motion.advance(900);
  expect([motion.risen, motion.tiles, motion.moving]).toEqual([1, [tileAt(8)], false]);
  expect(motion.advance(1000)).toBe(false);
});

test("who wants less motion has everything there at once", () => {
  const motion = new Motion(START, () => true);
  motion.lay([tileAt(0)]);
  motion.fly(THERE);
  motion.rise([tileAt(8)]);
  expect([motion.camera, motion.tiles, motion.moving]).toEqual([THERE, [tileAt(8)], false]);
});

test("maps of another number do not move to their positions", () => {
  const motion = new Motion(START, () => false);
  motion.lay([tileAt(0)]);
  motion.rise([tileAt(1), tileAt(2)]);
  expect([motion.risen, motion.tiles.length, motion.moving]).toEqual([1, 2, false]);
});

test("a hand that moves the camera ends its flight", () => {
  const motion = new Motion(START, () => false);
  motion.fly(THERE);
  motion.put({ ...START, yaw: 30 });
  motion.advance(5000);
  expect(motion.camera.yaw).toBe(30);
});
