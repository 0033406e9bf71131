import { expect, test } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { formOf } from "./form.ts";
import { pictureOf } from "./form-picture.ts";

test("a network in a row has a bar a layer, as high as its maps, and no arc", () => {
  const { bars, arcs, fans } = formOf(indexNetwork(DESCRIPTION));
  expect(bars).toHaveLength(DESCRIPTION.layers.length);
  expect(bars[0]).toEqual({ height: 1, isInput: true });
  const heights = bars.map(({ height }) => height);
  expect(heights).toEqual([...heights].sort((one, other) => other - one));
  expect([arcs, fans]).toEqual([[], []]);
});

test("a closed block is one bar: past a shortcut goes an arc, around branches a fan", () => {
  const blocks = [
    { name: "one", title: "Block 1", layers: ["first", "added"], switches: [] },
    { name: "two", title: "Block 2", layers: ["wide", "narrow", "joined"], switches: [] },
  ];
  const { bars, arcs, fans } = formOf(indexNetwork({ ...SKIPPING, blocks }));
  expect(bars).toHaveLength(4);
  expect([arcs, fans]).toEqual([[[0, 1]], [[1, 2]]]);
});

test("what skips layers has an arc over them", () => {
  const { arcs } = formOf(indexNetwork(SKIPPING));
  expect(arcs.length).toBeGreaterThan(0);
  for (const [from, to] of arcs) expect(to).toBeGreaterThan(from + 1);
});

test("the picture draws each bar, arc and fan, none outside", () => {
  const form = { ...formOf(indexNetwork(DESCRIPTION)), arcs: [[0, 2]], fans: [[1, 2]] } as const;
  const picture = pictureOf(form);
  expect(picture.querySelectorAll("rect")).toHaveLength(form.bars.length);
  expect(picture.querySelectorAll(".arc")).toHaveLength(1);
  expect(picture.querySelectorAll(".fan").length).toBeGreaterThan(2);
  for (const bar of picture.querySelectorAll("rect")) {
    const [left, width] = ["x", "width"].map((name) => Number(bar.getAttribute(name)));
    expect(left).toBeGreaterThanOrEqual(0);
    expect((left ?? 0) + (width ?? 0)).toBeLessThanOrEqual(128);
  }
});
