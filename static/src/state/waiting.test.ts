import { expect, test } from "vitest";
import type { Reading } from "../network/reading.ts";
import { howRead } from "./asked.ts";
import { createLab } from "./lab.ts";
import { isWaiting } from "./waiting.ts";

const stroke = { points: [[0.1, 0.2] as const], width: 0.07 };

function labThatRead() {
  const lab = createLab();
  lab.session.connect("live");
  lab.ink.change({ type: "replace", drawing: [stroke] });
  const of = { drawing: lab.ink.drawing.value, how: howRead(lab) };
  lab.reader.receive({ of, maps: new Map(), values: new Map() } as unknown as Reading);
  return lab;
}

test("a reading waits once the drawing has gone on without the server, until it is read", () => {
  const lab = labThatRead();
  lab.session.connect("lost");
  expect(isWaiting(lab)).toBe(false);
  lab.ink.change({ type: "clear" });
  expect(isWaiting(lab)).toBe(true);
  lab.ink.change({ type: "undo" });
  expect(isWaiting(lab)).toBe(false);
  lab.look.switchStep("centre");
  expect(isWaiting(lab)).toBe(true);
  lab.session.connect("live");
  expect(isWaiting(lab)).toBe(false);
});

test("a reading waits while the server is late with the next one", () => {
  const lab = labThatRead();
  lab.ink.change({ type: "clear" });
  expect(isWaiting(lab)).toBe(false);
  lab.session.beLate(true);
  expect(isWaiting(lab)).toBe(true);
});

test("pixels that were edited without the server have not been read", () => {
  const lab = labThatRead();
  lab.session.connect("lost");
  lab.ink.editPixels(new Uint8Array(784));
  expect(isWaiting(lab)).toBe(true);
});
