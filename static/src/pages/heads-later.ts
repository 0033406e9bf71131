/** Brings the views of answers: with the first network that says more than two guesses, once its maps are on the screen. */
import { need } from "../dom/element.ts";
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import { isOneOfAll } from "../network/answers.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { withItsWords } from "../words/phrases.ts";
import { mountAfterPainting } from "./blocks-later.ts";
import { failure } from "./failure.ts";

const HEADS = "static/dist/heads.css";

const fetchHeads = () =>
  Promise.all([withItsWords(() => import("../heads/heads.ts")), fetchStyleSheet(document, HEADS)]);

export function bringHeads(page: HTMLElement, lab: Lab) {
  let stop: Dispose | null = null;
  let coming: ReturnType<typeof fetchHeads> | null = null;
  /** Once; what did not come is fetched again by the next that needs it. */
  const load = () => {
    coming ??= fetchHeads().catch((error) => {
      coming = null;
      throw error;
    });
    return coming;
  };
  const prepare = async ({ description }: Network): Promise<() => void> => {
    if (description.answers.length === 1 && isOneOfAll(description.answers[0])) return () => {};
    const mount = ([{ mountAnswers, mountSize }]: Awaited<ReturnType<typeof load>>) => {
      const reads = need(".reads", page);
      return endAll(mountSize(reads, need(".pad", page), lab), mountAnswers(reads, lab));
    };
    if (lab.reader.network.peek() === null)
      return () => {
        stop ??= mountAfterPainting(lab, async () => {
          const there = await load();
          return () => mount(there);
        });
      };
    const there = await load();
    return () => {
      stop ??= mount(there);
    };
  };
  const panel = async () => {
    const [[{ mountPanel }], { fetchWholeCard, fetchWithWeights, predict }] = await Promise.all([
      load(),
      withItsWords(() => import("./asking.ts")),
    ]);
    const needs = {
      fetchCard: fetchWholeCard,
      fetchWithWeights,
      predict: (network: Network, signal: AbortSignal) => predict(network, lab, signal),
    };
    return () => mountPanel(need('[data-room="heads/panel"]', page), lab, needs);
  };
  const stopPanel = mountLater(lab, {
    load: panel,
    asked: () => (lab.look.panel.value === "answer" ? "answer" : null),
    fail: failure(lab),
    rare: true,
  });
  return { prepare, stop: endAll(stopPanel, () => stop?.()) };
}
