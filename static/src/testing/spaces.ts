import type { Arrangement } from "../layout/pose.ts";
import { layOutInSpace, type Slab, type Slabs } from "../layout/space.ts";
import { columnsOf } from "../network/branches.ts";
import { indexNetwork } from "../network/network.ts";
import type { NetworkDescription } from "../wire/messages.ts";

/** A described network's layers in space. */
export function spaceOf(
  description: NetworkDescription,
  { hidden = [] as readonly string[], spacing = 1, arrangement = "row" as Arrangement } = {},
): Slabs {
  const depths = columnsOf(indexNetwork(description));
  const shapes = description.layers.map(({ name, shape }) => ({
    name,
    shape,
    hidden: hidden.includes(name),
    depth: depths.get(name) ?? 0,
  }));
  return layOutInSpace(shapes, spacing, arrangement);
}

export function slabIn(space: Slabs, name: string): Slab {
  const slab = space.slabs.find((each) => each.name === name);
  if (slab === undefined) throw new Error(`no layer ${name} in space`);
  return slab;
}
