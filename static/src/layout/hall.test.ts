import { describe, expect, test } from "vitest";
import { layerOf } from "../testing/shapes.ts";
import { castOf } from "./cast.ts";
import type { LayerShape } from "./grids.ts";
import { HALL_STUB, layOutHall } from "./hall.ts";
import type { Placed, Room2d } from "./placed.ts";
import { mapCorner } from "./places.ts";

const units = (name: string, count: number, more: Partial<LayerShape> = {}) =>
  layerOf(name, 1, 1, { columns: count, units: true, ...more });

const LENET: readonly LayerShape[] = [
  layerOf("input", 1, 28),
  layerOf("conv1", 6, 28, { kernels: { count: 1, rows: 5, columns: 5 } }),
  layerOf("pool1", 6, 14),
  layerOf("conv2", 16, 10),
  layerOf("pool2", 16, 5),
  units("fc1", 120),
  units("fc2", 84),
  units("output", 10, { fixed: { width: 0, height: 0, across: 1, rows: 10 } }),
];
const NAMES = LENET.map(({ name }) => name);
const inLine = (names: readonly string[]) =>
  names.slice(1).map((name, i) => [names[i] ?? "", name] as const);

/** What is left of a projector and of a large screen beside the left column. */
const ROOMS: readonly (readonly [string, Room2d, number])[] = [
  ["1024x768", { width: 814, height: 690, ratio: 1, rem: 20, heading: 40 }, 3],
  ["1920x1080", { width: 1572, height: 970, ratio: 1, rem: 27, heading: 54 }, 5],
  ["1920x1080 of two pixels each", { width: 1572, height: 970, ratio: 2, rem: 27, heading: 54 }, 5],
];

const layOut = (focus: string, room: Room2d, most: number, layers = LENET) =>
  layOutHall(
    layers,
    castOf(
      layers.map(({ name }) => name),
      inLine(layers.map(({ name }) => name)),
      focus,
      most,
    ),
    room,
  );
const partIn = (placed: readonly Placed[], part: Placed["part"]) => {
  const found = placed.find((each) => each.part === part);
  if (found === undefined) throw new Error(`nothing is the ${part}`);
  return found;
};
const sideOf = ({ grid }: Placed, ratio: number) =>
  (Math.max(grid.rows, grid.columns) * grid.cell) / ratio;

describe("the neighbour of a layer of maps", () => {
  /** With the bar and a question below the stage. */
  const LOW: readonly (readonly [string, Room2d, number])[] = [
    ["1280x720", { width: 1030, height: 450, ratio: 1, rem: 20, heading: 40 }, 3],
    ["1920x1080", { width: 1572, height: 800, ratio: 1, rem: 27, heading: 54 }, 5],
  ];

  test.each([...ROOMS, ...LOW])("shows more than one of its maps in %s", (_, room, most) => {
    for (const name of ["pool1", "conv2", "pool2"])
      expect(partIn(layOut(name, room, most), "neighbour").grid.channels, name).toBeGreaterThan(1);
  });

  test("shows all six where the layer is only a little smaller for it", () => {
    const [, room, most] = LOW[1] as (typeof LOW)[number];
    expect(partIn(layOut("conv2", room, most), "neighbour").grid.channels).toBe(6);
  });

  test("and its layer keep their places while it turns to other maps", () => {
    for (const [, room, most] of [...ROOMS, ...LOW])
      for (const name of ["pool1", "conv2", "pool2"]) {
        const pages = [0, 1].map((page) =>
          layOut(
            name,
            room,
            most,
            LENET.map((each) => ({ ...each, page })),
          ).map(({ left, top, grid }) => [left, top, grid.cell]),
        );
        expect(pages[1]).toEqual(pages[0]);
      }
  });
});

describe("who stands on the stage of a lecture", () => {
  test("the layer that is made of the drawing, the drawing, and what comes next", () => {
    expect(castOf(NAMES, inLine(NAMES), "conv1", 3)).toEqual({
      focus: "conv1",
      neighbour: "input",
      stubs: ["pool1", "conv2", "output"],
    });
    expect(castOf(NAMES, inLine(NAMES), "conv1", 5).stubs).toEqual([
      "pool1",
      "conv2",
      "pool2",
      "fc1",
      "output",
    ]);
  });

  test("the first layer has what it feeds beside it", () => {
    expect(castOf(NAMES, inLine(NAMES), "input", 3).neighbour).toBe("conv1");
  });

  test("in the middle of many layers, those nearest to it and the end", () => {
    const names = Array.from({ length: 40 }, (_, i) => `layer${i}`);
    expect(castOf(names, inLine(names), "layer20", 5)).toEqual({
      focus: "layer20",
      neighbour: "layer19",
      stubs: ["layer17", "layer18", "layer21", "layer22", "layer39"],
    });
  });

  test("a layer that two others feed stands beside the last of them", () => {
    const edges = [
      ["input", "left"],
      ["input", "right"],
      ["left", "sum"],
      ["right", "sum"],
      ["sum", "end"],
    ] as const;
    const cast = castOf(["input", "left", "right", "sum", "end"], edges, "sum", 3);
    expect(cast.neighbour).toBe("right");
    expect(cast.stubs).toEqual(["input", "left", "end"]);
  });

  test("one layer alone has nobody beside it", () => {
    expect(castOf(["input"], [], "input", 3)).toEqual({
      focus: "input",
      neighbour: null,
      stubs: [],
    });
  });
});

