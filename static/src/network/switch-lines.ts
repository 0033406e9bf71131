/** Where a switch's edge is a line of its own. */
import type { Network } from "./network.ts";
import type { Switch } from "./switches.ts";

/** The layers that a switch's edge goes from and into, as the network is shown; null where other edges go the same way. */
export function layersOf(
  { operation, source }: Switch,
  { graph, operations }: Network,
): readonly [string, string] | null {
  const [from, to] = [graph.byName.get(source)?.layer, graph.byName.get(operation)?.layer];
  if (from === undefined || to === undefined || from === to) return null;
  const inputs = operations.filter(({ layer }) => layer === to).flatMap((each) => each.inputs);
  return inputs.filter(({ layer }) => layer === from).length === 1 ? [from, to] : null;
}
