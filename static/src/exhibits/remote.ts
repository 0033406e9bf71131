/**
 * An exhibit, or the page of live runs, in lecture mode: large, and gone through by a presenter remote, with the lab's keys: PageDown and PageUp or arrows,
 * a full stop or B for a blank screen, F5 or F for a full one. Escape ends it.
 */
import { effect, type Signal, signal } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { keyNamed, TYPED } from "../dom/key.ts";
import { listen } from "../events/listen.ts";
import { loadCharacterKeys } from "../storage/local.ts";
import { localStorageOrNull } from "../storage/theme.ts";
import { phrase } from "../words/phrases.ts";
import { lessonHere } from "./lesson.ts";
import { stepsOn, type WallSteps } from "./wall.ts";

/** Elements in which arrow keys have a use of their own. */
const MOVED = [
  ...["input", "select", "textarea", "pre"],
  ...["[role=slider]", "[role=img]", "[role=grid]", ".rows", ".wide"],
].join();

/**
 * "Next" tells the answer, goes through the page, then on; "back" the same way back, and asks again. `answered`: the visitor's
 * answer, null on a page that asks nothing. Returns what ends it.
 */
export function mountRemote(
  host: HTMLElement,
  answered: Signal<string> | null,
  steps: WallSteps = stepsOn(host),
): () => void {
  const { isOn, end: switching } = mountLecture(host);
  if (!isOn) return switching;
  for (const link of host.querySelectorAll<HTMLAnchorElement>("a[href]:not([data-part=lecture])"))
    link.href = withMode(link.href);
  const way = new Way(host, answered, steps);
  const list = need<HTMLDetailsElement>("[data-part=keys]", host);
  const screen = mountBlank(list.dataset.blank ?? "");
  // On a blank screen either key shows the page again and does nothing else.
  const next = () => screen.blank(false) || way.next();
  const back = () => screen.blank(false) || way.back();
  const acts: Readonly<Record<string, () => void>> = {
    pagedown: next,
    arrowright: next,
    pageup: back,
    arrowleft: back,
    escape: () => location.assign(inLecture(location.href, false)),
    ".": () => screen.blank(),
    b: () => screen.blank(),
    f5: fillScreen,
    f: fillScreen,
    "?": () => {
      list.open = !list.open;
      if (list.open) list.scrollIntoView({ block: "nearest" });
    },
  };
  const row = mountLesson(need("[data-part=lesson]", host), way, { on: next, back });
  const ended = [switching, screen.end, row, followKeys(acts)];
  return () => {
    for (const end of ended) end();
  };
}

/** The way through an exhibit: its answer, its parts, and the page before or behind it, which a lesson may name. */
class Way {
  readonly lesson = signal(lessonHere());
  /** Whether the lesson is over. */
  readonly isAtEnd = signal(false);
  readonly #host: HTMLElement;
  readonly #answered: Signal<string> | null;
  readonly #steps: WallSteps;

  constructor(host: HTMLElement, answered: Signal<string> | null, steps: WallSteps) {
    this.#host = host;
    this.#answered = answered;
    this.#steps = steps;
  }

  next(): void {
    if (this.#answered?.peek() === "") this.#answered.value = "?";
    else if (!this.#steps.next()) this.#leave("next");
  }

  back(): void {
    const answered = this.#answered;
    if (this.isAtEnd.peek()) this.isAtEnd.value = false;
    else if (answered?.peek() === "") this.#leave("prev");
    else if (!this.#steps.back()) {
      if (answered === null) this.#leave("prev");
      else answered.value = "";
    }
  }

  #leave(way: "next" | "prev"): void {
    const lesson = this.lesson.peek();
    if (lesson === null) this.#host.querySelector<HTMLAnchorElement>(`a[rel=${way}]`)?.click();
    else if (!lesson.go(way)) this.isAtEnd.value = way === "next";
  }
}

/** The position in the lesson, if one has led here, with buttons to go on and back for people without a remote. */
function mountLesson(
  row: HTMLElement,
  { lesson, isAtEnd }: Way,
  turns: { readonly on: () => void; readonly back: () => void },
): () => void {
  const acts: Readonly<Record<string, () => void>> = {
    ...turns,
    end: () => {
      lesson.value?.leave();
      lesson.value = null;
    },
  };
  const ended = [
    listen(row, {
      click: ({ target }) => {
        acts[(target as Element).closest<HTMLElement>("[data-lesson]")?.dataset.lesson ?? ""]?.();
      },
    }),
    effect(() => {
      const given = lesson.value;
      row.hidden = given === null;
      if (given === null) return;
      const count = phrase("lecture.position", { step: given.step, steps: given.steps });
      const title = isAtEnd.value ? phrase("lecture.ended") : given.title;
      say(need("[data-part=position]", row), [count, title].filter(Boolean).join(" · "));
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function followKeys(acts: Readonly<Record<string, () => void>>): () => void {
  const storage = localStorageOrNull();
  return listen(document, {
    keydown: (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = keyNamed(event);
      const target = event.target as Element;
      const isTyped = target.matches(TYPED) || !loadCharacterKeys(storage);
      const act = acts[key];
      if (act === undefined || (key.length === 1 && isTyped)) return;
      if (key.startsWith("arrow") && target.closest(MOVED) !== null) return;
      event.preventDefault();
      if (!event.repeat) act();
    },
  });
}

/** The blank screen; `blank` returns whether it was blank before. Any touch shows the page again. */
function mountBlank(message: string) {
  const root = document.documentElement;
  const status = make("p", { class: "unseen", role: "status" });
  document.body.append(status);
  const blank = (on = !root.hasAttribute("data-blank")): boolean => {
    const was = root.hasAttribute("data-blank");
    root.toggleAttribute("data-blank", on);
    say(status, on ? message : "");
    return was;
  };
  const listening = listen(window, { pointerdown: () => void blank(false) });
  return {
    blank,
    end: () => {
      listening();
      blank(false);
      status.remove();
    },
  };
}

/** Where full screen is not possible, the page stays as it is. */
function fillScreen(): void {
  const asked =
    document.fullscreenElement === null
      ? document.documentElement.requestFullscreen?.()
      : document.exitFullscreen();
  asked?.catch(() => {});
}

/** A lecture is not shown on phones: its link opens the ordinary page, as in the lab. */
const PHONE = "(max-width: 700px)";

/** The page in lecture mode, if its link says so, and the way into the other mode. */
export function mountLecture(host: HTMLElement): {
  readonly isOn: boolean;
  readonly end: () => void;
} {
  const isAsked = new URL(location.href).searchParams.get("lecture") === "on";
  const isOn = isAsked && !matchMedia(PHONE).matches;
  if (isOn) document.documentElement.dataset.lecture = "";
  return { isOn, end: mountSwitch(need("[data-part=lecture]", host), isAsked) };
}

/** Where a link of this page leads: in a lecture, to a page in lecture mode. */
export function withMode(address: string): string {
  const to = new URL(address, document.baseURI).href;
  return new URL(location.href).searchParams.get("lecture") === "on" ? inLecture(to, true) : to;
}

/** The same page in the other mode, and just as it is now. */
function mountSwitch(link: HTMLElement, isAsked: boolean): () => void {
  return listen(link, {
    click: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      location.assign(inLecture(location.href, !isAsked));
    },
  });
}

function inLecture(address: string, on: boolean): string {
  const to = new URL(address);
  if (on) to.searchParams.set("lecture", "on");
  else to.searchParams.delete("lecture");
  return to.href;
}
