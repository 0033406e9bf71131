/** Brings what a printer gets. */
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import type { Dispose } from "../state/slice.ts";
import { withItsWords } from "../words/phrases.ts";

const PAPER = "static/dist/paper.css";

/** What a printer gets: wanted by few, and at once when somebody prints. */
export function mountPaperLater(page: HTMLElement, root: HTMLElement, lab: Lab): Dispose {
  const load = async () => {
    const [{ mountPaper }] = await Promise.all([
      withItsWords(() => import("../save/paper.ts")),
      fetchStyleSheet(document, PAPER),
    ]);
    return () => mountPaper(page, root, lab);
  };
  return mountLater(lab, { load, asked: () => null, fail: () => {} });
}
