/** A layer's values as pixels. */
import { codesInto, colourInto, type Scale } from "./colour.ts";
import { peak, peakOf, type Tensor } from "./tensor.ts";

/** Writes a tensor's pixels; `peakShown` null gives each map, `area` values, a scale of its own. */
export function colourTensor(
  words: Uint32Array,
  tensor: Tensor,
  scale: Scale,
  peakShown: number | null,
  area: number,
): void {
  const { values } = tensor;
  const whole = peakShown === null ? area : values.length;
  const largest = peak(tensor);
  for (let from = 0; from < values.length; from += whole) {
    const range = [from, from + whole] as const;
    const most = peakShown ?? peakOf(tensor, from, from + whole);
    if (values instanceof Float32Array) colourInto(words, values, range, most, scale);
    else codesInto(words, values, range, tensor.low < 0, most > 0 ? largest / most : 1, scale);
  }
}
