import { beforeEach, expect, test } from "vitest";
import {
  hiddenIn,
  loadDrawing,
  loadPicture,
  loadTheme,
  panelIn,
  saveDrawing,
  savePicture,
  saveTheme,
  withoutIn,
  withState,
} from "./keep.ts";
import { PICTURE_SIDE } from "./store.ts";

const KEY = "inkling.drawing.1";

beforeEach(() => localStorage.clear());

test("a drawing outlives the page", () => {
  const drawing = [{ points: [[0.1, 0.2] as const, [0.3, 0.4] as const], width: 0.07 }];
  saveDrawing(localStorage, drawing);
  expect(loadDrawing(localStorage)).toEqual(drawing);
});

test.each([
  "",
  "{",
  "null",
  "[1]",
  "[null]",
  '[{"points": [[1]], "width": 0.1}]',
  '[{"points": [[0, null]], "width": 0.1}]',
  '[{"points": [[0, 1]], "width": "0.1"}]',
  '[{"points": [[0, 1]], "width": 5}]',
])("a damaged drawing, %s, is a blank pad", (text) => {
  localStorage.setItem(KEY, text);
  expect(loadDrawing(localStorage)).toEqual([]);
});

test("a first visit has no drawing, which is not a blank one", () => {
  expect(loadDrawing(localStorage)).toBeNull();
  saveDrawing(localStorage, []);
  expect(loadDrawing(localStorage)).toEqual([]);
});

test("the page works where storage is forbidden or full", () => {
  const refuse = () => {
    throw new Error("refused");
  };
  const forbidden = { getItem: refuse, setItem: refuse } as unknown as Storage;
  expect(loadDrawing(forbidden)).toBeNull();
  expect(loadTheme(null)).toBeNull();
  saveDrawing(forbidden, []);
  saveDrawing(null, []);
});

test("the theme is remembered", () => {
  expect(loadTheme(localStorage)).toBeNull();
  saveTheme(localStorage, "dark");
  expect(loadTheme(localStorage)).toBe("dark");
});

test("the state is readable in the address and comes back from it", () => {
  const shared = {
    hidden: new Set(["conv2", "pool2"]),
    panel: "sees" as const,
    without: new Set(["centre" as const]),
  };
  const address = withState(new URL("http://a/lab/?x=1#top"), shared);
  expect(address.href).toBe("http://a/lab/?x=1&hide=conv2,pool2&open=sees&without=centre#top");
  expect(hiddenIn(address)).toEqual(shared.hidden);
  expect(panelIn(address)).toBe("sees");
  expect(withoutIn(address)).toEqual(shared.without);
  const plain = withState(address, { hidden: new Set(), panel: null, without: new Set() });
  expect(plain.href).toBe("http://a/lab/?x=1#top");
});

test("made-up addresses hide, open and switch off nothing odd", () => {
  expect(hiddenIn(new URL("http://a/?hide=<b>,,conv1,../x"))).toEqual(new Set(["conv1"]));
  expect(hiddenIn(new URL("http://a/?hide="))).toEqual(new Set());
  expect(panelIn(new URL("http://a/?open=constructor"))).toBeNull();
  expect(withoutIn(new URL("http://a/?without=centre,sharpen,,toString"))).toEqual(
    new Set(["centre"]),
  );
});

test("a picture's ink is remembered, a damaged one is none", () => {
  expect(loadPicture(localStorage)).toBeNull();
  const ink = new Uint8Array(PICTURE_SIDE ** 2).fill(200, 50, 90);
  savePicture(localStorage, ink);
  expect(loadPicture(localStorage)).toEqual(ink);
  localStorage.setItem("inkling.picture.1", "!?");
  expect(loadPicture(localStorage)).toBeNull();
  savePicture(localStorage, null);
  expect(loadPicture(localStorage)).toBeNull();
});
