import type { Box } from "../boxes.ts";
import { extent, indexOf, type Operation, positionOf } from "../graph.ts";
import { hasOneInput, keepsCount } from "./cellwise.ts";
import type { Kind } from "./kind.ts";
import { inputOf } from "./windows.ts";

/** The smallest box around units `first` to `last`, where they were in the maps. */
function sees(operation: Operation, _: number, { channels: [first, last] }: Box): Box {
  const shape = inputOf(operation).output_shape;
  const [, rows, columns] = extent(shape);
  const [from, to] = [positionOf(shape, first), positionOf(shape, last)];
  const isOneMap = from.channel === to.channel;
  const isOneRow = isOneMap && from.row === to.row;
  return {
    channels: [from.channel, to.channel],
    rows: isOneMap ? [from.row, to.row] : [0, rows - 1],
    columns: isOneRow ? [from.column, to.column] : [0, columns - 1],
  };
}

function seenBy(operation: Operation, _: number, box: Box): Box {
  const shape = inputOf(operation).output_shape;
  const unitAt = (end: 0 | 1) =>
    indexOf(shape, { channel: box.channels[end], row: box.rows[end], column: box.columns[end] });
  return { channels: [unitAt(0), unitAt(1)], rows: [0, 0], columns: [0, 0] };
}

/** Maps become one row of units, map after map, row after row. */
export const flatten: Kind = {
  name: "flatten",
  fits: (operation) =>
    hasOneInput(operation) && keepsCount(operation) && operation.output_shape.length === 1,
  sees,
  seenBy,
  widens: () => "same",
  mixesMaps: false,
  passes: "copies",
  sentence: "forward.flatten",
};
