import { type Signals, SLICES, type SliceName, type SliceValues } from "../state/lab.ts";
import { valuesOf } from "../state/slice.ts";

/** All that a page knows now, slice by slice. */
export function allValuesOf(signals: Signals): SliceValues {
  const one = <Name extends SliceName>(name: Name) =>
    valuesOf<SliceValues[Name]>(SLICES[name], signals[name]);
  const names = Object.keys(SLICES) as SliceName[];
  return Object.fromEntries(names.map((name) => [name, one(name)])) as never;
}
