/** The branch of an open block that a cell is on, or whose maps it is among where they are joined. */
import { type Box, boxOfAll } from "./boxes.ts";
import { extent } from "./graph.ts";
import type { Network } from "./network.ts";
import type { Cell } from "./reading.ts";

export interface BranchAt {
  readonly row: number;
  /** Its maps in the layer that puts all branches behind one another; null where they are added. */
  readonly joined: { readonly layer: string; readonly box: Box } | null;
}

/** Null for a cell elsewhere. */
export function branchAt(network: Network, { layer, index }: Cell): BranchAt | null {
  const rowOf = (name: string) => network.places?.get(name)?.branch?.row;
  const ranges = joinedIn(network);
  const [, rows, columns] = extent(network.layer.get(layer)?.shape ?? []);
  const channel = Math.floor(index / (rows * columns));
  const isMine = ({ joined, box: { channels } }: Joined) =>
    joined === layer && channel >= channels[0] && channel <= channels[1];
  const row = rowOf(layer) ?? rowOf(ranges.find(isMine)?.from ?? "");
  if (row === undefined) return null;
  const mine = ranges.find(({ from }) => rowOf(from) === row);
  return { row, joined: mine === undefined ? null : { layer: mine.joined, box: mine.box } };
}

interface Joined {
  readonly from: string;
  readonly joined: string;
  readonly box: Box;
}

/** What the open block puts behind one another: of each branch its last layer, and its maps. */
function joinedIn({ places, layers, graph }: Network): Joined[] {
  const joins = layers.filter(({ name }) => places?.get(name)?.inside);
  return joins.flatMap(({ name, shown, shape }) => {
    const join = graph.byName.get(shown);
    if (join?.kind !== "concatenate") return [];
    let first = 0;
    return join.inputs.map(({ layer, output_shape }) => {
      const channels = [first, first + extent(output_shape)[0] - 1] as const;
      first = channels[1] + 1;
      return { from: layer, joined: name, box: { ...boxOfAll(shape), channels } };
    });
  });
}
