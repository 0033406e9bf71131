/** The kernels that are drawn beside a layer. */
import { mapsPerKernels } from "../network/graph.ts";
import { convolutionOf, type Layer, type Network } from "../network/network.ts";
import { type Kernels, MOST_KERNELS } from "./grids.ts";

/** The kernels that make a layer's maps, where they are few enough to be seen. */
export function kernelsOf(layer: Layer, network: Network): Kernels | undefined {
  const operation = network.graph.byName.get(convolutionOf(layer, network) ?? "");
  if (operation?.kind !== "convolution") return undefined;
  const [rows = 0, columns = 0] = operation.kernel_size ?? [];
  const count = mapsPerKernels(network.graph, operation.name);
  return count > MOST_KERNELS ? undefined : { count, rows, columns };
}
