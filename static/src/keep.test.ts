import { beforeEach, expect, test } from "vitest";
import { hiddenIn, loadDrawing, loadTheme, saveDrawing, saveTheme, withHidden } from "./keep.ts";

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

test("hidden layers are readable in the address and come back from it", () => {
  const address = withHidden(new URL("http://a/lab/?x=1#top"), new Set(["conv2", "pool2"]));
  expect(address.href).toBe("http://a/lab/?x=1&hide=conv2,pool2#top");
  expect(hiddenIn(address)).toEqual(new Set(["conv2", "pool2"]));
  expect(withHidden(address, new Set()).href).toBe("http://a/lab/?x=1#top");
});

test("made-up addresses hide nothing odd", () => {
  expect(hiddenIn(new URL("http://a/?hide=<b>,,conv1,../x"))).toEqual(new Set(["conv1"]));
  expect(hiddenIn(new URL("http://a/?hide="))).toEqual(new Set());
});
