/** What convolutions and transposed convolutions have in common: sums over the maps of a group, with weights of kernels. */
import { type ChannelSums, sumOf, term, type ValuesAndWeights } from "../arithmetic.ts";
import { indexOf, type Operation, positionOf } from "../graph.ts";
import { groupSizes, inputOf, type Taps, touchedBy } from "./windows.ts";

/** The two maps that one kernel connects. */
export interface KernelMaps {
  /** Of the output. */
  readonly channel: number;
  /** Of the input: its number, and its number within the group. */
  readonly source: number;
  readonly within: number;
  /** How many input and output maps a group has. */
  readonly before: number;
  readonly after: number;
}

/** The sums of a cell; `kernelOf`: the number of a kernel among those of `weight`, whose last two axes are rows and columns. */
export function kernelSums(taps: Taps, kernelOf: (maps: KernelMaps) => number) {
  return (
    operation: Operation,
    index: number,
    { valuesOf, weightsOf }: ValuesAndWeights,
  ): ChannelSums | null => {
    const input = inputOf(operation);
    const value = valuesOf(input);
    const weight = weightsOf(`${operation.name}.weight`);
    if (value === undefined || weight === undefined) return null;
    const { channel, row, column } = positionOf(operation.output_shape, index);
    const { before, after } = groupSizes(operation);
    const [, , rows = 1, across = 1] = weight.shape;
    const { columns, touched } = touchedBy(taps, operation, { row, column });
    const channels = Array.from({ length: before }, (_, within) => {
      const source = Math.floor(channel / after) * before + within;
      const from = kernelOf({ channel, source, within, before, after }) * rows * across;
      const terms = touched.map(({ position, kernel: [down, beside] }) => {
        const at = position && indexOf(input.output_shape, { ...position, channel: source });
        const factor = weight.values[from + down * across + beside] ?? 0;
        return term(at, at === null ? 0 : value(at), factor);
      });
      return { channel: source, columns, terms, sum: sumOf(terms) };
    });
    const bias = weightsOf(`${operation.name}.bias`)?.values[channel] ?? 0;
    const total = channels.reduce((sum, each) => sum + each.sum, bias);
    return { form: "channel-sums", operation, input, channels, bias, total };
  };
}
