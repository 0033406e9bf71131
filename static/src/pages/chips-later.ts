/** Brings the chips: each change of the page since the beginning, in words. */
import { need } from "../dom/element.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import type { Dispose } from "../state/slice.ts";
import { withItsWords } from "../words/phrases.ts";
import { failure } from "./failure.ts";

/** A page whose address says something has chips at once, another one once something is changed. */
export function mountChipsLater(
  page: HTMLElement,
  lab: Lab,
  storage: Storage | null,
  now: () => URL,
): Dispose {
  const load = async () => {
    const { mountChips } = await withItsWords(() => import("../shell/chips.ts"));
    const hosts = ['[data-room="shell/chips"]', "[data-part=more-ways]"] as const;
    const [host, next] = hosts.map((each) => need(each, page)) as [HTMLElement, HTMLElement];
    return () => mountChips(host, next, lab, storage);
  };
  const asked = () => now().search || null;
  return mountLater(lab, { load, asked, fail: failure(lab) });
}
