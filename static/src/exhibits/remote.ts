/** An exhibit in lecture mode: large, and gone through by a presenter remote, whose keys are PageDown and PageUp; Escape ends it. */
import type { Signal } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
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
  const acts: Readonly<Record<string, () => void>> = {
    PageDown: () => {
      if (said.peek() === "") said.value = "?";
      else if (!steps.next()) go("next");
    },
    PageUp: () => {
      if (said.peek() !== "" && steps.back()) return;
      if (said.peek() === "") go("prev");
      else said.value = "";
    },
    Escape: () => location.assign(inLecture(location.href, false)),
  };
  const listening = listen(document, {
    keydown: (event) => {
      const act = acts[event.key];
      if (act === undefined || event.defaultPrevented) return;
      event.preventDefault();
      act();
    },
  });
  return () => {
    switching();
    listening();
  };
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
