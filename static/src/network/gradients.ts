/** How large gradients are before the first step of training, layer by layer, as a network's card has them. */
import { countOf } from "../math/shape.ts";
import type { Operation } from "./graph.ts";
import type { Layer, Network } from "./network.ts";

/** By the name of an operation with weights: the root of the mean square over its weights. */
export type Gradients = Readonly<Record<string, number>>;

/** The same over all weights of a layer or a closed block; null where nothing is known of any. */
export function gradientOf(
  { operations }: Layer,
  { graph }: Network,
  gradients: Gradients,
): number | null {
  let [squares, weights] = [0, 0];
  for (const name of operations) {
    const [operation, gradient] = [graph.byName.get(name), gradients[name]];
    if (operation === undefined || gradient === undefined) continue;
    const count = weightsOf(operation);
    squares += count * gradient ** 2;
    weights += count;
  }
  return weights === 0 ? null : Math.sqrt(squares / weights);
}

/** The weights of an operation without its biases. */
function weightsOf({ inputs, output_shape, kernel_size, groups }: Operation): number {
  const before = inputs[0]?.output_shape ?? [];
  if (kernel_size === null) return countOf(before) * countOf(output_shape);
  const [into = 1] = before;
  const [out = 1] = output_shape;
  return (out * into * countOf(kernel_size)) / (groups ?? 1);
}
