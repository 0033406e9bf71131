/** Brings two networks under one pad, for who asks for it. */
import { need } from "../dom/element.ts";
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import { fetchNetwork, fetchWholeCard, listNetworks } from "../server/models.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import type { Dispose } from "../state/slice.ts";
import { withItsWords } from "../words/phrases.ts";
import { failure } from "./failure.ts";
import { openLive } from "./live.ts";

const COMPARE = "static/dist/compare.css";

export function mountCompareLater(
  page: HTMLElement,
  root: HTMLElement,
  lab: Lab,
  storage: Storage | null,
): Dispose {
  const host = need("[data-room=compare]", page);
  const differences = need('[data-room="compare/differences"]', page);
  const load = async () => {
    const [{ mountCompare }] = await Promise.all([
      withItsWords(() => import("../compare/compare.ts")),
      fetchStyleSheet(document, COMPARE),
    ]);
    const server = {
      fetchNetwork,
      fetchCard: fetchWholeCard,
      listNetworks,
      openChannel: (other: Lab) => openLive(other, storage),
    };
    return () => mountCompare({ root, host, differences }, lab, server);
  };
  const asked = () => lab.look.compare.value;
  const fail = failure(lab);
  return mountLater(lab, { load, asked, fail, rare: true });
}
