/** Brings what the page needs for the network that it shows. */
import { need } from "../dom/element.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { endAll } from "../state/slice.ts";
import { bringBlocks } from "./blocks-later.ts";
import { bringHeads } from "./heads-later.ts";

/** `prepare` fetches it and returns the function that shows the network. */
export function bringParts(page: HTMLElement, lab: Lab) {
  const [stage, switches] = ["stage", "inspector/switches"].map((name) =>
    need(`[data-room="${name}"]`, page),
  ) as [HTMLElement, HTMLElement];
  const blocks = bringBlocks([stage, switches], lab);
  const heads = bringHeads(page, lab);
  return {
    prepare: prepareAll(blocks.prepare, heads.prepare),
    stop: endAll(blocks.stop, heads.stop),
  };
}

type Prepare = (network: Network) => Promise<() => void>;

/** Fetches all that a network needs at once, and shows it in this order. */
function prepareAll(...all: readonly Prepare[]): Prepare {
  return async (network) => {
    const shows = await Promise.all(all.map((prepare) => prepare(network)));
    return () => {
      for (const show of shows) show();
    };
  };
}
