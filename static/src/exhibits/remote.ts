/** An exhibit in lecture mode: large, and gone through by a presenter remote, whose keys are PageDown and PageUp. */
import type { Signal } from "@preact/signals-core";
import { listen } from "../dom/listen.ts";

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
  const root = document.documentElement;
  if (new URL(location.href).searchParams.get("lecture") !== "on") return () => {};
  root.dataset.lecture = "";
  for (const link of host.querySelectorAll<HTMLAnchorElement>("a[href]")) {
    const to = new URL(link.href);
    to.searchParams.set("lecture", "on");
    link.href = to.href;
  }
  const go = (way: "next" | "prev") =>
    host.querySelector<HTMLAnchorElement>(`a[rel=${way}]`)?.click();
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
  };
  return listen(document, {
    keydown: (event) => {
      const act = acts[event.key];
      if (act === undefined || event.defaultPrevented) return;
      event.preventDefault();
      act();
    },
  });
}
