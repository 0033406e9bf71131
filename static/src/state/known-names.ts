/** A link may name layers and cells that the network on the page does not have: they are left out, and listed. */
import { countOf } from "../math/shape.ts";
import type { Network } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import { coverable, coverOf } from "./covers.ts";

/** All of the state that names parts of a network. */
export interface Named {
  readonly hidden: ReadonlySet<string>;
  readonly before: ReadonlySet<string>;
  readonly covered: ReadonlySet<string>;
  readonly pinned: Cell | null;
  readonly ignored: readonly string[];
}

export function knownNames(named: Named, network: Network): Named {
  const [hidden, noLayers] = parted(named.hidden, network.layer);
  const [before, noReLUs] = parted(named.before, network.preactivation);
  const [covered, noCovers] = parted(named.covered, coverable(network));
  const { pinned } = named;
  const unknown = pinned !== null && !has(network, pinned) ? pinned : null;
  const cells = unknown === null ? [] : [`${unknown.layer}.${unknown.index}`];
  return {
    hidden,
    before,
    covered: new Set([...covered].map((name) => coverOf(name, network))),
    pinned: unknown === null ? pinned : null,
    ignored: [...named.ignored, ...noLayers, ...noReLUs, ...noCovers, ...cells],
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
