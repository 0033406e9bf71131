import { type CellOf, indexOf, type Operation, positionOf } from "../graph.ts";
import type { Kind } from "./kind.ts";
import { sumOfParts } from "./parts.ts";
import {
  fieldsOf,
  fitsMaps,
  inputOf,
  keepsMaps,
  SAME_CHANNELS,
  type Taps,
  touchedBy,
} from "./windows.ts";

/** Row o is a copy of row floor(o / scale). */
const taps: Taps = ({ scale }, axis, at) => [
  { position: Math.floor(at / (scale?.[axis] ?? 1)), kernel: 0 },
];

/** The one cell that this is a copy of. */
function sourceOf(operation: Operation, index: number): CellOf[] {
  const input = inputOf(operation);
  const position = positionOf(operation.output_shape, index);
  return touchedBy(taps, operation, position).touched.flatMap(({ position: source }) => {
    if (source === null) return [];
    const { channel } = position;
    return [{ operation: input, index: indexOf(input.output_shape, { ...source, channel }) }];
  });
}

/** Each value repeated, as often across and down as the whole number `scale` says. Other ways of upsampling have no scale. */
export const upsampling: Kind = {
  name: "upsampling",
  fits: (operation) => {
    const scale = operation.scale ?? [];
    const isSide = (axis: 0 | 1, before: number, after: number) =>
      Number.isInteger(scale[axis]) && after === before * (scale[axis] ?? 0);
    return fitsMaps(operation, isSide) && keepsMaps(operation);
  },
  ...fieldsOf(taps, SAME_CHANNELS),
  widens: () => null,
  mixesMaps: false,
  explains: sumOfParts(sourceOf),
  sentence: "forward.upsampling",
};
