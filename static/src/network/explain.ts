/** How a selected cell's value comes about, from exact values and weights that the page has already. */

import { valueAt } from "../math/tensor.ts";
import {
  type Arithmetic,
  bySize,
  type Connection,
  connectionsIn,
  type ValuesOf,
} from "./arithmetic.ts";
import { type CellOf, find } from "./graph.ts";
import type { AppliedFunction } from "./kinds/kind.ts";
import { kindOf } from "./kinds/kinds.ts";
import type { Network } from "./network.ts";
import type { Cell, Reading } from "./reading.ts";
import type { AllWeights } from "./safetensors.ts";

/** Everything that arithmetic needs, at one moment. */
export interface Snapshot {
  readonly network: Network;
  readonly reading: Reading;
  readonly weights: AllWeights;
}

/** The operation's cell that a layer's cell shows after all its operations; throws for a layer that the network has not. */
export function shownCell({ graph, layer }: Network, cell: Cell): CellOf {
  const shown = layer.get(cell.layer)?.shown ?? cell.layer;
  return { operation: find(graph, shown), index: cell.index };
}

/** The cell whose arithmetic makes this one's value, and the functions that are then applied to it, in this order. */
export function originOf(cell: CellOf): {
  readonly origin: CellOf;
  readonly applied: readonly AppliedFunction[];
} {
  let { operation } = cell;
  const applied: AppliedFunction[] = [];
  for (;;) {
    const passes = kindOf(operation)?.passes;
    const [input] = operation.inputs;
    if (passes === undefined || input === undefined) break;
    if (passes !== "copies") applied.unshift(passes);
    operation = input;
  }
  return { origin: { operation, index: cell.index }, applied };
}

/** A value and what each function makes of it, one after the other; the last is what the network computed, `shown`. */
export function stepsOf(
  made: number,
  applied: readonly AppliedFunction[],
  shown: number,
): readonly { readonly function: AppliedFunction; readonly from: number; readonly to: number }[] {
  let from = made;
  return applied.map((each, at) => {
    const to = at === applied.length - 1 ? shown : each.of(from);
    const step = { function: each, from, to };
    from = to;
    return step;
  });
}

/**
 * The cell on the page in which an operation's value can be seen: what flatten passes on, in the maps before; what is made within
 * a layer, at the same place of what the layer shows. null where the layer's picture has another shape.
 */
export function onPage(network: Network, cell: CellOf): Cell | null {
  const { operation, index } = originOf(cell).origin;
  const { layer, output_shape } = operation;
  const { block, shown } = network.layer.get(layer) ?? {};
  if (block !== undefined && shown !== operation.name) return null; // inside a closed block
  return String(network.layer.get(layer)?.shape) === String(output_shape) ? { layer, index } : null;
}

/** The values of the moment. An operation that only copies has its input's values where they have not come themselves. */
export function valuesOf({ reading }: Snapshot): ValuesOf {
  const look: ValuesOf = (operation) => {
    const tensor = reading.values.get(operation.name);
    if (tensor !== undefined) return (index) => valueAt(tensor, index) ?? 0;
    const [input] = operation.inputs;
    return input !== undefined && kindOf(operation)?.passes === "copies" ? look(input) : undefined;
  };
  return look;
}

/** How a cell's value comes about before functions such as ReLU; null for what is given or not known, and while numbers are missing. */
export function explainCell(snapshot: Snapshot, cell: CellOf): Arithmetic | null {
  const { operation, index } = originOf(cell).origin;
  const weightsOf = (name: string) => snapshot.weights.get(name);
  const numbers = { valuesOf: valuesOf(snapshot), weightsOf };
  return kindOf(operation)?.explains?.arithmetic(operation, index, numbers) ?? null;
}

/** One line of PyTorch that gives a cell's value; `import torch` is all it needs. */
export function asPyTorch(arithmetic: Arithmetic, applied: readonly AppliedFunction[]): string {
  const line = kindOf(arithmetic.operation)?.explains?.asPyTorch(arithmetic) ?? "";
  return `${applied.reduce((inner, each) => each.asPyTorch(inner), line)}.item()`;
}

/** The cells of other layers that feed a cell; where a cell of the same layer does, what feeds that, but not through a closed block. */
export function connectionsTo(
  snapshot: Snapshot,
  cell: CellOf,
  arithmetic = explainCell(snapshot, cell),
): Connection[] {
  if (arithmetic === null) return [];
  const { layer } = arithmetic.operation;
  const isClosed = snapshot.network.layer.get(layer)?.block !== undefined;
  return connectionsIn(arithmetic).flatMap((each) => {
    // A whole block of sums within sums would take for ever.
    if (isClosed || originOf(each).origin.operation.layer !== layer) return [each];
    const factor = each.weight;
    return factor === 0
      ? []
      : connectionsTo(snapshot, each).map((further) => ({
          ...further,
          weight: further.weight * factor,
          product: further.product * factor,
        }));
  });
}

/** From a cell back to the drawing, each time to the cell with the largest share of the sum; the cell itself first. */
export function strongestPath(snapshot: Snapshot, cell: CellOf): CellOf[] {
  const path: CellOf[] = [];
  let at: CellOf | undefined = cell;
  while (at !== undefined) {
    const { origin } = originOf(at);
    path.push(origin);
    [at] = bySize(connectionsTo(snapshot, origin));
  }
  return path;
}
