/** What can be said about a selected cell: from the exact values and the weights that are already here. */

import { valueAt } from "../math/tensor.ts";
import type { Signals, Store } from "../state/lab.ts";
import {
  type Arithmetic,
  arithmeticOf,
  type Link,
  linksOf,
  strongestPath,
  unflattened,
  type ValuesOf,
} from "./arithmetic.ts";
import { type CellOf, find, origin } from "./graph.ts";
import type { Network } from "./network.ts";
import type { Cell, Reading } from "./reading.ts";
import type { AllWeights } from "./safetensors.ts";

/** Everything that arithmetic needs, at one moment. */
export interface Moment {
  readonly network: Network;
  readonly reading: Reading;
  readonly weights: AllWeights;
}

/** The moment on the page, while it has exact values; reads signals. */
export function momentOf(store: Signals): Moment | null {
  const [network, reading, weights] = [
    store.network.value,
    store.reading.value,
    store.weights.value,
  ];
  if (network === null || reading === null || weights === null) return null;
  return reading.exact && !reading.blank ? { network, reading, weights } : null;
}

/** The operation's cell that a layer's cell shows after all its operations. */
export function shownCell(network: Network, { layer, index }: Cell): CellOf {
  return { operation: network.layer.get(layer)?.shown ?? layer, index };
}

/** The cell on the page in which an operation's value can be seen: what flatten passes on, in the maps before. */
export function onPage(network: Network, cell: CellOf): Cell {
  const { operation, index } = origin(network.graph, cell);
  return { layer: network.graph.byName.get(operation)?.layer ?? operation, index };
}

/** What keeps a cell's arithmetic from being told: its own layer is covered, or one that it is computed from. */
export function coverOver(
  store: Pick<Store, "isCovered">,
  network: Network,
  cell: Cell,
): "cell" | "inputs" | null {
  if (store.isCovered(cell.layer)) return "cell";
  const { operation } = origin(network.graph, shownCell(network, cell));
  const inputs = network.graph.byName.get(operation)?.inputs ?? [];
  const layers = inputs.map((name) => onPage(network, { operation: name, index: 0 }).layer);
  return layers.some((name) => store.isCovered(name)) ? "inputs" : null;
}

export function valuesOf({ network, reading }: Moment): ValuesOf {
  return unflattened(network.graph, (operation) => {
    const tensor = reading.values.get(operation);
    return tensor && ((index) => valueAt(tensor, index) ?? 0);
  });
}

/** How a cell's value before ReLU comes about; null for the network's input. */
export function explainCell(moment: Moment, cell: CellOf): Arithmetic | null {
  const { graph } = moment.network;
  const { operation, index } = origin(graph, cell);
  const weightOf = (name: string) => moment.weights.get(name);
  return arithmeticOf(graph, operation, index, valuesOf(moment), weightOf);
}

/** What feeds a cell directly: other layers' cells, and what makes those that its own layer joins with them. */
export function linksTo(moment: Moment, cell: CellOf): Link[] {
  const arithmetic = explainCell(moment, cell);
  if (arithmetic === null) return [];
  if (arithmetic.kind !== "copied") return linksOf(arithmetic);
  const { graph } = moment.network;
  const layerOf = (each: CellOf) => find(graph, origin(graph, each).operation).layer;
  const own = layerOf(cell);
  return arithmetic.parts.flatMap((part) => {
    if (layerOf(part) === own) return linksTo(moment, part);
    const { operation, index, value } = part;
    return [{ operation, index, weight: 1, product: value }];
  });
}

export function pathFrom(moment: Moment, cell: CellOf): CellOf[] {
  return strongestPath(moment.network.graph, cell, (each) => linksTo(moment, each));
}
