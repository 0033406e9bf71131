/** Brings films of the network's training, for who asks for one. */
import { need } from "../dom/element.ts";
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import type { Dispose } from "../state/slice.ts";
import { withItsWords } from "../words/phrases.ts";
import { failure } from "./failure.ts";

const EPOCHS = "static/dist/epochs.css";

export function mountEpochsLater(page: HTMLElement, lab: Lab): Dispose {
  const load = async () => {
    const [{ mountEpochs, FILMS }] = await Promise.all([
      withItsWords(() => import("../epochs/epochs.ts")),
      fetchStyleSheet(document, EPOCHS),
    ]);
    const host = (name: string) => need(`[data-room="epochs/${name}"]`, page);
    return () => mountEpochs(host("panel"), host("curves"), lab, FILMS);
  };
  const asked = () => lab.epochs.film.value ?? (lab.look.panel.value === "epochs" || null);
  const fail = () => {
    lab.epochs.openFilm(null); // pressing again tries again
    lab.look.openPanel(null);
    failure(lab)();
  };
  return mountLater(lab, { load, asked, fail, rare: true });
}
