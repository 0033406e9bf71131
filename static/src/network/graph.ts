/** A network as a graph: operations in the order of computation, each with those that it takes its inputs from. */

import { indexIn, type Position, positionIn } from "../math/shape.ts";

/** What is needed here of an operation's description; shapes are (C, H, W) or (N), without the batch. */
export interface DescribedOperation {
  readonly name: string;
  readonly kind: string;
  readonly layer: string;
  readonly inputs: readonly string[];
  readonly output_shape: readonly number[];
  /** (down, across), as all pairs; null where the kind has no such setting. */
  readonly kernel_size: readonly number[] | null;
  readonly stride: readonly number[] | null;
  readonly padding: readonly number[] | null;
  readonly dilation: readonly number[] | null;
  readonly groups: number | null;
  readonly output_padding: readonly number[] | null;
  readonly scale: readonly number[] | null;
  readonly eps: number | null;
  readonly count_include_pad: boolean | null;
}

/** A described operation whose inputs are the operations themselves. */
export interface Operation extends Omit<DescribedOperation, "inputs"> {
  readonly inputs: readonly Operation[];
  /** Indices of the inputs that are switched off: zeros come from there. */
  readonly cut?: ReadonlySet<number>;
}

/** From one operation into another, by their names. */
export interface Edge {
  readonly source: string;
  readonly operation: string;
}

export interface Graph {
  readonly operations: readonly Operation[];
  readonly byName: ReadonlyMap<string, Operation>;
}

/** One value of an operation's output; `index` in C order. */
export interface CellOf {
  readonly operation: Operation;
  readonly index: number;
}

/** The graph of described operations, each of which stands after its inputs; throws if one does not. `off`: edges that carry zeros. */
export function graphOf(
  described: readonly DescribedOperation[],
  off: readonly Edge[] = [],
): Graph {
  const byName = new Map<string, Operation>();
  for (const each of described) {
    const inputs = each.inputs.map((name) => {
      const input = byName.get(name);
      if (input === undefined)
        throw new Error(`${each.name} takes from ${name}, which is not before it`);
      return input;
    });
    const cut = off.filter(({ operation }) => operation === each.name);
    const places = new Set(cut.map(({ source }) => each.inputs.indexOf(source)));
    byName.set(each.name, { ...each, inputs, ...(places.size > 0 && { cut: places }) });
  }
  return { operations: [...byName.values()], byName };
}

/** The inputs that values come from: all but those that are switched off. */
export function sourcesOf({ inputs, cut }: Operation): readonly Operation[] {
  return cut === undefined ? inputs : inputs.filter((_, at) => !cut.has(at));
}

/** The operation of this name; throws if there is none. */
export function find(graph: Graph, name: string): Operation {
  const operation = graph.byName.get(name);
  if (operation === undefined) throw new Error(`no operation is called ${name}`);
  return operation;
}

/** Channels, rows and columns of a shape: units are channels of one cell. */
export function extent(shape: readonly number[]): [number, number, number] {
  return [shape[0] ?? 0, shape[1] ?? 1, shape[2] ?? 1];
}

/** Where a value of an output is; a unit of a row of units has its number as channel. */
export function positionOf(shape: readonly number[], index: number): Position {
  const [, rows, columns] = extent(shape);
  return positionIn({ rows, columns }, index);
}

export function indexOf(shape: readonly number[], position: Position): number {
  const [, rows, columns] = extent(shape);
  return indexIn({ rows, columns }, position);
}
