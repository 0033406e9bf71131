/** What may be explained now: only exact values that are not covered. */
import { originOf, type Snapshot, shownCell } from "../network/explain.ts";
import type { Network } from "../network/network.ts";
import type { Cell, Reading } from "../network/reading.ts";
import type { AllWeights } from "../network/safetensors.ts";
import { asText } from "../network/switches.ts";

/** What arithmetic needs, once all of it is here and exact, and read with the switches as they are now. */
export function snapshotOf(
  network: Network | null,
  reading: Reading | null,
  weights: AllWeights | null,
): Snapshot | null {
  if (network === null || reading === null || weights === null) return null;
  const isOfNow = reading.off === asText(network.off);
  return reading.exact && !reading.blank && isOfNow ? { network, reading, weights } : null;
}

export type Cover = "cell" | "inputs";

/** What keeps a cell's arithmetic from being shown: its own layer is covered, or one that it is computed from. */
export function coverOver(
  isCovered: (layer: string) => boolean,
  network: Network,
  cell: Cell,
): Cover | null {
  if (isCovered(cell.layer)) return "cell";
  const { inputs } = originOf(shownCell(network, cell)).origin.operation;
  const layers = inputs.map(
    (operation) => originOf({ operation, index: 0 }).origin.operation.layer,
  );
  return layers.some(isCovered) ? "inputs" : null;
}
