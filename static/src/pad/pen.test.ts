import { beforeEach, expect, test } from "vitest";
import { createLab, type Lab } from "../state/lab.ts";
import { Pen } from "./pen.ts";

let lab: Lab;
let pen: Pen;
beforeEach(() => {
  lab = createLab();
  pen = new Pen(lab);
});

const points = () => lab.ink.drawing.value.map((stroke) => stroke.points);

test("what it draws from being put down to being lifted is one stroke and one step of undo", () => {
  pen.putDown([0.1, 0.1], false);
  pen.moveTo([[0.2, 0.2]]);
  pen.moveTo([[0.3, 0.2]]);
  pen.lift();
  expect(points()).toEqual([
    [
      [0.1, 0.1],
      [0.2, 0.2],
      [0.3, 0.2],
    ],
  ]);
  lab.ink.change({ type: "undo" });
  expect(points()).toEqual([]);
});

test("the page knows whether a pen is down", () => {
  pen.putDown([0.1, 0.1], false);
  expect(lab.session.penDown.value).toBe(true);
  pen.lift();
  expect(lab.session.penDown.value).toBe(false);
});

test("undo while it is down lifts it, and its further points are not drawn", () => {
  pen.putDown([0.1, 0.1], false);
  lab.ink.change({ type: "undo" });
  pen.moveTo([[0.2, 0.2]]);
  expect([points(), pen.isDown, lab.session.penDown.value]).toEqual([[], false, false]);
});

test("times go with the points where they are known", () => {
  pen.putDown([0.1, 0.1], false, 1000);
  pen.moveTo([[0.2, 0.2]], [1020]);
  expect(lab.ink.drawing.value[0]?.times).toEqual([1000, 1020]);
});

test("the eraser cuts along its way, also between two of its points", () => {
  pen.putDown([0.1, 0.5], false);
  pen.moveTo([[0.9, 0.5]]);
  pen.lift();
  pen.putDown([0.5, 0.1], true);
  pen.moveTo([[0.5, 0.9]]);
  pen.lift();
  expect(points()).toHaveLength(2);
});

test("a pen that is not down draws nothing", () => {
  pen.moveTo([[0.2, 0.2]]);
  expect(points()).toEqual([]);
});

test("what it was put down as it stays, whichever tool is chosen meanwhile", () => {
  pen.putDown([0.1, 0.5], false);
  lab.ink.useTool("eraser");
  pen.moveTo([[0.9, 0.5]]);
  expect(points()).toHaveLength(1);
  expect(points()[0]).toHaveLength(2);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  "a point at %s is not drawn, and the others beside it are",
  (at) => {
    pen.putDown([at, 0.1], false);
    expect([points(), pen.isDown]).toEqual([[], false]);
    pen.putDown([0.1, 0.1], false, 1000);
    pen.moveTo(
      [
        [0.2, at],
        [0.3, 0.3],
      ],
      [1010, 1020],
    );
    expect(lab.ink.drawing.value).toEqual([
      {
        points: [
          [0.1, 0.1],
          [0.3, 0.3],
        ],
        width: expect.any(Number),
        times: [1000, 1020],
      },
    ]);
    pen.lift();
    pen.putDown([0.2, 0.2], true);
    pen.moveTo([[at, at]]);
    expect(points().flat(2).every(Number.isFinite)).toBe(true);
  },
);

test("taking back undoes its last stroke, but nothing that was done since", () => {
  pen.putDown([0.1, 0.1], false);
  pen.lift();
  pen.takeBack();
  expect(points()).toEqual([]);
  pen.putDown([0.1, 0.1], false);
  pen.lift();
  lab.ink.change({ type: "begin", point: [0.5, 0.5], width: 0.07 });
  pen.takeBack();
  expect(points()).toHaveLength(2);
});
