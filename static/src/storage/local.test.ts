import { beforeEach, expect, test } from "vitest";
import { PICTURE_SIDE } from "../ink/ink.ts";
import {
  loadCharacterKeys,
  loadDrawing,
  loadLesson,
  loadLessonPosition,
  loadPicture,
  loadTheme,
  saveCharacterKeys,
  saveDrawing,
  saveLesson,
  saveLessonPosition,
  savePicture,
  saveTheme,
} from "./local.ts";

const KEY = "inkling.drawing.1";

beforeEach(() => localStorage.clear());

test("letters stay no keys once they are switched off, and are keys for everybody else", () => {
  expect([loadCharacterKeys(null), loadCharacterKeys(localStorage)]).toEqual([true, true]);
  saveCharacterKeys(localStorage, false);
  expect(loadCharacterKeys(localStorage)).toBe(false);
});

test("a drawing outlives the page", () => {
  const drawing = [{ points: [[0.1, 0.2] as const, [0.3, 0.4] as const], width: 0.07 }];
  saveDrawing(localStorage, drawing);
  expect(loadDrawing(localStorage)).toEqual(drawing);
});

test.each([
  [0.9, 0.3],
  [0.001, 0.005],
])("a kept pen %s wide becomes %s, which the server takes", (width, wide) => {
  localStorage.setItem(KEY, JSON.stringify([{ points: [[0.1, 0.2]], width }]));
  expect(loadDrawing(localStorage)).toEqual([{ points: [[0.1, 0.2]], width: wide }]);
});

test("times outlive the page too; a drawing with none, or with damaged ones, is kept without", () => {
  const bare = { points: [[0.1, 0.2] as const, [0.3, 0.4] as const], width: 0.07 };
  const load = (times: unknown) => {
    localStorage.setItem(KEY, JSON.stringify([{ ...bare, times }]));
    return loadDrawing(localStorage);
  };
  expect(load([5, 21])).toEqual([{ ...bare, times: [5, 21] }]);
  for (const times of [undefined, null, [5], [5, null], "5"]) expect(load(times)).toEqual([bare]);
});

test.each([
  "",
  "{",
  "null",
  "[1]",
  "[null]",
  '[{"points": [[1]], "width": 0.1}]',
  '[{"points": [[0, null]], "width": 0.1}]',
  '[{"width": 0.1}]',
  '{"points": [[0, 1]], "width": 0.1}',
])("a damaged drawing, %s, is a blank pad", (text) => {
  localStorage.setItem(KEY, text);
  expect(loadDrawing(localStorage)).toEqual([]);
});

const WHOLE = { points: [[0.1, 0.2] as const, [0.3, 0.4] as const], width: 0.05 };

test.each([
  ["a point without a number", { points: [[0.5, null], ...WHOLE.points], width: 0.05 }],
  ["a point that is none", { points: [...WHOLE.points, "0.5", [1], [1, 2, 3]], width: 0.05 }],
  [
    "times of points that are gone",
    { ...WHOLE, points: [null, ...WHOLE.points], times: [1, 2, 3] },
  ],
])("%s loses nothing else of the drawing", (_what, damaged) => {
  localStorage.setItem(KEY, JSON.stringify([WHOLE, damaged, null, { points: 5 }, WHOLE]));
  expect(loadDrawing(localStorage)).toEqual([WHOLE, WHOLE, WHOLE]);
});

test.each(["0.1", 5, null, -1])("a width of %j is the usual one, and the stroke stays", (width) => {
  localStorage.setItem(KEY, JSON.stringify([{ ...WHOLE, width }]));
  expect(loadDrawing(localStorage)).toEqual([{ ...WHOLE, width: 0.07 }]);
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

test("a lesson outlives the page; what is no link to a screen is left out", () => {
  const steps = [
    { title: "first", link: "?hide=conv1#d=E1" },
    { title: "", link: "#d=E1" },
  ];
  saveLesson(localStorage, steps);
  expect(loadLesson(localStorage)).toEqual(steps);
  const load = (text: string) => {
    localStorage.setItem("inkling.lesson.1", text);
    return loadLesson(localStorage);
  };
  for (const damaged of ["", "{", "null", "3", '{"title": "a"}']) expect(load(damaged)).toEqual([]);
  const strangers = [{ title: "a", link: "http://[" }, { title: 3, link: "?a" }, null, steps[0]];
  expect(load(JSON.stringify(strangers))).toEqual([steps[0]]);
  expect(loadLesson(null)).toEqual([]);
});

test("a screen's question and notes are kept; what is no text, or too long, is left out, and the screen stays", () => {
  const step = { title: "first", link: "?hide=conv1" };
  const full = { ...step, question: "Why?", notes: "One.\nTwo." };
  saveLesson(localStorage, [full]);
  expect(loadLesson(localStorage)).toEqual([full]);
  for (const damaged of [3, null, ["Why?"], {}, "?".repeat(2001)]) {
    const kept = JSON.stringify([{ ...step, question: damaged, notes: damaged }]);
    localStorage.setItem("inkling.lesson.1", kept);
    expect(loadLesson(localStorage)).toEqual([step]);
  }
});

test("a tab finds its place in a lesson again, and none that was damaged", () => {
  const position = (at: number | null) => {
    saveLessonPosition(sessionStorage, at);
    return loadLessonPosition(sessionStorage);
  };
  expect([position(0), position(11), position(null)]).toEqual([0, 11, null]);
  for (const damaged of ["x", "-1", "1.5", "1000000"]) {
    sessionStorage.setItem("inkling.lesson-place", damaged);
    expect(loadLessonPosition(sessionStorage)).toBeNull();
  }
});
