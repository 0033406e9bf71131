/** What can be said about a selected cell: from the exact values and the weights that are already here. */

import { valueAt } from "../math/tensor.ts";
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
export interface Snapshot {
  readonly network: Network;
  readonly reading: Reading;
  readonly weights: AllWeights;
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

export function valuesOf({ network, reading }: Snapshot): ValuesOf {
  return unflattened(network.graph, (operation) => {
    const tensor = reading.values.get(operation);
    return tensor && ((index) => valueAt(tensor, index) ?? 0);
  });
}

/** How a cell's value before ReLU comes about; null for the network's input. */
export function explainCell(moment: Snapshot, cell: CellOf): Arithmetic | null {
  const { graph } = moment.network;
  const { operation, index } = origin(graph, cell);
  const weightOf = (name: string) => moment.weights.get(name);
  return arithmeticOf(graph, operation, index, valuesOf(moment), weightOf);
}

/** What feeds a cell directly: other layers' cells, and what makes those that its own layer joins with them. */
export function linksTo(moment: Snapshot, cell: CellOf): Link[] {
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

export function pathFrom(moment: Snapshot, cell: CellOf): CellOf[] {
  return strongestPath(moment.network.graph, cell, (each) => linksTo(moment, each));
}
