/** "Lesson": the list of screens that follow one another, made, put in order, begun, saved and loaded. */
import { effect } from "@preact/signals-core";
import { make } from "../dom/element.ts";
import { download } from "../save/download.ts";
import type { Store } from "../store.ts";
import { counted, phrase } from "../words.ts";
import { linkTo } from "./address.ts";
import { exampleLesson } from "./example-lesson.ts";
import { settled } from "./ink.ts";
import { type LessonStep, lessonAsText, lessonIn, MOST_STEPS } from "./lesson.ts";
import type { Piece } from "./screen.ts";

/** `leave` closes the sheet: what is opened is behind it. */
export function makeLesson(store: Store, leave: () => void): Piece {
  let before: readonly LessonStep[] = [];
  const said = make("p", { class: "said", role: "status" });
  const list = make("ol");
  const file = make("input", { type: "file", accept: ".md,.txt,text/*", hidden: "" });
  const button = (key: ButtonKey, act: () => void) => {
    const made = make("button", { type: "button", "data-act": key, text: phrase(`lesson.${key}`) });
    made.addEventListener("click", act);
    return made;
  };
  /** What was there can be had back until the next change. */
  const change = (steps: readonly LessonStep[], words = "") => {
    before = store.lesson.peek();
    store.useLesson(steps.slice(0, MOST_STEPS));
    said.textContent = words;
  };
  const add = (steps: readonly LessonStep[]) => {
    if (steps.length === 0) said.textContent = phrase("lesson.none");
    else change([...store.lesson.peek(), ...steps], counted("lesson.added", steps.length));
  };
  const open = (step: number, lecture: boolean) => {
    leave();
    store.openStep(step);
    if (lecture && store.lecture.peek()) store.fillScreen(true);
  };
  const begin = button("begin", () => open(0, true));
  const save = button("save", () => {
    const text = lessonAsText(store.lesson.peek(), new URL(".", document.baseURI).href);
    download(new Blob([text], { type: "text/markdown" }), "inkling-lesson.md");
  });
  const clear = button("clear", () => change([], phrase("lesson.cleared")));
  const undo = button("undo", () => change(before));
  const example = button("example", () => add(exampleLesson()));
  const empty = make("p", { class: "empty", text: phrase("lesson.empty") });
  const element = make("section", { class: "lesson" }, [
    make("div", { class: "words" }, [
      make("h2", { text: phrase("lesson.title") }),
      make("p", { text: phrase("lesson.lead") }),
      make("div", { class: "actions" }, [
        begin,
        button("add", () => add([thisScreen(store)])),
        button("load", () => file.click()),
        save,
        clear,
        undo,
        file,
      ]),
      said,
      empty,
      list,
      make("div", { class: "actions" }, [example]),
    ]),
  ]);
  begin.classList.add("main");

  file.addEventListener("change", async () => {
    const text = (await file.files?.item(0)?.text()) ?? "";
    file.value = ""; // the same file can be chosen again
    add(lessonIn(text));
  });
  const paste = (event: ClipboardEvent) => {
    const steps = lessonIn(event.clipboardData?.getData("text/plain") ?? "");
    const typing = event.target instanceof HTMLInputElement;
    if (element.hidden || typing || steps.length === 0) return;
    event.preventDefault();
    add(steps);
  };
  document.addEventListener("paste", paste);

  const rowOf = ({ title }: LessonStep, at: number): HTMLElement => {
    const step = at + 1;
    const input = make("input", {
      type: "text",
      maxlength: "120",
      value: title,
      placeholder: phrase("lesson.untitled", { step }),
      "aria-label": phrase("lesson.step.title", { step }),
    });
    input.addEventListener("change", () => {
      const steps = store.lesson.peek();
      store.useLesson(
        steps.map((each, i) => (i === at ? { ...each, title: input.value.trim() } : each)),
      );
    });
    const act = (key: StepKey, does: () => void) => {
      const made = button(`step.${key}`, does);
      made.setAttribute("aria-label", phrase(`lesson.step.${key}.label`, { step }));
      return made;
    };
    const moved = () => {
      const steps = [...store.lesson.peek()];
      const [own] = steps.splice(at, 1);
      if (own !== undefined) steps.splice(Math.max(0, at - 1), 0, own);
      change(steps);
      list.children[Math.max(0, at - 1)]
        ?.querySelector<HTMLElement>("[data-act='step.up']")
        ?.focus();
    };
    return make("li", { "aria-current": store.lessonAt.peek() === at ? "step" : "false" }, [
      input,
      act("open", () => open(at, false)),
      act("up", moved),
      act("remove", () => {
        change(
          store.lesson.peek().filter((_, i) => i !== at),
          phrase("lesson.removed", { step }),
        );
        undo.focus();
      }),
    ]);
  };
  let drawn: string | null = null;
  const stop = effect(() => {
    const steps = store.lesson.value;
    const order = [store.lessonAt.value, ...steps.map(({ link }) => link)].join(" ");
    if (order === drawn) return; // a title alone: its field has the keyboard
    drawn = order;
    empty.hidden = steps.length > 0;
    example.classList.toggle("main", steps.length === 0);
    example.hidden = exampleLesson().every(({ link }) => order.includes(link));
    for (const each of [begin, save, clear]) each.hidden = steps.length === 0;
    undo.hidden = before.length <= steps.length;
    list.replaceChildren(...steps.map(rowOf));
  });
  const end = () => {
    stop();
    document.removeEventListener("paste", paste);
  };
  return { element, end };
}

type StepKey = "open" | "up" | "remove";
type ButtonKey =
  | "begin"
  | "add"
  | "load"
  | "save"
  | "clear"
  | "undo"
  | "example"
  | `step.${StepKey}`;

/** What is on the screen, on the link's grid; a lesson is in the language of the page that gives it. */
function thisScreen(store: Store): LessonStep {
  store.settle(settled(store.history.peek().drawing));
  const { search, hash } = linkTo(new URL(location.href), store);
  const parts = search
    .slice(1)
    .split("&")
    .filter((part) => part !== "" && !part.startsWith("lang="));
  return { title: "", link: `?${parts.join("&")}${hash}` };
}
