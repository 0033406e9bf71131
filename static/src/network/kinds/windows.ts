/**
 * Operations that make each output cell from a window of the input. A kind says once, along one axis, which rows a row of the
 * output is made from; its sums, what a cell sees and what sees a cell all follow from that.
 */
import type { Position } from "../../math/shape.ts";
import type { Box, Range } from "../boxes.ts";
import { extent, type Operation } from "../graph.ts";
import type { Kind, Widening } from "./kind.ts";

/** 0: down, rows; 1: across, columns. */
export type Axis = 0 | 1;

/** One row (or column) that a window touches. */
export interface Tap {
  /** In the input; null in the padding. */
  readonly position: number | null;
  /** In the kernel, where there is one. */
  readonly kernel: number;
}

/** The rows (or columns) of the input that row (or column) `at` of the output is made from. */
export type Taps = (operation: Operation, axis: Axis, at: number) => readonly Tap[];

/** One value that a window touches. */
export interface Touched {
  /** In the input, of channel 0; null in the padding. */
  readonly position: Position | null;
  /** Row and column in the kernel. */
  readonly kernel: readonly [number, number];
}

export interface Settings {
  readonly size: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly outputPadding: readonly [number, number];
}

/** Down and across; what an operation has no setting for is what leaves a cell alone. */
export function settingsOf(operation: Operation): Settings {
  const pair = (given: readonly number[] | null, otherwise: number): [number, number] => [
    given?.[0] ?? otherwise,
    given?.[1] ?? otherwise,
  ];
  return {
    size: pair(operation.kernel_size, 1),
    stride: pair(operation.stride, 1),
    padding: pair(operation.padding, 0),
    dilation: pair(operation.dilation, 1),
    outputPadding: pair(operation.output_padding, 0),
  };
}

/** The one input of an operation; throws where there is none, which `fits` has made sure of. */
export function inputOf({ name, inputs }: Operation): Operation {
  const [input] = inputs;
  if (input === undefined) throw new Error(`${name} has no input`);
  return input;
}

/** Rows, then columns, of an operation's input and output. */
export function sidesOf(operation: Operation): readonly [before: Range, after: Range] {
  const [, rowsBefore, columnsBefore] = extent(inputOf(operation).output_shape);
  const [, rows, columns] = extent(operation.output_shape);
  return [
    [rowsBefore, columnsBefore],
    [rows, columns],
  ];
}

/** Whether an operation makes maps from the maps of one input; `side` says whether so many rows become so many. */
export function fitsMaps(
  operation: Operation,
  side: (axis: Axis, before: number, after: number) => boolean,
): boolean {
  const { inputs, output_shape } = operation;
  if (inputs.length !== 1 || output_shape.length !== 3) return false;
  if (inputOf(operation).output_shape.length !== 3) return false;
  const [before, after] = sidesOf(operation);
  return ([0, 1] as const).every((axis) => side(axis, before[axis], after[axis]));
}

/** Whether input and output have the same number of maps. */
export function keepsMaps(operation: Operation): boolean {
  return inputOf(operation).output_shape[0] === operation.output_shape[0];
}

/** Of a window that slides: tap k of output row o is input row o * stride - padding + k * dilation. */
export const slidingTaps: Taps = (operation, axis, at) => {
  const { size, stride, padding, dilation } = settingsOf(operation);
  const [before] = sidesOf(operation);
  return Array.from({ length: size[axis] }, (_, kernel) => {
    const position = at * stride[axis] - padding[axis] + kernel * dilation[axis];
    return { position: inside(position, before[axis]), kernel };
  });
};

/** Whether windows that slide make this output of this input. */
export function fitsSliding(operation: Operation): boolean {
  const { size, stride, padding, dilation } = settingsOf(operation);
  return fitsMaps(operation, (axis, before, after) => {
    const reach = dilation[axis] * (size[axis] - 1) + 1;
    return after === Math.floor((before + 2 * padding[axis] - reach) / stride[axis]) + 1;
  });
}

/** How windows that slide widen what a cell sees; null where they do not do it by as much down as across. */
export function widensBySliding(operation: Operation): Widening | null {
  const { size, stride, dilation } = settingsOf(operation);
  const [down, across] = ([0, 1] as const).map((axis) => dilation[axis] * (size[axis] - 1) + 1);
  if (down === undefined || down !== across || stride[0] !== stride[1]) return null;
  return { window: down, stride: stride[0] };
}

