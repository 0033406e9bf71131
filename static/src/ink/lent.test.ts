import { expect, test } from "vitest";
import type { State } from "../state/slice.ts";
import { type Own, PICTURE_SIDE } from "./ink.ts";
import { isBorrowed, isLent, laidOver, NOTHING, ownIn } from "./lent.ts";
import { type Drawing, EMPTY, reduce } from "./strokes.ts";

const dash = (y: number): Drawing => [
  {
    points: [
      [0.1, y],
      [0.9, y],
    ],
    width: 0.07,
  },
];
const own: Own = { ...NOTHING, history: { ...EMPTY, drawing: dash(0.2), past: [[]] } };
const link = (drawing: Drawing): Partial<State> => ({ history: { ...EMPTY, drawing } });
const shows = ({ history, picture, lent }: ReturnType<typeof laidOver>) =>
  isLent({ drawing: history.drawing, picture, pixels: null, lent });

test("a link's drawing lies over one's own, which undo brings back with its own past", () => {
  const pad = laidOver(own, link(dash(0.5)));
  expect([shows(pad), isBorrowed(pad), ownIn(pad)]).toEqual([true, true, own]);
  const undone = { ...pad, history: reduce(pad.history, { type: "undo" }) };
  expect(undone.history.drawing).toBe(own.history.drawing);
  expect(isBorrowed(undone)).toBe(false);
  expect(reduce(undone.history, { type: "undo" }).drawing).toEqual([]);
});

test("what is drawn on a link's drawing is borrowed too; after undo one draws on one's own", () => {
  const pad = laidOver(own, link(dash(0.5)));
  const begin = { type: "begin", point: [0.5, 0.5], width: 0.07 } as const;
  const noted = { ...pad, history: reduce(pad.history, begin) };
  expect([shows(noted), isBorrowed(noted), ownIn(noted)]).toEqual([false, true, own]);
  const undone = reduce(reduce(noted.history, { type: "undo" }), { type: "undo" });
  const on = { ...pad, history: reduce(undone, begin) };
  expect(isBorrowed(on)).toBe(false);
  expect(ownIn(on).history).toBe(on.history);
});

test("from link to link one's own stays the same, and a link without ink shows it again", () => {
  let pad = laidOver(own, link(dash(0.5)));
  for (const y of [0.6, 0.7]) pad = laidOver(ownIn(pad), link(dash(y)));
  expect(ownIn(pad)).toEqual(own);
  const back = laidOver(ownIn(pad), {});
  expect([back.history, back.lent, back.own]).toEqual([own.history, null, null]);
});

test("one's own picture waits as well, and neither a greeting nor a blank pad is a step to undo", () => {
  const picture = new Uint8Array(PICTURE_SIDE ** 2).fill(9);
  const pictured: Own = { ...NOTHING, picture };
  const pad = laidOver(pictured, link(dash(0.5)));
  expect(pad.picture).toBeNull();
  expect(pad.pictures.get(reduce(pad.history, { type: "undo" }).drawing)).toBe(picture);
  expect(laidOver(ownIn(pad), {}).picture).toBe(picture);
  const greeted: Own = { ...NOTHING, history: { ...EMPTY, drawing: dash(0.2), greeting: true } };
  for (const each of [NOTHING, greeted])
    expect(laidOver(each, link(dash(0.5))).history.past).toEqual([]);
  expect(laidOver(own, { picture }).lent?.picture).toBe(picture);
});
