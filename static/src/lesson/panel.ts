/** "Lesson": the list of screens that follow one another, made, put in order, begun, saved and loaded. */
import { effect } from "@preact/signals-core";
import { linkTo } from "../address/address.ts";
import { settled } from "../address/ink-as-text.ts";
import { makeButton } from "../dom/button.ts";
import { download } from "../dom/download.ts";
import { make, say } from "../dom/element.ts";
import type { Part } from "../dom/part.ts";
import { textOf } from "../dom/read-text.ts";
import { listen } from "../events/listen.ts";
import type { Lab } from "../state/lab.ts";
import type { LessonStep } from "../state/lesson.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { counted, phrase } from "../words/phrases.ts";
import { exampleLesson } from "./example.ts";
import { lessonInFile } from "./forms.ts";
import { makeStep, type StepActs, type StepKey } from "./step.ts";
import { lessonAsText, lessonIn, MOST_STEPS, MOST_TEXT, tooLong } from "./text.ts";

type ButtonKey = "begin" | "add" | "load" | "save" | "clear" | "undo" | "example";

/** `leave` closes the sheet, which would hide the link that is opened. */
export function makeLesson(lab: Lab, leave: () => void): Part {
  const panel = new LessonPanel(lab, leave);
  const paste = (event: ClipboardEvent) => panel.paste(event);
  return { element: panel.element, end: endAll(panel.follow(), listen(document, { paste })) };
}

