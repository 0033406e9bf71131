/** A network as mathematics sees it: operations in the order of computation, and cells in their outputs. */

/** What of the description's operations is needed here; shapes are (C, H, W) or (N), without the batch. */
export interface Operation {
  readonly name: string;
  readonly kind: string;
  readonly layer: string;
  readonly inputs: readonly string[];
  readonly output_shape: readonly number[];
  readonly kernel_size: readonly number[] | null;
  readonly stride: readonly number[] | null;
  readonly padding: readonly number[] | null;
  readonly dilation: readonly number[] | null;
  readonly multiply_adds: number;
}

export interface Graph {
  readonly operations: readonly Operation[];
  readonly byName: ReadonlyMap<string, Operation>;
}

/** One value of an operation's output; `index` in C order. */
export interface CellOf {
  readonly operation: string;
  readonly index: number;
}

/** (channel, row, column); a unit of a row of units has its number as channel. */
export interface Place {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

/** A sliding window, one number for down and one for across. */
export interface Window {
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
}

export function graphOf(operations: readonly Operation[]): Graph {
  return { operations, byName: new Map(operations.map((each) => [each.name, each])) };
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

export function placeOf(shape: readonly number[], index: number): Place {
  const [, rows, columns] = extent(shape);
  const row = Math.floor(index / columns) % rows;
  return { channel: Math.floor(index / (rows * columns)), row, column: index % columns };
}

export function indexOf(shape: readonly number[], { channel, row, column }: Place): number {
  const [, rows, columns] = extent(shape);
  return (channel * rows + row) * columns + column;
}

export function windowOf(operation: Operation): Window {
  const pair = (given: readonly number[] | null, otherwise: number): [number, number] => [
    given?.[0] ?? otherwise,
    given?.[1] ?? otherwise,
  ];
  return {
    size: pair(operation.kernel_size, 1),
    stride: pair(operation.stride, 1),
    padding: pair(operation.padding, 0),
    dilation: pair(operation.dilation, 1),
  };
}

/** How many input maps each map of a convolution looks at: all of them, or those of its group. */
export function mapsPerKernels(graph: Graph, convolution: string): number {
  const { output_shape, inputs, multiply_adds, kernel_size } = find(graph, convolution);
  const products = [...output_shape, ...(kernel_size ?? [])].reduce((all, each) => all * each, 1);
  const all = find(graph, inputs[0] ?? convolution).output_shape[0] ?? 1;
  return multiply_adds > 0 ? Math.min(all, Math.round(multiply_adds / products)) : all;
}

/** The first input map that a convolution's map looks at. */
export function firstOfGroup(graph: Graph, convolution: string, map: number): number {
  const { output_shape, inputs } = find(graph, convolution);
  const [all = 1, out = 1] = [
    find(graph, inputs[0] ?? convolution).output_shape[0],
    output_shape[0],
  ];
  const own = mapsPerKernels(graph, convolution);
  return Math.floor(map / (out / (all / own))) * own;
}

/** The maps of a convolution's output that look at its input map: all of them, or those of its group. */
export function lookersAt(graph: Graph, convolution: string, input: number): [number, number] {
  const { output_shape, inputs } = find(graph, convolution);
  const all = find(graph, inputs[0] ?? convolution).output_shape[0] ?? 1;
  const own = mapsPerKernels(graph, convolution);
  const each = (output_shape[0] ?? 1) / (all / own);
  const first = Math.floor(input / own) * each;
  return [first, first + each - 1];
}

/** Whether each output value comes from the input value of the same index, and nothing else. */
export function keepsPlaces(kind: string): boolean {
  return kind === "relu" || kind === "flatten" || kind === "identity" || kind === "dropout";
}

/** The cell whose arithmetic makes this one's value, past ReLU and reshaping. */
export function origin(graph: Graph, cell: CellOf): CellOf {
  let { operation } = cell;
  for (;;) {
    const { kind, inputs } = find(graph, operation);
    const [input] = inputs;
    if (!keepsPlaces(kind) || input === undefined) return { operation, index: cell.index };
    operation = input;
  }
}
