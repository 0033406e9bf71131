/**
 * An exhibit in lecture mode: large, and gone through by a presenter remote, with the lab's keys: PageDown and PageUp, a full stop
 * or B for a blank screen, F5 or F for a full one. Escape ends it.
 */
import type { Signal } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { keyNamed, TYPED } from "../dom/key.ts";
import { listen } from "../dom/listen.ts";
import { loadCharacterKeys } from "../storage/local.ts";
import { localStorageOrNull } from "../storage/theme.ts";
import { lessonHere } from "./lesson.ts";

/** What an exhibit shows step by step between its answer and the next exhibit; false: there is no further step. */
export interface Steps {
  next(): boolean;
  back(): boolean;
}

const NONE: Steps = { next: () => false, back: () => false };

/** "Next" tells the answer, then goes to what comes next; "back" asks again, then goes back. Returns what ends it. */
export function mountRemote(
  host: HTMLElement,
  said: Signal<string>,
  steps: Steps = NONE,
): () => void {
  const isOn = new URL(location.href).searchParams.get("lecture") === "on";
  const switching = mountSwitch(need("[data-part=lecture]", host), isOn);
  if (!isOn) return switching;
  document.documentElement.dataset.lecture = "";
  for (const link of host.querySelectorAll<HTMLAnchorElement>("a[href]:not([data-part=lecture])"))
    link.href = inLecture(link.href, true);
  const follow = lessonHere();
  const go = (way: "next" | "prev") => {
    if (!follow(way)) host.querySelector<HTMLAnchorElement>(`a[rel=${way}]`)?.click();
  };
  const list = need<HTMLDetailsElement>("[data-part=keys]", host);
  const screen = mountBlank(list.dataset.blank ?? "");
  const acts: Readonly<Record<string, () => void>> = {
    pagedown: () => {
      if (screen.blank(false)) return;
      if (said.peek() === "") said.value = "?";
      else if (!steps.next()) go("next");
    },
    pageup: () => {
      if (screen.blank(false)) return;
      if (said.peek() !== "" && steps.back()) return;
      if (said.peek() === "") go("prev");
      else said.value = "";
    },
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
  const ended = [switching, screen.end, followKeys(acts)];
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
      const isTyped = (event.target as Element).matches(TYPED) || !loadCharacterKeys(storage);
      const act = acts[key];
      if (act === undefined || (key.length === 1 && isTyped)) return;
      event.preventDefault();
      if (!event.repeat) act();
    },
  });
}

/** The blank screen; `blank` says whether it was. Any touch shows the page again. */
function mountBlank(told: string) {
  const root = document.documentElement;
  const status = make("p", { class: "unseen", role: "status" });
  document.body.append(status);
  const blank = (on = !root.hasAttribute("data-blank")): boolean => {
    const was = root.hasAttribute("data-blank");
    root.toggleAttribute("data-blank", on);
    say(status, on ? told : "");
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

/** Who has no whole screen to give leaves the page as it is. */
function fillScreen(): void {
  const asked =
    document.fullscreenElement === null
      ? document.documentElement.requestFullscreen?.()
      : document.exitFullscreen();
  asked?.catch(() => {});
}

/** The same page in the other mode, and just as it is now. */
function mountSwitch(link: HTMLElement, isOn: boolean): () => void {
  return listen(link, {
    click: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      location.assign(inLecture(location.href, !isOn));
    },
  });
}

function inLecture(address: string, on: boolean): string {
  const to = new URL(address);
  if (on) to.searchParams.set("lecture", "on");
  else to.searchParams.delete("lecture");
  return to.href;
}
