import { countOf } from "../../math/shape.ts";
import { type CellOf, extent, type Operation } from "../graph.ts";
import type { Kind } from "./kind.ts";
import { sumOfParts } from "./parts.ts";

/** How many maps of the output come before those of input number `at`. */
function channelsBefore({ inputs }: Operation, at: number): number {
  return inputs.slice(0, at).reduce((sum, each) => sum + channelsOf(each), 0);
}

function channelsOf({ output_shape }: Operation): number {
  return output_shape[0] ?? 0;
}

function fits(operation: Operation): boolean {
  const { inputs, output_shape } = operation;
  const [, rows, columns] = extent(output_shape);
  const isAsHigh = (each: Operation) => {
    const [, high, wide] = extent(each.output_shape);
    return each.output_shape.length === output_shape.length && high === rows && wide === columns;
  };
  const all = channelsBefore(operation, inputs.length);
  return inputs.length > 0 && inputs.every(isAsHigh) && all === channelsOf(operation);
}

/** The one cell that this is a copy of. */
function partOf({ inputs }: Operation, index: number): (CellOf & { readonly at: number })[] {
  let left = index;
  for (const [at, operation] of inputs.entries()) {
    const count = countOf(operation.output_shape);
    if (left < count) return [{ operation, index: left, at }];
    left -= count;
  }
  return [];
}

/** The maps of several operations behind one another. */
export const concatenate: Kind = {
  name: "concatenate",
  fits,
  sees: (operation, at, box) => {
    const before = channelsBefore(operation, at);
    const count = channelsOf(operation.inputs[at] as Operation);
    const first = Math.max(0, box.channels[0] - before);
    const last = Math.min(count - 1, box.channels[1] - before);
    return first > last ? null : { ...box, channels: [first, last] };
  },
  seenBy: (operation, at, box) => {
    const before = channelsBefore(operation, at);
    return { ...box, channels: [box.channels[0] + before, box.channels[1] + before] };
  },
  widens: () => "same",
  mixesMaps: true,
  explains: sumOfParts(partOf),
  named: "operation.concatenate",
  sentence: "forward.concatenate",
};
