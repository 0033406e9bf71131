import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { followLesson } from "../lesson/follow.ts";
import { indexNetwork } from "../network/network.ts";
import { createStore, GUESSES, type State } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { phrase } from "../words/phrases.ts";
import { capsOf, GROUPS, SHORTCUTS, shortcutOf } from "./shortcuts.ts";

const press = (store: ReturnType<typeof createStore>, key: string, shift = false) =>
  shortcutOf(key, shift)?.act(store, key.toLowerCase());

function lecturing() {
  const store = createStore({ lecture: true });
  store.describe(indexNetwork(DESCRIPTION));
  return store;
}

test("no key does two things", () => {
  const all = SHORTCUTS.flatMap(({ keys, shift }) => keys.map((key) => `${shift ?? ""}${key}`));
  expect(new Set(all).size).toBe(all.length);
});

test("digits show and hide layers in their order, with shift they cover them, 0 shows all", () => {
  const store = lecturing();
  press(store, "2");
  press(store, "4");
  expect([...store.hidden.value]).toEqual(["conv1", "conv2"]);
  press(store, "2");
  expect([...store.hidden.value]).toEqual(["conv2"]);
  press(store, "0");
  expect(store.hidden.value.size).toBe(0);
  expect(press(store, "9")).toBe(false); // there is no ninth layer
  press(store, "3", true);
  press(store, "8", true);
  expect([...store.covered.value]).toEqual(["pool1", GUESSES]);
});

test.each(["PageDown", "ArrowRight"])("a remote's next (%s) reveals what is covered", (key) => {
  const store = lecturing();
  store.switchCover(GUESSES);
  store.blankScreen(true);
  press(store, key);
  expect(store.blanked.value).toBe(false);
  expect(store.covered.value.size).toBe(1); // the audience sees first that it is covered
  press(store, key);
  expect(store.covered.value.size).toBe(0);
  press(store, key === "PageDown" ? "PageUp" : "ArrowLeft");
  expect([...store.covered.value]).toEqual([GUESSES]);
});

test("a remote's next reveals what the steps have come to, then steps on; back undoes both", () => {
  const store = lecturing();
  store.switchCover("conv1");
  press(store, "PageDown");
  expect([store.covered.value.size, store.step.value]).toEqual([0, null]);
  press(store, "PageDown");
  expect(store.step.value).toBe(0);
  store.switchCover(GUESSES); // the steps come to the guesses at their end
  press(store, "PageDown");
  expect([store.covered.value.size, store.step.value]).toEqual([1, 1]);
  press(store, "PageUp");
  press(store, "PageUp");
  expect(store.step.value).toBeNull();
  press(store, "PageUp");
  expect([...store.covered.value]).toEqual([GUESSES, "conv1"]);
});

test("at the last step next reveals the guesses, and no step comes after", () => {
  const store = lecturing();
  store.switchCover(GUESSES);
  store.stepTo(store.forward.value.length - 1);
  const last = store.step.value;
  press(store, "PageDown");
  expect([store.covered.value.size, store.step.value]).toEqual([0, last]);
  press(store, "PageDown");
  expect(store.step.value).toBe(last);
});

test("Space plays the pen trace and stops it, and the steps while there are any", () => {
  const store = lecturing();
  press(store, " ");
  expect([store.tracing.value, store.playing.value]).toEqual([true, true]);
  press(store, " ");
  expect(store.playing.value).toBe(false);
  store.stepTo(2);
  press(store, " ");
  expect([store.step.value, store.playing.value, store.touring.value]).toEqual([2, false, true]);
  press(store, " ");
  expect([store.step.value, store.touring.value]).toEqual([2, false]);
});

test("outside lecture mode arrows and Space act only while there are steps, Escape ends them", () => {
  const store = lecturing();
  store.giveLecture(false);
  expect(press(store, " ")).toBe(false);
  store.stepTo(0);
  press(store, "ArrowLeft");
  expect(store.step.value).toBe(0);
  press(store, "ArrowRight");
  press(store, " ");
  expect([store.step.value, store.touring.value]).toEqual([1, true]);
  press(store, "Escape");
  expect([store.step.value, store.touring.value]).toEqual([null, false]);
});

test("outside lecture mode arrows, Page Down and F5 are the browser's", () => {
  const store = lecturing();
  store.giveLecture(false);
  store.switchCover(GUESSES);
  for (const key of ["PageDown", "PageUp", "ArrowRight", "ArrowLeft", "F5"])
    expect(press(store, key)).toBe(false);
  expect(store.covered.value.size).toBe(1);
});

