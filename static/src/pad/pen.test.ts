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
  pen.moveTo([[0.2, 0.2]], false);
  pen.moveTo([[0.3, 0.2]], false);
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
  pen.moveTo([[0.2, 0.2]], false);
  expect([points(), pen.isDown, lab.session.penDown.value]).toEqual([[], false, false]);
});

test("times go with the points where they are known", () => {
  pen.putDown([0.1, 0.1], false, 1000);
  pen.moveTo([[0.2, 0.2]], false, [1020]);
  expect(lab.ink.drawing.value[0]?.times).toEqual([1000, 1020]);
});

test("the eraser cuts along its way, also between two of its points", () => {
  pen.putDown([0.1, 0.5], false);
  pen.moveTo([[0.9, 0.5]], false);
  pen.lift();
  pen.putDown([0.5, 0.1], true);
  pen.moveTo([[0.5, 0.9]], true);
  pen.lift();
  expect(points()).toHaveLength(2);
});

test("a pen that is not down draws nothing", () => {
  pen.moveTo([[0.2, 0.2]], false);
  expect(points()).toEqual([]);
});
