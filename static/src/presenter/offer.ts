/** The presenter window comes when it is asked for; a tab that had one goes on with it when it is loaded again. */
import { effect } from "@preact/signals-core";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { loadWall } from "../storage/local.ts";
import { phrase, withItsWords } from "../words/phrases.ts";
import type { Presenting } from "./open.ts";

export function offerPresenter(page: HTMLElement, lab: Lab, tab: Storage | null): Dispose {
  let presenting: Presenting | null = null;
  let ended = false;
  let asked = lab.lesson.asked.peek();
  const bring = async () => {
    const { present } = await withItsWords(() => import("./open.ts"));
    if (!ended) presenting ??= present(page, lab, tab);
  };
  const open = async () => {
    try {
      if (presenting === null) await bring();
      presenting?.open();
    } catch {
      lab.session.notify(phrase("page.failed"));
    }
  };
  if (loadWall(tab) !== null) void bring().catch(() => {}); // tried again when somebody asks for it
  const stop = effect(() => {
    if (lab.lesson.asked.value !== asked) void open();
    asked = lab.lesson.asked.value;
  });
  return () => {
    ended = true;
    stop();
    presenting?.end();
  };
}
