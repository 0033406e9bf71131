/**
 * What a cell can see, and what can see a cell: boxes in the other operations' outputs.
 *
 * Size, stride and start follow the recursion of Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional
 * Neural Networks" (Distill, 2019); boxes are clipped to what exists, padding left out.
 */
import {
  extent,
  find,
  firstOfGroup,
  type Graph,
  indexOf,
  lookersAt,
  mapsPerKernels,
  type Operation,
  placeOf,
  windowOf,
} from "./graph.ts";

/** The smallest box of cells, both ends included: of channels, rows and columns. */
export interface Box {
  readonly channels: readonly [number, number];
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

type Range = readonly [number, number];

/** Every operation that the cell depends on, with the box of its cells that matter; the cell's own included. */
export function fieldOf(graph: Graph, operation: string, index: number): Map<string, Box> {
  const boxes = new Map<string, Box>();
  boxes.set(operation, cellBox(find(graph, operation), index));
  for (const each of [...graph.operations].reverse()) {
    const box = boxes.get(each.name);
    if (box === undefined) continue;
    for (const [at, name] of each.inputs.entries()) {
      const seen = seenIn(graph, each, at, box);
      if (seen !== null) boxes.set(name, union(boxes.get(name), seen));
    }
  }
  return boxes;
}

/**
 * Every operation that depends on the cell, with the boxes of its cells that can see it; the cell's own included. Boxes of
 * one operation have different maps: those that a concatenation joins may look at different parts of what is before them.
 */
export function seersOf(graph: Graph, operation: string, index: number): Map<string, Box[]> {
  const boxes = new Map<string, Box[]>();
  boxes.set(operation, [cellBox(find(graph, operation), index)]);
  for (const each of graph.operations) {
    for (const [at, name] of each.inputs.entries()) {
      for (const box of boxes.get(name) ?? []) {
        const seers = seersIn(graph, each, at, box);
        if (seers !== null) boxes.set(each.name, joinedBy(seers, boxes.get(each.name) ?? []));
      }
    }
  }
  return boxes;
}

/** Boxes of the same maps become one. */
function joinedBy(box: Box, others: readonly Box[]): Box[] {
  const [first, last] = box.channels;
  const isSame = ({ channels }: Box) => channels[0] === first && channels[1] === last;
  return [...others.filter((each) => !isSame(each)), union(others.find(isSame), box)];
}

/**
 * What one weight of a kernel multiplies in the maps before: for one cell of the kernel's map, or for all of them.
 * `channel` is the map that the kernel makes, `input` that which it looks at, within its group. Null: padding only.
 */
export function fieldOfWeight(
  graph: Graph,
  convolution: string,
  weight: { readonly channel: number; readonly input: number; readonly at: number },
  index: number | null,
): Box | null {
  const operation = find(graph, convolution);
  const all = whole(find(graph, operation.inputs[0] ?? convolution).output_shape);
  const { size, stride, padding, dilation } = windowOf(operation);
  const own = index === null ? whole(operation.output_shape) : cellBox(operation, index);
  const place = [Math.floor(weight.at / size[1]), weight.at % size[1]] as const;
  const along = ([first, last]: Range, axis: 0 | 1, limit: Range): Range => {
    const offset = place[axis] * dilation[axis] - padding[axis];
    const [from, to] = [first * stride[axis] + offset, last * stride[axis] + offset];
    return [Math.max(limit[0], from), Math.min(limit[1], to)];
  };
  const rows = along(own.rows, 0, all.rows);
  const columns = along(own.columns, 1, all.columns);
  if (rows[0] > rows[1] || columns[0] > columns[1]) return null;
  const map = firstOfGroup(graph, convolution, weight.channel) + weight.input;
  return { channels: [map, map], rows, columns };
}

/** One step of how a receptive field grows. Lengths along one axis (down), in pixels of the network's input. */
export interface Growth {
  readonly operation: string;
  readonly kernel: number;
  readonly stride: number;
  /** Before: pixels seen, and between neighbouring cells. */
  readonly sizeBefore: number;
  readonly jumpBefore: number;
  readonly size: number;
  readonly jump: number;
}

/** How a cell's field grows, one step for each window on the way; null after a full connection. */
export function growthOf(graph: Graph, operation: string, index: number): Growth[] | null {
  // What the cell depends on: of a concatenation one branch, whose windows may be smaller.
  const seen = fieldOf(graph, operation, index);
  const sizes = new Map<string, { size: number; jump: number; steps: Growth[] } | null>();
  for (const each of graph.operations) {
    if (each.inputs.length === 0) {
      sizes.set(each.name, { size: 1, jump: 1, steps: [] });
      continue;
    }
    if (!seen.has(each.name)) continue;
    const before = each.inputs
      .filter((name) => seen.has(name))
      .map((name) => sizes.get(name) ?? null);
    if (before.length === 0) continue; // a window that lies in the padding, all of it
    const widest = before.reduce((a, b) => (a === null || b === null || a.size >= b.size ? a : b));
    if (widest === null || before.includes(null) || each.kind === "linear") {
      sizes.set(each.name, null);
    } else if (each.kernel_size === null) {
      sizes.set(each.name, widest);
    } else {
      const { size, stride, dilation } = windowOf(each);
      const kernel = (size[0] - 1) * dilation[0] + 1;
      const step: Growth = {
        operation: each.name,
        kernel,
        stride: stride[0],
        sizeBefore: widest.size,
        jumpBefore: widest.jump,
        size: widest.size + (kernel - 1) * widest.jump,
        jump: widest.jump * stride[0],
      };
      sizes.set(each.name, { size: step.size, jump: step.jump, steps: [...widest.steps, step] });
    }
    if (each.name === operation) break;
  }
  return sizes.get(operation)?.steps ?? null;
}

function cellBox(operation: Operation, index: number): Box {
  const { channel, row, column } = placeOf(operation.output_shape, index);
  return { channels: [channel, channel], rows: [row, row], columns: [column, column] };
}

function whole(shape: readonly number[]): Box {
  const [channels, rows, columns] = extent(shape);
  return { channels: [0, channels - 1], rows: [0, rows - 1], columns: [0, columns - 1] };
}

/** The cells of an operation's input that a box of its output is made from; null if it is from others. */
function seenIn(graph: Graph, operation: Operation, at: number, box: Box): Box | null {
  const shape = find(graph, operation.inputs[at] as string).output_shape;
  const all = whole(shape);
  switch (operation.kind) {
    case "convolution":
      return windows(operation, box, all, mapsSeen(graph, operation, box));
    case "max-pooling":
    case "average-pooling":
      return windows(operation, box, all, box.channels);
    case "flatten":
      return unflattened(shape, box.channels);
    case "concatenate":
      return fromPart(graph, operation, at, box);
    case "linear":
      return all;
    default:
      return box;
  }
}

/** The maps that a convolution's maps look at: all of them, or those of their groups. */
function mapsSeen(graph: Graph, { name }: Operation, { channels: [first, last] }: Box): Range {
  const own = mapsPerKernels(graph, name);
  return [firstOfGroup(graph, name, first), firstOfGroup(graph, name, last) + own - 1];
}

function windows(operation: Operation, box: Box, all: Box, channels: Range): Box | null {
  const { size, stride, padding, dilation } = windowOf(operation);
  const along = ([first, last]: Range, axis: 0 | 1, limit: Range): Range => [
    Math.max(limit[0], first * stride[axis] - padding[axis]),
    Math.min(limit[1], last * stride[axis] - padding[axis] + (size[axis] - 1) * dilation[axis]),
  ];
  const rows = along(box.rows, 0, all.rows);
  const columns = along(box.columns, 1, all.columns);
  return rows[0] > rows[1] || columns[0] > columns[1] ? null : { channels, rows, columns };
}

function unflattened(shape: readonly number[], [first, last]: Range): Box {
  const [from, to] = [placeOf(shape, first), placeOf(shape, last)];
  if (first === last)
    return {
      ...cellBoxAt(from.channel),
      rows: [from.row, from.row],
      columns: [from.column, from.column],
    };
  return { ...whole(shape), channels: [from.channel, to.channel] };
}

function cellBoxAt(channel: number): Pick<Box, "channels"> {
  return { channels: [channel, channel] };
}

/** How many channels of a concatenation come before its input number `at`. */
function channelsBefore(graph: Graph, operation: Operation, at: number): number {
  const sizes = operation.inputs.slice(0, at).map((name) => find(graph, name).output_shape[0] ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}

function fromPart(graph: Graph, operation: Operation, at: number, box: Box): Box | null {
  const before = channelsBefore(graph, operation, at);
  const count = find(graph, operation.inputs[at] as string).output_shape[0] ?? 0;
  const first = Math.max(0, box.channels[0] - before);
  const last = Math.min(count - 1, box.channels[1] - before);
  return first > last ? null : { ...box, channels: [first, last] };
}

/** The cells of an operation's output that look at a box of its input; null if none does. */
function seersIn(graph: Graph, operation: Operation, at: number, box: Box): Box | null {
  const all = whole(operation.output_shape);
  const inputShape = find(graph, operation.inputs[at] as string).output_shape;
  switch (operation.kind) {
    case "convolution": {
      const [first, last] = box.channels.map((map) => lookersAt(graph, operation.name, map));
      return lookers(operation, box, all, [first?.[0] ?? 0, last?.[1] ?? 0]);
    }
    case "max-pooling":
    case "average-pooling":
      return lookers(operation, box, all, box.channels);
    case "flatten": {
      const corner = (end: 0 | 1) =>
        indexOf(inputShape, {
          channel: box.channels[end],
          row: box.rows[end],
          column: box.columns[end],
        });
      return { channels: [corner(0), corner(1)], rows: [0, 0], columns: [0, 0] };
    }
    case "concatenate": {
      const before = channelsBefore(graph, operation, at);
      return { ...box, channels: [box.channels[0] + before, box.channels[1] + before] };
    }
    case "linear":
      return all;
    default:
      return box;
  }
}

function lookers(operation: Operation, box: Box, all: Box, channels: Range): Box | null {
  const { size, stride, padding, dilation } = windowOf(operation);
  const along = ([first, last]: Range, axis: 0 | 1, limit: Range): Range => {
    const reach = (size[axis] - 1) * dilation[axis];
    return [
      Math.max(limit[0], Math.ceil((first + padding[axis] - reach) / stride[axis])),
      Math.min(limit[1], Math.floor((last + padding[axis]) / stride[axis])),
    ];
  };
  const rows = along(box.rows, 0, all.rows);
  const columns = along(box.columns, 1, all.columns);
  return rows[0] > rows[1] || columns[0] > columns[1] ? null : { channels, rows, columns };
}

function union(one: Box | undefined, other: Box): Box {
  if (one === undefined) return other;
  const both = (a: Range, b: Range): Range => [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
  return {
    channels: both(one.channels, other.channels),
    rows: both(one.rows, other.rows),
    columns: both(one.columns, other.columns),
  };
}
