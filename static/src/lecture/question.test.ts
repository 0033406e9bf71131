import { expect, test } from "vitest";
import { createLab } from "../state/lab.ts";
import { mountQuestion } from "./question.ts";

function mounted() {
  document.body.innerHTML =
    '<div id="host" hidden><p data-part="question"></p><span class="count"></span></div>';
  const host = document.querySelector<HTMLElement>("#host") as HTMLElement;
  const lab = createLab({ lecture: { on: true } });
  return { host, lab, stop: mountQuestion(host, lab) };
}
const STEPS = [
  { title: "One", link: "?lecture=on", question: "What do you see?" },
  { title: "Two", link: "?lecture=on&focus=pool1" },
];

test("a lesson's screen asks its question, and says which screen of how many it is", () => {
  const { host, lab, stop } = mounted();
  expect(host.hidden).toBe(true);
  lab.lesson.useLesson(STEPS);
  lab.lesson.openStep(0);
  expect(host.hidden).toBe(false);
  expect(host.textContent?.replace(/\s+/g, " ").trim()).toBe("What do you see?1 / 2");
  stop();
});

test("a screen without a question keeps the line's room, and no line is there outside lectures and lessons", () => {
  const { host, lab, stop } = mounted();
  lab.lesson.useLesson(STEPS);
  lab.lesson.openStep(1);
  expect(host.hidden).toBe(false);
  expect(host.querySelector("[data-part=question]")?.textContent).toBe("");
  lab.lecture.giveLecture(false);
  expect(host.hidden).toBe(true);
  lab.lecture.giveLecture(true);
  lab.lesson.endLesson();
  expect(host.hidden).toBe(true);
  stop();
});

test("after the last screen it says that the lesson has ended, until one goes back", () => {
  const { host, lab, stop } = mounted();
  const line = () => host.textContent?.replace(/\s+/g, " ").trim();
  lab.lesson.useLesson(STEPS.toReversed());
  lab.lesson.openStep(1);
  lab.lesson.atEnd(true);
  expect([line(), host.hidden]).toEqual(["End of the lesson2 / 2", false]);
  lab.lesson.atEnd(false);
  expect(line()).toBe("What do you see?2 / 2");
  stop();
});
