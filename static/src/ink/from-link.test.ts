import { expect, test } from "vitest";
import { comesFromLink, isAsLinked, NO_INK, ownInkIn, showLinkOver } from "./from-link.ts";
import { type OwnInk, PICTURE_SIDE } from "./ink.ts";
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
const ownInk: OwnInk = { ...NO_INK, history: { ...EMPTY, drawing: dash(0.2), past: [[]] } };
const link = (drawing: Drawing) => ({ history: { ...EMPTY, drawing } });
const shows = ({ history, picture, fromLink }: ReturnType<typeof showLinkOver>) =>
  isAsLinked({ drawing: history.drawing, picture, pixels: null, fromLink });

test("a link's drawing is shown over the user's, which undo brings back with its own past", () => {
  const pad = showLinkOver(ownInk, link(dash(0.5)));
  expect([shows(pad), comesFromLink(pad), ownInkIn(pad)]).toEqual([true, true, ownInk]);
  const undone = { ...pad, history: reduce(pad.history, { type: "undo" }) };
  expect(undone.history.drawing).toBe(ownInk.history.drawing);
  expect(comesFromLink(undone)).toBe(false);
  expect(reduce(undone.history, { type: "undo" }).drawing).toEqual([]);
});

test("what is drawn on a link's drawing comes from the link too; after undo, the user's drawing goes on", () => {
  const pad = showLinkOver(ownInk, link(dash(0.5)));
  const begin = { type: "begin", point: [0.5, 0.5], width: 0.07 } as const;
  const noted = { ...pad, history: reduce(pad.history, begin) };
  expect([shows(noted), comesFromLink(noted), ownInkIn(noted)]).toEqual([false, true, ownInk]);
  const undone = reduce(reduce(noted.history, { type: "undo" }), { type: "undo" });
  const on = { ...pad, history: reduce(undone, begin) };
  expect(comesFromLink(on)).toBe(false);
  expect(ownInkIn(on).history).toBe(on.history);
});

test("from link to link the user's drawing stays the same, and a link without ink shows it again", () => {
  let pad = showLinkOver(ownInk, link(dash(0.5)));
  for (const y of [0.6, 0.7]) pad = showLinkOver(ownInkIn(pad), link(dash(y)));
  expect(ownInkIn(pad)).toEqual(ownInk);
  const back = showLinkOver(ownInkIn(pad), {});
  expect([back.history, back.fromLink, back.ownInk]).toEqual([ownInk.history, null, null]);
});

test("the user's picture is kept as well, and neither a greeting nor a blank pad is a step to undo", () => {
  const picture = new Uint8Array(PICTURE_SIDE ** 2).fill(9);
  const pictured: OwnInk = { ...NO_INK, picture };
  const pad = showLinkOver(pictured, link(dash(0.5)));
  expect(pad.picture).toBeNull();
  expect(pad.pictures.get(reduce(pad.history, { type: "undo" }).drawing)).toBe(picture);
  expect(showLinkOver(ownInkIn(pad), {}).picture).toBe(picture);
  const greeted: OwnInk = { ...NO_INK, history: { ...EMPTY, drawing: dash(0.2), greeting: true } };
  for (const each of [NO_INK, greeted])
    expect(showLinkOver(each, link(dash(0.5))).history.past).toEqual([]);
  expect(showLinkOver(ownInk, { picture }).fromLink?.picture).toBe(picture);
});
