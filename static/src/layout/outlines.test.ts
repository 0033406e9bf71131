import { expect, test } from "vitest";
import { layerOf } from "../testing/shapes.ts";
import { layOutAcross } from "./flat.ts";
import { rectanglesOf } from "./outlines.ts";
import type { Placed } from "./placed.ts";

const room = { width: 800, height: 400, ratio: 1, rem: 16, heading: 40 };
const placedOf = (page: number) =>
  layOutAcross([layerOf("maps", 8, 28, { most: 1, page })], room)?.placed[0] as Placed;
const cell = (channel: number) =>
  ({ channels: [channel, channel], rows: [3, 3], columns: [5, 5] }) as const;

test("where one of several maps is shown, only its cells are outlined, inside it", () => {
  const placed = placedOf(2);
  expect(placed.grid).toMatchObject({ first: 2, channels: 1 });
  expect(rectanglesOf(placed, cell(1), 1)).toEqual([]);
  const [at] = rectanglesOf(placed, cell(2), 1);
  const side = placed.grid.cell;
  expect(at?.x).toBeCloseTo(placed.left + placed.grid.frame + 5 * side);
  expect(at?.y).toBeCloseTo(placed.top + placed.grid.frame + 3 * side);
  const all = { channels: [0, 7], rows: [0, 27], columns: [0, 27] } as const;
  expect(rectanglesOf(placed, all, 1)).toHaveLength(1);
  expect(rectanglesOf(placed, all, 1)[0]?.y).toBeGreaterThanOrEqual(placed.top);
});
