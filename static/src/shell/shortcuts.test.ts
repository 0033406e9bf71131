import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { followLesson } from "../lesson/follow.ts";
import { indexNetwork } from "../network/network.ts";
import { GUESSES } from "../state/covers.ts";
import { createLab, type Opened } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { phrase } from "../words/phrases.ts";
import { capsOf, GROUPS, SHORTCUTS, shortcutOf } from "./shortcuts.ts";

const press = (lab: ReturnType<typeof createLab>, key: string, shift = false) =>
  shortcutOf(key, shift)?.act(lab, key.toLowerCase());

function lecturing() {
  const lab = createLab({ lecture: { on: true } });
  lab.reader.describe(indexNetwork(DESCRIPTION));
  return lab;
}

test("no key does two things", () => {
  const all = SHORTCUTS.flatMap(({ keys, shift }) => keys.map((key) => `${shift ?? ""}${key}`));
  expect(new Set(all).size).toBe(all.length);
});

test("digits show and hide layers in their order, with shift they cover them, 0 shows all", () => {
  const lab = lecturing();
  press(lab, "2");
  press(lab, "4");
  expect([...lab.look.hidden.value]).toEqual(["conv1", "conv2"]);
  press(lab, "2");
  expect([...lab.look.hidden.value]).toEqual(["conv2"]);
  press(lab, "0");
  expect(lab.look.hidden.value.size).toBe(0);
  expect(press(lab, "9")).toBe(false); // there is no ninth layer
  press(lab, "3", true);
  press(lab, "8", true);
  expect([...lab.lecture.covered.value]).toEqual(["pool1", GUESSES]);
});

test.each(["PageDown", "ArrowRight"])("a remote's next (%s) reveals what is covered", (key) => {
  const lab = lecturing();
  lab.lecture.switchCover(GUESSES);
  lab.lecture.blankScreen(true);
  press(lab, key);
  expect(lab.lecture.blanked.value).toBe(false);
  expect(lab.lecture.covered.value.size).toBe(1); // the audience sees first that it is covered
  press(lab, key);
  expect(lab.lecture.covered.value.size).toBe(0);
  press(lab, key === "PageDown" ? "PageUp" : "ArrowLeft");
  expect([...lab.lecture.covered.value]).toEqual([GUESSES]);
});

test("a remote's next reveals what the steps have come to, then steps on; back undoes both", () => {
  const lab = lecturing();
  lab.lecture.switchCover("conv1");
  press(lab, "PageDown");
  expect([lab.lecture.covered.value.size, lab.forward.step.value]).toEqual([0, null]);
  press(lab, "PageDown");
  expect(lab.forward.step.value).toBe(0);
  lab.lecture.switchCover(GUESSES); // the steps come to the guesses at their end
  press(lab, "PageDown");
  expect([lab.lecture.covered.value.size, lab.forward.step.value]).toEqual([1, 1]);
  press(lab, "PageUp");
  press(lab, "PageUp");
  expect(lab.forward.step.value).toBeNull();
  press(lab, "PageUp");
  expect([...lab.lecture.covered.value]).toEqual([GUESSES, "conv1"]);
});

test("at the last step next reveals the guesses, and no step comes after", () => {
  const lab = lecturing();
  lab.lecture.switchCover(GUESSES);
  lab.forward.stepTo(lab.forward.steps.value.length - 1);
  const last = lab.forward.step.value;
  press(lab, "PageDown");
  expect([lab.lecture.covered.value.size, lab.forward.step.value]).toEqual([0, last]);
  press(lab, "PageDown");
  expect(lab.forward.step.value).toBe(last);
});

test("Space plays the pen trace and stops it, and the steps while there are any", () => {
  const lab = lecturing();
  press(lab, " ");
  expect([lab.trace.open.value, lab.trace.playing.value]).toEqual([true, true]);
  press(lab, " ");
  expect(lab.trace.playing.value).toBe(false);
  lab.forward.stepTo(2);
  press(lab, " ");
  expect([lab.forward.step.value, lab.trace.playing.value, lab.forward.autoplay.value]).toEqual([
    2,
    false,
    true,
  ]);
  press(lab, " ");
  expect([lab.forward.step.value, lab.forward.autoplay.value]).toEqual([2, false]);
});

test("outside lecture mode arrows and Space act only while there are steps, Escape ends them", () => {
  const lab = lecturing();
  lab.lecture.giveLecture(false);
  expect(press(lab, " ")).toBe(false);
  lab.forward.stepTo(0);
  press(lab, "ArrowLeft");
  expect(lab.forward.step.value).toBe(0);
  press(lab, "ArrowRight");
  press(lab, " ");
  expect([lab.forward.step.value, lab.forward.autoplay.value]).toEqual([1, true]);
  press(lab, "Escape");
  expect([lab.forward.step.value, lab.forward.autoplay.value]).toEqual([null, false]);
});

