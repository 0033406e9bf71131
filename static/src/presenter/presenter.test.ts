import { signal } from "@preact/signals-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { template } from "../testing/page.ts";
import { inEnglish } from "../testing/words.ts";
import { elapsed, timeOfDay } from "./clock.ts";
import type { LinkState } from "./link.ts";
import type { Act, Shown } from "./messages.ts";
import { mountPresenter } from "./presenter.ts";

const WORDS = { title: "", question: "", notes: "" };
const SHOWN: Shown = {
  type: "shown",
  screens: 2,
  screen: 1,
  ended: false,
  now: { title: "One", question: "Why?", notes: "Wait.\nAsk." },
  coming: { ...WORDS, title: "Two" },
  step: 0,
  steps: 12,
  blank: false,
  onward: "screen",
  since: 1_000_000,
};

const state = signal<LinkState>("looking");
const shown = signal<Shown | null>(null);
const acts: Act[] = [];
let characters: boolean;
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_065_000 });
  document.body.innerHTML = inEnglish(template("presenter.html"));
  characters = true;
  acts.length = 0;
  [state.value, shown.value] = ["looking", null];
  end = mount({ state, shown, act: (act) => acts.push(act), end: () => {} });
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

function mount(link: Parameters<typeof mountPresenter>[1]) {
  const needs = { now: Date.now, language: "en", characters: () => characters };
  return mountPresenter(document.body, link, needs);
}
const text = (name: string) =>
  document.querySelector(`[data-part="${name}"]`)?.textContent?.trim() ?? "";
const show = (changed: Partial<Shown>) => {
  state.value = "live";
  shown.value = { ...SHOWN, ...changed };
};
const press = (key: string, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  document.body.dispatchEvent(event);
  return event.defaultPrevented;
};

test("it says where the wall is: not found yet, there, blank, gone, and that no lab opened it", () => {
  expect([document.body.dataset.link, text("status")]).toEqual([
    "looking",
    "Looking for the lab that opened this window …",
  ]);
  show({});
  expect([document.body.dataset.link, text("status")]).toEqual(["live", ""]);
  show({ blank: true });
  expect(text("status")).toBe("The wall is blank.");
  state.value = "gone";
  expect(text("status")).toContain("closed or being loaded");
  expect(text("question")).toBe("Why?"); // what stood there stays
  end();
  end = mount(null);
  expect(text("status")).toContain("press N there");
});

test("a screen has its number, question and notes, and what comes next", () => {
  show({});
  const parts = ["position", "title", "question", "notes", "coming-title", "onward"];
  expect(parts.map(text)).toEqual([
    "1 of 2",
    "One",
    "Why?",
    "Wait.\nAsk.",
    "Two",
    "opens the next screen",
  ]);
  show({ screen: 2, now: WORDS, coming: null, step: 3, onward: "step" });
  expect(parts.map(text)).toEqual([
    "2 of 2 · step 3 of 12",
    "Screen 2",
    "",
    "",
    "End of the lesson",
    "goes a step on",
  ]);
  expect(document.querySelector<HTMLElement>('[data-part="no-notes"]')?.hidden).toBe(false);
  show({ screen: 2, ended: true, coming: null, onward: "stay" });
  expect(text("question")).toBe("End of the lesson");
  expect([text("title"), text("notes")]).toEqual(["", ""]);
  show({ screen: 0, now: WORDS, onward: null });
  expect([text("title"), text("onward")]).toEqual(["No lesson is being given.", ""]);
  show({ screen: 0, screens: 0, now: WORDS, coming: null });
  expect(text("title")).toContain("There is no lesson yet");
});

test("a remote's keys and the buttons act, once for a key that is held", () => {
  show({});
  for (const key of ["PageDown", "ArrowRight", "PageUp", "ArrowLeft", ".", "b"])
    expect(press(key)).toBe(true);
  expect(acts.splice(0)).toEqual(["next", "next", "back", "back", "blank", "blank"]);
  expect(press("PageDown", { repeat: true })).toBe(true);
  expect(press("ArrowLeft", { altKey: true })).toBe(false); // the browser's own
  expect(press("F5")).toBe(false);
  characters = false;
  expect([press("b"), press("PageDown")]).toEqual([false, true]);
  expect(acts.splice(0)).toEqual(["next"]);
  for (const button of document.querySelectorAll<HTMLElement>("[data-act]")) button.click();
  expect(acts).toEqual(["begin", "back", "next", "blank", "restart"]);
});

test("the clock is that of the day and of the lesson", () => {
  show({});
  expect(text("elapsed")).toBe("1:05");
  vi.advanceTimersByTime(3_600_000);
  expect(text("elapsed")).toBe("1:01:05");
  show({ since: Date.now() });
  expect(text("elapsed")).toBe("0:00");
  expect(elapsed(5000, 0)).toBe("0:00"); // a clock that is ahead
  const noon = new Date(2026, 0, 1, 14, 5).getTime();
  expect([timeOfDay(noon, "nl"), timeOfDay(noon, "en")].map((each) => each.slice(-5))).toEqual([
    "14:05",
    expect.stringMatching(/PM$/),
  ]);
});
