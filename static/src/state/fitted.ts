/** A link may name layers and cells that the network on the page does not have: they are left out, and said. */

import { countOf } from "../math/shape.ts";
import type { Network } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import { coverable, coverOf } from "./covers.ts";
import type { State } from "./slice.ts";

export type Named = Pick<State, "hidden" | "before" | "covered" | "pinned" | "ignored">;

export function fitted(named: Named, network: Network): Named {
  const [hidden, unknown] = parted(named.hidden, network.layer);
  const [before, others] = parted(named.before, network.preactivation);
  const [covered, unheard] = parted(named.covered, coverable(network));
  const { pinned } = named;
  const stray = pinned !== null && !has(network, pinned) ? pinned : null;
  const cells = stray === null ? [] : [`${stray.layer}.${stray.index}`];
  return {
    hidden,
    before,
    covered: new Set([...covered].map((name) => coverOf(name, network))),
    pinned: stray === null ? pinned : null,
    ignored: [...named.ignored, ...unknown, ...others, ...unheard, ...cells],
  };
}

/** Those names that are known, and the others. */
function parted(
  names: ReadonlySet<string>,
  known: { has(name: string): boolean },
): [ReadonlySet<string>, string[]] {
  const list = [...names];
  return [new Set(list.filter((name) => known.has(name))), list.filter((name) => !known.has(name))];
}

/** Whether a network has this cell: a link may name one of another network. */
function has(network: Network, { layer, index }: Cell): boolean {
  const shape = network.layer.get(layer)?.shape ?? [];
  const count = countOf(shape);
  return shape.length > 0 && Number.isInteger(index) && index >= 0 && index < count;
}