describe.each(ROOMS)("on %s", (_, room, most) => {
  test.each(NAMES)("%s has at least half of the width", (name) => {
    const focus = partIn(layOut(name, room, most), "focus");
    expect(focus.name).toBe(name);
    expect(focus.width).toBeGreaterThanOrEqual(room.width / 2 - 1);
  });

  test.each(NAMES)(
    "with %s large, columns lie beside one another and nothing leaves the stage",
    (name) => {
      const placed = layOut(name, room, most);
      expect(placed.length).toBe(most + 2);
      for (const [i, { x, width, left, top, grid }] of placed.entries()) {
        const before = placed[i - 1];
        if (before !== undefined) expect(x).toBeGreaterThanOrEqual(before.x + before.width - 1);
        expect(left).toBeGreaterThanOrEqual(x - 1);
        expect(left + grid.width).toBeLessThanOrEqual(Math.min(x + width, room.width) + 1);
        expect(top).toBeGreaterThanOrEqual(room.heading - 1);
        expect(top + grid.height).toBeLessThanOrEqual(room.height + 1);
      }
    },
  );

  test("a map of 28 cells is as large as the drawing of 28, and smaller maps follow the rule", () => {
    const first = layOut("conv1", room, most);
    expect(sideOf(partIn(first, "focus"), room.ratio)).toBe(
      sideOf(partIn(first, "neighbour"), room.ratio),
    );
    for (const name of ["pool1", "pool2"]) {
      const placed = layOut(name, room, most);
      const [side, source] = [partIn(placed, "focus"), partIn(placed, "neighbour")].map((each) =>
        sideOf(each, room.ratio),
      ) as [number, number];
      expect(side / source).toBeLessThanOrEqual(0.74);
      expect(side / source).toBeGreaterThan(0.62);
    }
  });

  test("to scale, a map that was downsampled is half as large as what it was made of", () => {
    for (const name of ["pool1", "pool2"]) {
      const placed = layOut(name, { ...room, toScale: true }, most);
      const cells = [partIn(placed, "focus"), partIn(placed, "neighbour")].map(
        ({ grid }) => grid.cell,
      );
      expect(cells[0]).toBe(cells[1]);
    }
  });

  test("maps take at least 60 % of the height", () => {
    for (const name of NAMES) {
      const large = layOut(name, room, most).filter(({ part }) => part !== "stub");
      const top = Math.min(...large.map((each) => each.top));
      const bottom = Math.max(...large.map(({ top: from, grid }) => from + grid.height));
      expect((bottom - top) / room.height).toBeGreaterThanOrEqual(0.6);
    }
  });

  test("a stub is 2.7 rem wide", () => {
    for (const { part, width } of layOut("conv1", room, most))
      if (part === "stub") expect(Math.abs(width - HALL_STUB * room.rem)).toBeLessThan(1);
  });

  test("no two maps of the large layer overlap", () => {
    for (const name of NAMES.slice(0, 5)) {
      const { grid } = partIn(layOut(name, room, most), "focus");
      const corners = Array.from({ length: grid.channels }, (_, i) => mapCorner(grid, i));
      for (const [i, one] of corners.entries())
        for (const other of corners.slice(i + 1)) {
          const apart = Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y));
          expect(apart).toBeGreaterThan(grid.rows * grid.cell);
        }
    }
  });
});

test("many maps are shown page by page, and never as specks", () => {
  const many = [layerOf("input", 1, 32), layerOf("wide", 256, 16), layerOf("wider", 512, 8)];
  const [, room, most] = ROOMS[0] as (typeof ROOMS)[number];
  for (const name of ["wide", "wider"]) {
    const { grid } = partIn(layOut(name, room, most, many), "focus");
    expect(grid.channels).toBe(32);
    expect(grid.pages).toBeGreaterThan(1);
    expect((grid.rows * grid.cell) / room.ratio).toBeGreaterThan(30);
  }
});

test("a room without a place for the neighbour has the large layer alone", () => {
  const [, room, most] = ROOMS[0] as (typeof ROOMS)[number];
  const parts = Array.from({ length: 30 }, (_, i) => room.heading + 4 * i).flatMap((height) =>
    NAMES.map((name) => layOut(name, { ...room, height }, most).map(({ part }) => part)),
  );
  expect(parts.every((each) => each.includes("focus"))).toBe(true);
  expect(parts.some((each) => !each.includes("neighbour"))).toBe(true);
});

test("units of the two large layers are blocks of dots, those of the others strips", () => {
  const [, room, most] = ROOMS[0] as (typeof ROOMS)[number];
  for (const name of ["fc1", "fc2"])
    for (const { part, grid } of layOut(name, room, most).filter((each) => each.grid.folded))
      expect(grid.loose ?? false).toBe(part !== "stub");
});