test.each(["b", ".", "B"])("%s blanks the screen and brings it back", (key) => {
  const store = lecturing();
  press(store, key);
  expect(store.blanked.value).toBe(true);
  press(store, key);
  expect(store.blanked.value).toBe(false);
});

test("Escape closes one thing after the other", () => {
  const store = lecturing();
  store.open("keys");
  store.blankScreen(true);
  press(store, "Escape");
  expect(store.blanked.value).toBe(false);
  press(store, "Escape");
  expect(store.panel.value).toBeNull();
  press(store, "Escape");
  expect(store.lecture.value).toBe(false);
  expect(press(store, "Escape")).toBe(false);
});

test("F5 fills the screen and never empties it: a remote sends it to begin", () => {
  const store = lecturing();
  press(store, "F5");
  press(store, "F5", true);
  expect(store.fullScreen.value).toBe(true);
  press(store, "f");
  expect(store.fullScreen.value).toBe(false);
});

test("without characters, letters, digits and signs do nothing, and a remote's keys go on acting", () => {
  const without = SHORTCUTS.flatMap(({ keys }) => keys).filter(
    (key) => shortcutOf(key, false, false) ?? shortcutOf(key, true, false),
  );
  const named = ["arrowright", "pagedown", "arrowleft", "pageup", " ", "f5", "escape"];
  expect(without).toEqual(named);
});

test("docs/lecture-mode.md has every key, what it does, and no other", () => {
  const text = readFileSync("docs/lecture-mode.md", "utf8");
  const rows = GROUPS.flatMap((group) =>
    SHORTCUTS.filter((each) => each.group === group).map(
      (each) => `| ${capsOf(each).join(" ")} | ${phrase(each.words)} |`,
    ),
  );
  const table = text.match(/\| keys \| what they do \|\n\|---\|---\|\n((?:\|.*\n)*)/)?.[1] ?? "";
  expect(table.trim().split("\n")).toEqual(rows);
});

/** A lesson of three links: its second begins covered, its third at the last but one step. */
function teaching() {
  const store = lecturing();
  const shown: Record<string, Partial<State>> = {
    "?a": { lecture: true },
    "?b": { lecture: true, covered: new Set(["conv1"]) },
    "?c": { lecture: true, step: store.forward.value.length - 2 },
  };
  store.useLesson(Object.keys(shown).map((link) => ({ title: link, link })));
  followLesson(store, null, null, ({ search }) => shown[search] ?? {});
  store.openStep(0);
  return store;
}

test("in a lesson next reveals, tells the steps that a link begins, then opens the next link", () => {
  const store = teaching();
  const places = [];
  for (let i = 0; i < 6; i++) {
    places.push([store.lessonAt.value, store.covered.value.size, store.step.value]);
    expect(press(store, "PageDown")).toBe(true);
  }
  const last = store.forward.value.length - 1;
  expect(places).toEqual([
    [0, 0, null],
    [1, 1, null],
    [1, 0, null],
    [2, 0, last - 1],
    [2, 0, last],
    [2, 0, last], // it was the last link: nothing else is begun
  ]);
});

test("in a lesson back undoes what next did on a screen, then opens the link before", () => {
  const store = teaching();
  for (let i = 0; i < 3; i++) press(store, "PageDown");
  expect(store.lessonAt.value).toBe(2);
  for (let step = store.step.value ?? 0; step > 0; step--) press(store, "PageUp");
  expect([store.lessonAt.value, store.step.value]).toEqual([2, 0]);
  press(store, "PageUp");
  expect([store.lessonAt.value, store.covered.value.size]).toEqual([1, 1]);
  press(store, "PageDown");
  press(store, "PageUp");
  expect([store.lessonAt.value, store.covered.value.size]).toEqual([1, 1]);
  press(store, "PageUp");
  press(store, "PageUp");
  expect(store.lessonAt.value).toBe(0); // there is none before
});

test("a blank screen comes back first, and Escape ends the lesson before the lecture", () => {
  const store = teaching();
  press(store, ".");
  press(store, "PageDown");
  expect([store.blanked.value, store.lessonAt.value]).toEqual([false, 0]);
  press(store, "Escape");
  expect([store.lecture.value, store.lessonAt.value]).toEqual([true, null]);
  press(store, "Escape");
  expect(store.lecture.value).toBe(false);
  expect(press(store, "PageDown")).toBe(false); // the page's own key again
});

test("a link that leaves out steps or covers does not stop the lesson", () => {
  const store = teaching();
  store.useLesson([{ title: "", link: "?d" }, ...store.lesson.value]);
  store.begin({
    less: new Set(["covers", "steps"] as const),
    covered: new Set(["conv1"]),
    step: 1,
  });
  press(store, "PageDown");
  expect(store.lessonAt.value).toBe(2);
});