class LessonPanel {
  readonly #lab: Lab;
  readonly #leave: () => void;
  readonly #list = make("ol");
  readonly #status = make("p", { class: "status", role: "status" });
  readonly #kept = make("p", { "aria-live": "polite" });
  readonly #empty = make("p", { class: "empty", text: phrase("lesson.empty") });
  readonly #file = make("input", {
    type: "file",
    accept: ".md,.txt,.csv,.tsv,.html,.htm,text/*",
    hidden: "",
  });
  readonly #buttons: Readonly<Record<ButtonKey, HTMLButtonElement>> = {
    begin: this.#button("begin", () => this.#open(0, true)),
    add: this.#button("add", () => this.#add([thisScreen(this.#lab)])),
    load: this.#button("load", () => this.#file.click()),
    save: this.#button("save", () => this.#save()),
    clear: this.#button("clear", () => this.#clear()),
    undo: this.#button("undo", () => this.#undo()),
    example: this.#button("example", () => {
      this.#add(exampleLesson());
      this.#buttons.begin.focus();
    }),
  };
  /** The steps that the list shows: with a title that is being typed, so that the list is not drawn again. */
  #drawn: readonly LessonStep[] = [];
  readonly element: HTMLElement;

  constructor(lab: Lab, leave: () => void) {
    this.#lab = lab;
    this.#leave = leave;
    const { example, ...others } = this.#buttons;
    others.begin.classList.add("main");
    listen(this.#file, { change: () => this.#load() });
    const words = make("div", { class: "words" }, [
      make("h2", { text: phrase("lesson.title") }),
      make("p", { text: phrase("lesson.lead") }),
      this.#kept,
      make("div", { class: "actions" }, [...Object.values(others), this.#file]),
      this.#status,
      this.#empty,
      this.#list,
      make("div", { class: "actions" }, [example]),
    ]);
    this.element = make("section", { class: "lesson" }, [words]);
  }

  #button(key: ButtonKey, act: () => void): HTMLButtonElement {
    return makeButton(act, { "data-act": key, text: phrase(`lesson.${key}`) });
  }

  /** Shows the list as it is. */
  follow(): Dispose {
    return effect(() => {
      const { steps, at, before } = this.#lab.lesson;
      const { begin, save, clear, undo, example } = this.#buttons;
      const none = steps.value.length === 0;
      say(this.#kept, phrase(this.#lab.lesson.kept.value ? "lesson.kept" : "lesson.unkept"));
      this.#empty.hidden = !none;
      for (const each of [begin, save, clear]) each.hidden = none;
      undo.hidden = before.value === null;
      const has = (link: string) => steps.value.some((each) => each.link === link);
      example.hidden = exampleLesson().every(({ link }) => has(link));
      example.classList.toggle("main", none);
      if (steps.value !== this.#drawn) this.#draw(steps.value);
      for (const [i, item] of [...this.#list.children].entries())
        item.setAttribute("aria-current", i === at.value ? "step" : "false");
    });
  }

  #draw(steps: readonly LessonStep[]): void {
    const acts: StepActs = {
      open: (at) => this.#open(at, false),
      write: (at, words) => this.#write(at, words),
      move: (at, by, key) => this.#move(at, by, key),
      remove: (at) => this.#remove(at),
    };
    this.#list.replaceChildren(...steps.map((step, i) => makeStep(step, i, acts)));
    this.#drawn = steps;
  }

  /** Adds links that are pasted anywhere while the panel is shown, except into a text field. */
  paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain").slice(0, MOST_TEXT) ?? "";
    const steps = lessonIn(text);
    const typing = event.target instanceof Element && event.target.matches("input, textarea");
    if (this.element.hidden || typing || steps.length === 0) return;
    event.preventDefault();
    this.#add(steps);
  }

  /** Adds the steps up to the limit; none if the question or notes of one are too long. */
  #add(steps: readonly LessonStep[]): void {
    const long = tooLong(steps);
    if (long !== null) {
      this.#say(phrase(`lesson.long.${long.part}`, { ...long }));
      return;
    }
    const { lesson } = this.#lab;
    const added = steps.slice(0, MOST_STEPS - lesson.steps.peek().length);
    if (added.length > 0) lesson.useLesson([...lesson.steps.peek(), ...added]);
    if (steps.length === 0) this.#say(phrase("lesson.none"));
    else if (added.length === steps.length) this.#say(counted("lesson.added", added.length));
    else this.#say(phrase("lesson.full", { count: added.length, most: MOST_STEPS }));
  }

  #load(): void {
    const chosen = this.#file.files?.item(0);
    this.#file.value = ""; // the same file can be chosen again
    if (chosen) void this.#read(chosen).catch(() => this.#say(phrase("lesson.unread")));
  }

  async #read(chosen: File): Promise<void> {
    if (chosen.size > MOST_TEXT) this.#say(phrase("lesson.large"));
    else this.#add(lessonInFile(await textOf(chosen), chosen));
  }

  #save(): void {
    const base = new URL(".", document.baseURI).href;
    const text = lessonAsText(this.#lab.lesson.steps.peek(), base);
    download(new Blob([text], { type: "text/markdown" }), "inkling-lesson.md");
  }

  #clear(): void {
    const { lesson } = this.#lab;
    lesson.removeSteps(0, lesson.steps.peek().length);
    this.#say(phrase("lesson.cleared"));
    this.#buttons.undo.focus();
  }

  #undo(): void {
    this.#lab.lesson.bringBack();
    this.#say("");
    this.#buttons.begin.focus();
  }

  #open(step: number, filling: boolean): void {
    this.#leave();
    this.#lab.lesson.openStep(step);
    if (filling && this.#lab.lecture.on.peek()) this.#lab.session.fillScreen(true);
  }

  #write(at: number, words: Partial<LessonStep>): void {
    const { lesson } = this.#lab;
    const steps = lesson.steps.peek();
    this.#drawn = steps.map((each, i) => (i === at ? withWords({ ...each, ...words }) : each));
    lesson.useLesson(this.#drawn);
  }

  #move(at: number, by: number, key: StepKey): void {
    const { lesson } = this.#lab;
    const steps = lesson.steps.peek();
    const to = at + by;
    const [one, other] = [steps[at], steps[to]];
    if (one === undefined || other === undefined) return;
    lesson.useLesson(steps.map((each, i) => (i === at ? other : i === to ? one : each)));
    this.#list.children[to]?.querySelector<HTMLElement>(`[data-act="step.${key}"]`)?.focus();
  }

  #remove(at: number): void {
    this.#lab.lesson.removeSteps(at, 1);
    this.#say(phrase("lesson.removed", { step: at + 1 }));
    this.#buttons.undo.focus();
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }
}

/** Question and notes that are "" are left out. */
function withWords({ title, link, question = "", notes = "" }: LessonStep): LessonStep {
  return { title, link, ...(question !== "" && { question }), ...(notes !== "" && { notes }) };
}

/** The state on the screen as a link, on the link's grid and without a language: a lesson has the language of the page that gives it. */
function thisScreen(lab: Lab): LessonStep {
  lab.ink.settle(settled(lab.ink.history.peek().drawing));
  const { search, hash } = linkTo(new URL(location.href), lab);
  const parts = search.slice(1).split("&");
  const kept = parts.filter((part) => part !== "" && !part.startsWith("lang="));
  return { title: "", link: `?${kept.join("&")}${hash}` };
}
