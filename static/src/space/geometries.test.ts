import { expect, test } from "vitest";
import { SKIPPING } from "../testing/skipping.ts";
import { slabIn, spaceOf } from "../testing/spaces.ts";
import { boxGeometry, drawTall } from "./geometries.ts";
import { boxesIn } from "./tiles.ts";

const SPACE = spaceOf(SKIPPING);
const OFFSETS = { start: new Map([["input", 5]]), count: 69 };
/** 64 cells in 8 rows, from index 5 of the table on. */
const BOXES = boxesIn({ ...SPACE, slabs: [slabIn(SPACE, "input")] }, OFFSETS, () => true);

/** Faces that are drawn for these heights; those that are not named are zero. */
function faces(heights: Record<number, number>): number {
  const table = new Uint32Array(OFFSETS.count).fill((128 << 24) >>> 0);
  for (const [index, height] of Object.entries(heights))
    table[5 + Number(index)] = ((128 + height) << 24) >>> 0;
  const geometry = boxGeometry(BOXES);
  drawTall(geometry, BOXES, table);
  return geometry.drawRange.count / 6;
}

test("values of zero have no box, others a top and two sides", () => {
  expect(faces({})).toBe(0);
  expect(faces({ 9: 80 })).toBe(3);
  expect(faces({ 9: -80, 30: 1 })).toBe(6);
});

test("between neighbours that are at least as high there are no sides", () => {
  expect(faces({ 25: 50, 26: 50, 27: 50 })).toBe(3 + 2 + 3);
  expect(faces({ 25: 50, 26: 20, 27: 50 })).toBe(3 + 2 + 3);
  expect(faces({ 25: 50, 26: 51, 27: 50 })).toBe(9);
  expect(faces({ 25: -50, 26: -20, 27: -50 })).toBe(3 + 2 + 3);
  expect(faces({ 25: -50, 26: 20, 27: -50 })).toBe(9); // they point the other way
});

test("the neighbours of a map's edge are not those of the next row", () => {
  expect(faces({ 7: 50, 8: 50, 9: 50 })).toBe(9);
  expect(faces({ 0: 50, 8: 50, 16: 50 })).toBe(3 + 2 + 3);
});