/** Every value of one map that a window at (row, column) of the output touches, row by row. */
export function touchedBy(
  taps: Taps,
  operation: Operation,
  { row, column }: Pick<Position, "row" | "column">,
): { readonly columns: number; readonly touched: readonly Touched[] } {
  const across = taps(operation, 1, column);
  const touched = taps(operation, 0, row).flatMap((down) =>
    across.map((beside): Touched => {
      const inside = down.position !== null && beside.position !== null;
      const position = inside ? { channel: 0, row: down.position, column: beside.position } : null;
      return { position, kernel: [down.kernel, beside.kernel] };
    }),
  );
  return { columns: across.length, touched };
}

/** The input channels of output channels, and the other way round. */
export interface ChannelsOf {
  seen(operation: Operation, channels: Range): Range;
  seeing(operation: Operation, channels: Range): Range;
}

/** Each map is made from the map of the same number. */
export const SAME_CHANNELS: ChannelsOf = {
  seen: (_, channels) => channels,
  seeing: (_, channels) => channels,
};

/** The maps of a group are made from all maps of that group. */
export const CHANNELS_OF_GROUPS: ChannelsOf = {
  seen: (operation, channels) => {
    const { before, after } = groupSizes(operation);
    return groupsAround(channels, after, before);
  },
  seeing: (operation, channels) => {
    const { before, after } = groupSizes(operation);
    return groupsAround(channels, before, after);
  },
};

/** How many input and output maps a group has. */
export function groupSizes(operation: Operation): {
  readonly before: number;
  readonly after: number;
} {
  const groups = operation.groups ?? Number.NaN;
  const before = (operation.inputs[0]?.output_shape[0] ?? 0) / groups;
  return { before, after: (operation.output_shape[0] ?? 0) / groups };
}

/** Whether input and output maps divide into the described groups. */
export function fitsGroups(operation: Operation): boolean {
  const { before, after } = groupSizes(operation);
  return operation.inputs.length === 1 && Number.isInteger(before) && Number.isInteger(after);
}

function groupsAround([first, last]: Range, size: number, others: number): Range {
  return [Math.floor(first / size) * others, (Math.floor(last / size) + 1) * others - 1];
}

/** What cells of a kind with these taps see, and what sees a cell: the smallest boxes. */
export function fieldsOf(taps: Taps, channels: ChannelsOf): Pick<Kind, "sees" | "seenBy"> {
  return {
    sees: (operation, _, box) => {
      const rows = seenAlong(taps, operation, 0, box.rows);
      const columns = seenAlong(taps, operation, 1, box.columns);
      return boxOf(channels.seen(operation, box.channels), rows, columns);
    },
    seenBy: (operation, _, box) => {
      const rows = seeingAlong(taps, operation, 0, box.rows);
      const columns = seeingAlong(taps, operation, 1, box.columns);
      return boxOf(channels.seeing(operation, box.channels), rows, columns);
    },
  };
}

function boxOf(channels: Range, rows: Range | null, columns: Range | null): Box | null {
  return rows === null || columns === null ? null : { channels, rows, columns };
}

function seenAlong(taps: Taps, operation: Operation, axis: Axis, range: Range): Range | null {
  let seen: Range | null = null;
  for (let at = range[0]; at <= range[1]; at++)
    for (const { position } of taps(operation, axis, at))
      if (position !== null) seen = around(seen, position);
  return seen;
}

function seeingAlong(taps: Taps, operation: Operation, axis: Axis, range: Range): Range | null {
  let seeing: Range | null = null;
  const [, after] = sidesOf(operation);
  const isInside = ({ position }: Tap) =>
    position !== null && position >= range[0] && position <= range[1];
  for (let at = 0; at < after[axis]; at++)
    if (taps(operation, axis, at).some(isInside)) seeing = around(seeing, at);
  return seeing;
}

function around(range: Range | null, at: number): Range {
  return range === null ? [at, at] : [Math.min(range[0], at), Math.max(range[1], at)];
}

/** `position` where it is inside the input, else null: the padding. */
export function inside(position: number, count: number): number | null {
  return position >= 0 && position < count ? position : null;
}
