import { type ChannelSums, sumOf, term } from "../arithmetic.ts";
import { indexOf, positionOf } from "../graph.ts";
import type { Kind } from "./kind.ts";
import { tensor } from "./lines.ts";
import {
  CHANNELS_OF_GROUPS,
  fieldsOf,
  fitsGroups,
  fitsMaps,
  groupSizes,
  inputOf,
  inside,
  settingsOf,
  sidesOf,
  type Taps,
  touchedBy,
} from "./windows.ts";

/**
 * Input row i lays kernel row k on output row i * stride - padding + k * dilation. Output row o is therefore made from those
 * (i, k) for which that is o: not from one window of all kernel rows, and in the gaps between kernels from nothing at all.
 */
const taps: Taps = (operation, axis, at) => {
  const { size, stride, padding, dilation } = settingsOf(operation);
  const [before] = sidesOf(operation);
  return Array.from({ length: size[axis] }, (_, kernel) => {
    const position = (at + padding[axis] - kernel * dilation[axis]) / stride[axis];
    return { position, kernel };
  }).filter(
    ({ position }) => Number.isInteger(position) && inside(position, before[axis]) !== null,
  );
};

/** Each input value lays the whole kernel, weighted, on the output; `weight` is (in, out / groups, rows, columns). */
export const transposedConvolution: Kind = {
  name: "transposed-convolution",
  fits: (operation) => {
    const { size, stride, padding, dilation, outputPadding } = settingsOf(operation);
    const isSide = (axis: 0 | 1, before: number, after: number) => {
      const reach = dilation[axis] * (size[axis] - 1) + 1;
      const whole = (before - 1) * stride[axis] - 2 * padding[axis] + reach;
      return after === whole + outputPadding[axis];
    };
    return operation.kernel_size !== null && fitsGroups(operation) && fitsMaps(operation, isSide);
  },
  ...fieldsOf(taps, CHANNELS_OF_GROUPS),
  widens: () => null,
  mixesMaps: true,
  explains: {
    arithmetic: (operation, index, { valuesOf, weightsOf }) => {
      const input = inputOf(operation);
      const value = valuesOf(input);
      const kernel = weightsOf(`${operation.name}.weight`);
      if (value === undefined || kernel === undefined) return null;
      const { channel, row, column } = positionOf(operation.output_shape, index);
      const { before, after } = groupSizes(operation);
      const [, , rows = 1, across = 1] = kernel.shape;
      const first = Math.floor(channel / after) * before;
      const { columns, touched } = touchedBy(taps, operation, { row, column });
      const channels = Array.from({ length: before }, (_, each) => {
        const from = ((first + each) * after + (channel % after)) * rows * across;
        const terms = touched.flatMap(({ position, kernel: [down, beside] }) => {
          if (position === null) return [];
          const source = indexOf(input.output_shape, { ...position, channel: first + each });
          return [term(source, value(source), kernel.values[from + down * across + beside] ?? 0)];
        });
        return { channel: first + each, columns, terms, sum: sumOf(terms) };
      });
      const bias = weightsOf(`${operation.name}.bias`)?.values[channel] ?? 0;
      const total = channels.reduce((sum, each) => sum + each.sum, bias);
      return { form: "channel-sums", operation, input, channels, bias, total };
    },
    asPyTorch: ({ channels, bias }: ChannelSums) => {
      const terms = channels.flatMap((each) => each.terms);
      const [values, weights] = [
        terms.map(({ value }) => value),
        terms.map(({ weight }) => weight),
      ];
      return `(torch.dot(${tensor(values)}, ${tensor(weights)}) + ${bias})`;
    },
  },
  sentence: "forward.transposed",
};
