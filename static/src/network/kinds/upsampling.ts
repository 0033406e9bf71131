import type { Kind } from "./kind.ts";
import { copyThrough } from "./parts.ts";
import { fieldsOf, fitsMaps, keepsMaps, SAME_CHANNELS, type Taps } from "./windows.ts";

/** Row o is a copy of row floor(o / scale). */
const taps: Taps = ({ scale }, axis, at) => [
  { position: Math.floor(at / (scale?.[axis] ?? 1)), kernel: 0 },
];

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
  explains: copyThrough(taps),
  named: "operation.upsampling",
  sentence: "forward.upsampling",
};
