/** Brings the story in eight chapters. */
import type { ChapterNeeds } from "../chapters/chapters.ts";
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import type { Dispose } from "../state/slice.ts";
import { withItsWords } from "../words/phrases.ts";
import { failure } from "./failure.ts";

const CHAPTERS = "static/dist/chapters.css";

/** The story in eight chapters; on a first visit at once, as it draws the example. */
export function mountChaptersLater(host: HTMLElement, lab: Lab, telling: ChapterNeeds): Dispose {
  const load = async () => {
    const [{ mountChapters }] = await Promise.all([
      withItsWords(() => import("../chapters/chapters.ts")),
      fetchStyleSheet(document, CHAPTERS),
    ]);
    return () => mountChapters(host, lab, telling);
  };
  const asked = () => lab.look.chapter.value ?? (lab.session.newcomer.value || null);
  return mountLater(lab, { load, asked, fail: failure(lab) });
}
