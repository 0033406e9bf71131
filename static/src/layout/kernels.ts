/** The kernels that are drawn beside a layer. */
import { groupSizes } from "../network/kinds/windows.ts";
import { convolutionOf, type Layer, type Network } from "../network/network.ts";
import { type Kernels, MOST_KERNELS } from "./grids.ts";

/** The kernels that make a layer's maps, where they are few enough to be seen. */
export function kernelsOf(layer: Layer, network: Network): Kernels | undefined {
  const convolution = convolutionOf(layer, network);
  if (convolution === undefined) return undefined;
  const [rows = 0, columns = 0] = convolution.kernel_size ?? [];
  const count = groupSizes(convolution).before;
  return count > MOST_KERNELS ? undefined : { count, rows, columns };
}
