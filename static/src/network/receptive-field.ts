/**
 * What a cell can see, and what can see a cell: boxes in the other operations' outputs.
 *
 * Size, stride and start follow the recursion of Araujo, Norris and Sim, "Computing Receptive Fields of Convolutional
 * Neural Networks" (Distill, 2019); boxes are clipped to what exists, padding left out. Through one operation a box is
 * the smallest; through several it may be larger where kernels leave gaps between what they touch. Through an edge
 * that is switched off nothing is seen. Past an operation that the page does not know, fields are unknown: whatever could be seen through it, in part or whole, has no box.
 */
import { type Box, boxOfAll, boxOfCell, type Range, union } from "./boxes.ts";
import { type CellOf, type Graph, type Operation, sourcesOf } from "./graph.ts";
import type { Widening } from "./kinds/kind.ts";
import { kindOf } from "./kinds/kinds.ts";
import { groupSizes, inputOf, settingsOf } from "./kinds/windows.ts";

/** Every operation that the cell depends on, by name, with the smallest box of its cells that matter; the cell's own included. */
export function fieldOf(graph: Graph, cell: CellOf): Map<string, Box> {
  const boxes = new Map([[cell.operation.name, boxOfCell(cell)]]);
  const unknown = new Set<Operation>();
  for (const each of [...graph.operations].reverse()) {
    const box = boxes.get(each.name);
    const kind = kindOf(each);
    if (unknown.has(each) || (box !== undefined && kind === null)) {
      if (unknown.has(each)) boxes.delete(each.name);
      for (const input of sourcesOf(each)) unknown.add(input);
    } else if (box !== undefined) {
      for (const [at, { name }] of each.inputs.entries()) {
        const seen = each.cut?.has(at) ? null : (kind?.sees(each, at, box) ?? null);
        if (seen !== null) boxes.set(name, union(boxes.get(name), seen));
      }
    }
  }
  return boxes;
}

/** The operation on the way from the network's input to this one, itself included, past which nothing is known; or null. */
export function unknownBefore(graph: Graph, operation: Operation): Operation | null {
  const reached = new Set([operation]);
  for (const each of [...graph.operations].reverse()) {
    if (!reached.has(each)) continue;
    if (kindOf(each) === null) return each;
    for (const input of sourcesOf(each)) reached.add(input);
  }
  return null;
}

/**
 * Every operation that depends on the cell, by name, with the boxes of its cells that can see it; the cell's own included. Boxes
 * of one operation have different maps: those that a concatenation joins may look at different parts of what is before them.
 */
export function seersOf(graph: Graph, cell: CellOf): Map<string, Box[]> {
  const boxes = new Map([[cell.operation.name, [boxOfCell(cell)]]]);
  const unknown = new Set<Operation>();
  for (const each of graph.operations) {
    const kind = kindOf(each);
    const isReached = sourcesOf(each).some(({ name }) => boxes.has(name));
    if (sourcesOf(each).some((input) => unknown.has(input)) || (isReached && kind === null)) {
      unknown.add(each);
      continue;
    }
    for (const [at, { name }] of each.inputs.entries()) {
      if (each.cut?.has(at)) continue;
      for (const box of boxes.get(name) ?? []) {
        const seers = kind?.seenBy(each, at, box) ?? null;
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

/** One weight of a convolution's kernels. */
export interface KernelWeight {
  /** The map that the kernel makes. */
  readonly channel: number;
  /** The map that it looks at, within its group. */
  readonly input: number;
  /** In the kernel, row by row. */
  readonly at: number;
}

/**
 * What one weight of a kernel multiplies in the maps before: for one cell of the kernel's map, or (`cell` null) for all of
 * them. Null: padding only.
 */
export function fieldOfWeight(
  convolution: Operation,
  weight: KernelWeight,
  index: number | null,
): Box | null {
  const all = boxOfAll(inputOf(convolution).output_shape);
  const { size, stride, padding, dilation } = settingsOf(convolution);
  const made =
    index === null
      ? boxOfAll(convolution.output_shape)
      : boxOfCell({ operation: convolution, index });
  const inKernel = [Math.floor(weight.at / size[1]), weight.at % size[1]] as const;
  const along = ([first, last]: Range, axis: 0 | 1, limit: Range): Range => {
    const offset = inKernel[axis] * dilation[axis] - padding[axis];
    const [from, to] = [first * stride[axis] + offset, last * stride[axis] + offset];
    return [Math.max(limit[0], from), Math.min(limit[1], to)];
  };
  const rows = along(made.rows, 0, all.rows);
  const columns = along(made.columns, 1, all.columns);
  if (rows[0] > rows[1] || columns[0] > columns[1]) return null;
  const map = firstOfGroup(convolution, weight.channel) + weight.input;
  return { channels: [map, map], rows, columns };
}

/** The first input map that a convolution's map looks at. */
export function firstOfGroup(convolution: Operation, map: number): number {
  const { before, after } = groupSizes(convolution);
  return Math.floor(map / after) * before;
}

/** One step of how a receptive field grows. Lengths along one axis (down), in pixels of the network's input. */
export interface Growth {
  readonly operation: Operation;
  readonly kernel: number;
  readonly stride: number;
  /** Before the window: pixels that a cell sees, and pixels between neighbouring cells. */
  readonly sizeBefore: number;
  readonly jumpBefore: number;
  readonly size: number;
  readonly jump: number;
}

/** What a cell sees at some operation: so many pixels; everything; or not the same number for each cell. */
type Reach =
  | { readonly size: number; readonly jump: number; readonly steps: readonly Growth[] }
  | "whole"
  | "uneven";

/** How a cell's field grows, one step for each window on the way: empty where it differs from cell to cell; "whole": it sees everything. */
export function growthOf(graph: Graph, cell: CellOf): readonly Growth[] | "whole" {
  // What the cell depends on: of a concatenation one branch, whose windows may be smaller.
  const seen = fieldOf(graph, cell);
  const reaches = new Map<Operation, Reach>();
  for (const each of graph.operations) {
    if (each.inputs.length === 0) {
      reaches.set(each, { size: 1, jump: 1, steps: [] });
      continue;
    }
    const before = sourcesOf(each)
      .filter(({ name }) => seen.has(name))
      .flatMap((input) => reaches.get(input) ?? []);
    // Nothing before it: the whole window lies in the padding.
    if (seen.has(each.name) && before.length > 0) reaches.set(each, reachOf(each, widest(before)));
    if (each === cell.operation) break;
  }
  const reach = reaches.get(cell.operation) ?? "uneven";
  if (reach === "whole") return "whole";
  return reach === "uneven" ? [] : reach.steps;
}

function widest(reaches: readonly Reach[]): Reach {
  return reaches.reduce((one, other) => {
    if (one === "whole" || other === "whole") return "whole";
    if (one === "uneven" || other === "uneven") return "uneven";
    return one.size >= other.size ? one : other;
  });
}

function reachOf(operation: Operation, before: Reach): Reach {
  const widens = kindOf(operation)?.widens(operation) ?? null;
  if (before === "whole" || widens === "whole") return "whole";
  if (before === "uneven" || widens === null) return "uneven";
  return widens === "same" ? before : widened(operation, before, widens);
}

function widened(
  operation: Operation,
  before: Exclude<Reach, string>,
  { window, stride }: Widening,
): Reach {
  const step: Growth = {
    operation,
    kernel: window,
    stride,
    sizeBefore: before.size,
    jumpBefore: before.jump,
    size: before.size + (window - 1) * before.jump,
    jump: before.jump * stride,
  };
  return { size: step.size, jump: step.jump, steps: [...before.steps, step] };
}
