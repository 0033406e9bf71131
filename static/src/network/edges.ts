/** Which layers of a network feed which. */
import { sourcesOf } from "./graph.ts";
import type { Network } from "./network.ts";

/** From layer to layer, once each; `carrying`: only those whose values arrive, as no switch is off there. */
export function edgesOf(network: Network, carrying = false): (readonly [string, string])[] {
  const pairs = network.operations.flatMap((each) =>
    (carrying ? sourcesOf(each) : each.inputs).map((input) => [input.layer, each.layer] as const),
  );
  const between = pairs.filter(([from, to]) => from !== to);
  return [...new Map(between.map((pair) => [pair.join(), pair])).values()];
}
