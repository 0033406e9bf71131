/** Brings what explains: the opened cell, kernel and layer. */
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import { fetchOriginals, fetchWholeCard, listNetworks } from "../server/models.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { withItsWords } from "../words/phrases.ts";
import { failure } from "./failure.ts";

const EXPLAINED = "static/dist/explained.css";

/** The opened cell, kernel and layer: one script and one style sheet. */
export function mountInspectorLater(room: (name: string) => HTMLElement, lab: Lab): Dispose {
  const load = async () => {
    const [{ mountCost, mountInspector, mountLevels, mountMaking }, { mountCard }] =
      await Promise.all([
        withItsWords(() => import("../inspector/explained.ts")),
        withItsWords(() => import("../shell/card.ts")),
        fetchStyleSheet(document, EXPLAINED),
      ]);
    return () =>
      endAll(
        mountInspector(room("inspector"), lab),
        mountCard(room("shell/card"), lab),
        mountLevels(room("inspector/levels"), lab),
        mountMaking(room("inspector/making"), lab),
        mountCost(room("inspector/cost"), room("shell/card"), lab, {
          list: listNetworks,
          card: fetchWholeCard,
          originals: fetchOriginals,
        }),
      );
  };
  const asked = () =>
    lab.selection.about.value !== "network" ||
    lab.selection.selected.value ||
    lab.look.panel.value ||
    lab.forward.step.value !== null;
  return mountLater(lab, { load, asked, fail: failure(lab) });
}

const OPENED = "static/dist/opened.css";

/** A cell on a wall, in a lecture. */
export function mountHallCellLater(host: HTMLElement, lab: Lab): Dispose {
  const load = async () => {
    const [{ mountHallCell }] = await Promise.all([
      withItsWords(() => import("../inspector/hall.ts")),
      fetchStyleSheet(document, OPENED),
    ]);
    return () => mountHallCell(host, lab);
  };
  const asked = () => (lab.lecture.on.value ? "lecture" : null);
  const fail = failure(lab);
  return mountLater(lab, { load, asked, fail, rare: true });
}
