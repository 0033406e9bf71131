/** "Lesson": the list of screens that follow one another, made, put in order, begun, saved and loaded. */
import { effect } from "@preact/signals-core";
import { linkTo } from "../address/address.ts";
import { settled } from "../address/ink-as-text.ts";
import { download } from "../dom/download.ts";
import { make } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import type { Part } from "../dom/part.ts";
import type { Lab } from "../state/lab.ts";
import type { LessonStep } from "../state/lesson.ts";
import { endAll } from "../state/slice.ts";
import { counted, phrase } from "../words/phrases.ts";
import { exampleLesson } from "./example.ts";
import { lessonAsText, lessonIn, MOST_STEPS, MOST_TEXT } from "./text.ts";

type StepKey = "open" | "up" | "down" | "remove";
type ButtonKey = "begin" | "add" | "load" | "save" | "clear" | "undo" | "example";

/** `leave` closes the sheet: what is opened is behind it. */
export function makeLesson(lab: Lab, leave: () => void): Part {
  const said = make("p", { class: "said", role: "status" });
  const list = make("ol");
  const file = make("input", { type: "file", accept: ".md,.txt,text/*", hidden: "" });
  const add = (steps: readonly LessonStep[]) => {
    const room = MOST_STEPS - lab.lesson.steps.peek().length;
    const added = steps.slice(0, room);
    if (added.length > 0) lab.lesson.useLesson([...lab.lesson.steps.peek(), ...added]);
    if (steps.length === 0) said.textContent = phrase("lesson.none");
    else if (added.length === steps.length)
      said.textContent = counted("lesson.added", added.length);
    else said.textContent = phrase("lesson.full", { count: added.length, most: MOST_STEPS });
  };
  const read = async (chosen: File) => {
    if (chosen.size > MOST_TEXT) said.textContent = phrase("lesson.large");
    else add(lessonIn(await chosen.text()));
  };
  const open = (step: number, filling: boolean) => {
    leave();
    lab.lesson.openStep(step);
    if (filling && lab.lecture.on.peek()) lab.session.fillScreen(true);
  };
  const acts: Readonly<Record<ButtonKey, () => void>> = {
    begin: () => open(0, true),
    add: () => add([thisScreen(lab)]),
    load: () => file.click(),
    save: () => {
      const text = lessonAsText(lab.lesson.steps.peek(), new URL(".", document.baseURI).href);
      download(new Blob([text], { type: "text/markdown" }), "inkling-lesson.md");
    },
    clear: () => {
      lab.lesson.removeSteps(0, lab.lesson.steps.peek().length);
      said.textContent = phrase("lesson.cleared");
      buttons.undo.focus();
    },
    undo: () => {
      lab.lesson.bringBack();
      said.textContent = "";
      buttons.begin.focus();
    },
    example: () => {
      add(exampleLesson());
      buttons.begin.focus();
    },
  };
  const keys = Object.keys(acts) as ButtonKey[];
  const buttons = Object.fromEntries(keys.map((key) => [key, button(key, acts[key])])) as Readonly<
    Record<ButtonKey, HTMLElement>
  >;
  const { example, ...others } = buttons;
  buttons.begin.classList.add("main");
  const empty = make("p", { class: "empty", text: phrase("lesson.empty") });
  const element = make("section", { class: "lesson" }, [
    make("div", { class: "words" }, [
      make("h2", { text: phrase("lesson.title") }),
      make("p", { text: phrase("lesson.lead") }),
      make("div", { class: "actions" }, [...Object.values(others), file]),
      said,
      empty,
      list,
      make("div", { class: "actions" }, [example]),
    ]),
  ]);

  file.addEventListener("change", () => {
    const chosen = file.files?.item(0);
    if (chosen)
      void read(chosen).catch(() => {
        said.textContent = phrase("lesson.unread");
      });
    file.value = ""; // the same file can be chosen again
  });
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData("text/plain").slice(0, MOST_TEXT) ?? "";
    const steps = lessonIn(text);
    const typing = event.target instanceof HTMLInputElement;
    if (element.hidden || typing || steps.length === 0) return;
    event.preventDefault();
    add(steps);
  };

  /** What the list shows; a title that is typed there is there already. */
  let drawn: readonly LessonStep[] = [];
  const rename = (at: number, title: string) => {
    drawn = lab.lesson.steps.peek().map((each, i) => (i === at ? { ...each, title } : each));
    lab.lesson.useLesson(drawn);
  };
  const move = (at: number, by: number, key: StepKey) => {
    const steps = lab.lesson.steps.peek();
    const to = at + by;
    const [own, other] = [steps[at], steps[to]];
    if (own === undefined || other === undefined) return;
    lab.lesson.useLesson(steps.map((each, i) => (i === at ? other : i === to ? own : each)));
    list.children[to]?.querySelector<HTMLElement>(`[data-act="step.${key}"]`)?.focus();
  };
  const remove = (at: number) => {
    lab.lesson.removeSteps(at, 1);
    said.textContent = phrase("lesson.removed", { step: at + 1 });
    buttons.undo.focus();
  };
  const stop = effect(() => {
    const [steps, at] = [lab.lesson.steps.value, lab.lesson.at.value];
    empty.hidden = steps.length > 0;
    for (const each of [buttons.begin, buttons.save, buttons.clear])
      each.hidden = steps.length === 0;
    buttons.undo.hidden = lab.lesson.before.value === null;
    example.hidden = exampleLesson().every(({ link }) => steps.some((each) => each.link === link));
    example.classList.toggle("main", steps.length === 0);
    if (steps !== drawn)
      list.replaceChildren(...steps.map((step, i) => row(step, i, { open, rename, move, remove })));
    drawn = steps;
    for (const [i, item] of [...list.children].entries())
      item.setAttribute("aria-current", i === at ? "step" : "false");
  });
  return { element, end: endAll(stop, listen(document, { paste })) };
}

interface StepActs {
  open(at: number, filling: boolean): void;
  rename(at: number, title: string): void;
  move(at: number, by: number, key: StepKey): void;
  remove(at: number): void;
}

function row({ title }: LessonStep, at: number, acts: StepActs): HTMLElement {
  const step = at + 1;
  const input = make("input", {
    type: "text",
    maxlength: "120",
    value: title,
    placeholder: phrase("lesson.untitled", { step }),
    "aria-label": phrase("lesson.step.title", { step }),
  });
  input.addEventListener("change", () => acts.rename(at, input.value.trim()));
  const act = (key: StepKey, does: () => void) => {
    const made = button(`step.${key}`, does);
    made.setAttribute("aria-label", phrase(`lesson.step.${key}.label`, { step }));
    return made;
  };
  return make("li", {}, [
    input,
    act("open", () => acts.open(at, false)),
    act("up", () => acts.move(at, -1, "up")),
    act("down", () => acts.move(at, 1, "down")),
    act("remove", () => acts.remove(at)),
  ]);
}

function button(key: ButtonKey | `step.${StepKey}`, act: () => void): HTMLElement {
  const made = make("button", { type: "button", "data-act": key, text: phrase(`lesson.${key}`) });
  made.addEventListener("click", act);
  return made;
}

/** What is on the screen, on the link's grid; a lesson is in the language of the page that gives it. */
function thisScreen(lab: Lab): LessonStep {
  lab.ink.settle(settled(lab.ink.history.peek().drawing));
  const { search, hash } = linkTo(new URL(location.href), lab);
  const parts = search.slice(1).split("&");
  const kept = parts.filter((part) => part !== "" && !part.startsWith("lang="));
  return { title: "", link: `?${kept.join("&")}${hash}` };
}