test("outside lecture mode arrows, Page Down and F5 are the browser's", () => {
  const lab = lecturing();
  lab.lecture.giveLecture(false);
  lab.lecture.switchCover(GUESSES);
  for (const key of ["PageDown", "PageUp", "ArrowRight", "ArrowLeft", "F5"])
    expect(press(lab, key)).toBe(false);
  expect(lab.lecture.covered.value.size).toBe(1);
});

test.each(["b", ".", "B"])("%s blanks the screen and brings it back", (key) => {
  const lab = lecturing();
  press(lab, key);
  expect(lab.lecture.blanked.value).toBe(true);
  press(lab, key);
  expect(lab.lecture.blanked.value).toBe(false);
});

test("Escape closes one thing after the other", () => {
  const lab = lecturing();
  lab.look.openPanel("keys");
  lab.lecture.blankScreen(true);
  press(lab, "Escape");
  expect(lab.lecture.blanked.value).toBe(false);
  press(lab, "Escape");
  expect(lab.look.panel.value).toBeNull();
  press(lab, "Escape");
  expect(lab.lecture.on.value).toBe(false);
  expect(press(lab, "Escape")).toBe(false);
});

test("F5 fills the screen and never empties it: a remote sends it to begin", () => {
  const lab = lecturing();
  press(lab, "F5");
  press(lab, "F5", true);
  expect(lab.session.fullScreen.value).toBe(true);
  press(lab, "f");
  expect(lab.session.fullScreen.value).toBe(false);
});

test("without characters, letters, digits and signs do nothing, and a remote's keys go on acting", () => {
  const without = SHORTCUTS.flatMap(({ keys }) => keys).filter(
    (key) => shortcutOf(key, false, false) ?? shortcutOf(key, true, false),
  );
  const named = [
    ...["arrowright", "pagedown", "arrowleft", "pageup", " ", "arrowdown", "arrowup"],
    ...["f5", "escape"],
  ];
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
  const lab = lecturing();
  const shown: Record<string, Opened> = {
    "?a": { lecture: { on: true } },
    "?b": { lecture: { on: true, covered: new Set(["conv1"]) } },
    "?c": { lecture: { on: true }, forward: { step: lab.forward.steps.value.length - 2 } },
  };
  lab.lesson.useLesson(Object.keys(shown).map((link) => ({ title: link, link })));
  followLesson(lab, {
    local: null,
    session: null,
    open: ({ search }) => shown[search] ?? {},
  });
  lab.lesson.openStep(0);
  return lab;
}

test("in a lesson next reveals, tells the steps that a link begins, then opens the next link", () => {
  const lab = teaching();
  const places = [];
  for (let i = 0; i < 6; i++) {
    places.push([lab.lesson.at.value, lab.lecture.covered.value.size, lab.forward.step.value]);
    expect(press(lab, "PageDown")).toBe(true);
  }
  const last = lab.forward.steps.value.length - 1;
  expect(places).toEqual([
    [0, 0, null],
    [1, 1, null],
    [1, 0, null],
    [2, 0, last - 1],
    [2, 0, last],
    [3, 0, last], // it was the last link: the end, and nothing else is begun
  ]);
});

test("in a lesson back undoes what next did on a screen, then opens the link before", () => {
  const lab = teaching();
  for (let i = 0; i < 3; i++) press(lab, "PageDown");
  expect(lab.lesson.at.value).toBe(2);
  for (let step = lab.forward.step.value ?? 0; step > 0; step--) press(lab, "PageUp");
  expect([lab.lesson.at.value, lab.forward.step.value]).toEqual([2, 0]);
  press(lab, "PageUp");
  expect([lab.lesson.at.value, lab.lecture.covered.value.size]).toEqual([1, 1]);
  press(lab, "PageDown");
  press(lab, "PageUp");
  expect([lab.lesson.at.value, lab.lecture.covered.value.size]).toEqual([1, 1]);
  press(lab, "PageUp");
  press(lab, "PageUp");
  expect(lab.lesson.at.value).toBe(0); // there is none before
});

test("a blank screen comes back first, and Escape ends the lesson before the lecture", () => {
  const lab = teaching();
  press(lab, ".");
  press(lab, "PageDown");
  expect([lab.lecture.blanked.value, lab.lesson.at.value]).toEqual([false, 0]);
  press(lab, "Escape");
  expect([lab.lecture.on.value, lab.lesson.at.value]).toEqual([true, null]);
  press(lab, "Escape");
  expect(lab.lecture.on.value).toBe(false);
  expect(press(lab, "PageDown")).toBe(false); // the page's own key again
});

test("a link that leaves out steps or covers does not stop the lesson", () => {
  const lab = teaching();
  lab.lesson.useLesson([{ title: "", link: "?d" }, ...lab.lesson.steps.value]);
  lab.begin({
    lecture: { leftOut: new Set(["covers", "steps"] as const), covered: new Set(["conv1"]) },
    forward: { step: 1 },
  });
  press(lab, "PageDown");
  expect(lab.lesson.at.value).toBe(2);
});
