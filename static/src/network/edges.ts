/** Which layers of a network feed which. */
import type { Network } from "./network.ts";

/** From layer to layer, once each. */
export function edgesOf(network: Network): (readonly [string, string])[] {
  const pairs = network.operations.flatMap(({ layer, inputs }) =>
    inputs.map((input) => [input.layer, layer] as const),
  );
  const between = pairs.filter(([from, to]) => from !== to);
  return [...new Map(between.map((pair) => [pair.join(), pair])).values()];
}
