/** One screen in the list of a lesson: its title, what can be done with it and, folded away, its question and notes. */
import { makeButton } from "../dom/button.ts";
import { make } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { type LessonStep, MOST_NOTES, MOST_QUESTION, MOST_TITLE } from "../state/lesson.ts";
import { phrase } from "../words/phrases.ts";

export type StepKey = "open" | "up" | "down" | "remove";

export interface StepActs {
  open(at: number): void;
  /** Another title, question or notes; "" for none. */
  write(at: number, words: Partial<Omit<LessonStep, "link">>): void;
  move(at: number, by: number, key: StepKey): void;
  remove(at: number): void;
}

export function makeStep(step: LessonStep, at: number, acts: StepActs): HTMLElement {
  const act = (key: StepKey, does: () => void) =>
    makeButton(does, {
      "data-act": `step.${key}`,
      "aria-label": phrase(`lesson.step.${key}.label`, { step: at + 1 }),
      text: phrase(`lesson.step.${key}`),
    });
  return make("li", {}, [
    titleOf(step, at, acts),
    act("open", () => acts.open(at)),
    act("up", () => acts.move(at, -1, "up")),
    act("down", () => acts.move(at, 1, "down")),
    act("remove", () => acts.remove(at)),
    wordsOf(step, at, acts),
  ]);
}

function titleOf({ title }: LessonStep, at: number, acts: StepActs): HTMLElement {
  const input = make("input", {
    type: "text",
    dir: "auto",
    maxlength: String(MOST_TITLE),
    value: title,
    placeholder: phrase("lesson.untitled", { step: at + 1 }),
    "aria-label": phrase("lesson.step.title", { step: at + 1 }),
  });
  listen(input, { input: () => acts.write(at, { title: input.value.trim() }) });
  return input;
}

/** Saved with each letter, so that loading the page again loses nothing. */
function wordsOf({ question = "", notes = "" }: LessonStep, at: number, acts: StepActs) {
  const asked = make("input", {
    type: "text",
    dir: "auto",
    maxlength: String(MOST_QUESTION),
    value: question,
    "data-words": "question",
  });
  const noted = make("textarea", {
    rows: "4",
    dir: "auto",
    maxlength: String(MOST_NOTES),
    text: notes,
    "data-words": "notes",
  });
  const first = make("bdi", { text: question });
  listen(asked, {
    input: () => {
      first.textContent = asked.value;
      acts.write(at, { question: asked.value.trim() });
    },
  });
  listen(noted, { input: () => acts.write(at, { notes: noted.value.trimEnd() }) });
  const summary = make("summary", {}, [
    make("span", { class: "unseen", text: phrase("lesson.step.words", { step: at + 1 }) }),
    make("span", { "aria-hidden": "true", text: phrase("lesson.words") }),
    first,
  ]);
  const field = (words: string, element: HTMLElement) =>
    make("label", {}, [make("span", { text: words }), element]);
  return make("details", {}, [
    summary,
    field(phrase("lesson.question"), asked),
    field(phrase("lesson.notes"), noted),
  ]);
}
