/** Which one of a layer's maps stands for all of them where there is room for one picture. */
import { planes, type Tensor } from "../math/tensor.ts";
import type { Network } from "./network.ts";
import type { Reading } from "./reading.ts";

/** Of each closed block whose maps have come: the map whose values are, without their signs, largest in sum. */
export function strongestMaps(
  network: Network,
  { maps }: Pick<Reading, "maps">,
): ReadonlyMap<string, number> {
  const strongest = new Map<string, number>();
  for (const { name, block } of network.layers) {
    const tensor = maps.get(name);
    if (block !== undefined && tensor !== undefined) strongest.set(name, strongestOf(tensor));
  }
  return strongest;
}

function strongestOf({ shape, values }: Tensor): number {
  const { channels, rows, columns } = planes(shape);
  const cells = rows * columns;
  let [best, most] = [0, -1];
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    for (let i = channel * cells; i < (channel + 1) * cells; i++) sum += Math.abs(values[i] ?? 0);
    if (sum > most) [best, most] = [channel, sum];
  }
  return best;
}
