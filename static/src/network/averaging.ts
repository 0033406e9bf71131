/** What the mean of each map saves: a dense layer behind it has a weight for each map, and not for each of their cells. */
import { extent, type Operation } from "./graph.ts";
import { kindOf } from "./kinds/kinds.ts";
import type { Layer, Network } from "./network.ts";

/** Weights, without biases, of a dense layer of so many `outputs` on `maps` of `rows` x `columns`. */
export interface Averaging {
  readonly maps: number;
  readonly rows: number;
  readonly columns: number;
  readonly outputs: number;
  /** How many weights: on one mean for each map, and on all cells of all maps. */
  readonly averaged: number;
  readonly flattened: number;
  /** Whether this network takes the means. */
  readonly averages: boolean;
}

/** For a layer that takes the mean of each map for a dense layer, or for the first dense layer behind maps; null for all others. */
export function averagingOf(layer: Layer, { graph, operations }: Network): Averaging | null {
  for (const name of layer.operations) {
    const operation = graph.byName.get(name);
    if (operation === undefined) continue;
    const dense = operation.kind === "linear" ? operation : denseBehind(operation, operations);
    const maps = dense && mapsBefore(dense);
    const isMean = maps?.kind === "adaptive-average-pooling";
    if (!dense || !maps || (operation !== dense && operation !== maps)) continue;
    return costOf(isMean ? (maps.inputs[0] ?? maps) : maps, dense, isMean);
  }
  return null;
}

function costOf(before: Operation, dense: Operation, averages: boolean): Averaging | null {
  const [maps, rows, columns] = extent(before.output_shape);
  const outputs = dense.output_shape[0] ?? 0;
  if (before.output_shape.length < 3 || rows * columns === 1) return null;
  const averaged = maps * outputs;
  return { maps, rows, columns, outputs, averaged, flattened: averaged * rows * columns, averages };
}

/** What a dense layer's numbers were before they were laid in a row. */
function mapsBefore(dense: Operation): Operation | undefined {
  let [before] = dense.inputs;
  while (before !== undefined && isCopy(before)) [before] = before.inputs;
  return before;
}

function denseBehind(mean: Operation, operations: readonly Operation[]): Operation | undefined {
  if (mean.kind !== "adaptive-average-pooling") return undefined;
  return operations.find((each) => each.kind === "linear" && mapsBefore(each) === mean);
}

const isCopy = (operation: Operation) =>
  kindOf(operation)?.passes === "copies" || operation.kind === "flatten";
