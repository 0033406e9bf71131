/** What can be said about the network now: only what is exact, and not covered. */
import { originOf, type Snapshot, shownCell } from "../network/explain.ts";
import type { Network } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import type { Signals, Store } from "./lab.ts";

/** The moment on the page, while it has exact values; reads signals. */
export function snapshotOf(store: Signals): Snapshot | null {
  const [network, reading, weights] = [
    store.network.value,
    store.reading.value,
    store.weights.value,
  ];
  if (network === null || reading === null || weights === null) return null;
  return reading.exact && !reading.blank ? { network, reading, weights } : null;
}

/** What keeps a cell's arithmetic from being told: its own layer is covered, or one that it is computed from. */
export function coverOver(
  store: Pick<Store, "isCovered">,
  network: Network,
  cell: Cell,
): "cell" | "inputs" | null {
  if (store.isCovered(cell.layer)) return "cell";
  const { inputs } = originOf(shownCell(network, cell)).origin.operation;
  const layers = inputs.map(
    (operation) => originOf({ operation, index: 0 }).origin.operation.layer,
  );
  return layers.some((name) => store.isCovered(name)) ? "inputs" : null;
}
