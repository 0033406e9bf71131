import type { ChannelSums } from "../arithmetic.ts";
import { kernelSums } from "./kernel-sums.ts";
import type { Kind } from "./kind.ts";
import { tensor } from "./lines.ts";
import {
  CHANNELS_OF_GROUPS,
  fieldsOf,
  fitsGroups,
  fitsMaps,
  inside,
  settingsOf,
  sidesOf,
  type Taps,
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
    arithmetic: kernelSums(
      taps,
      ({ channel, source, after }) => source * after + (channel % after),
    ),
    asPyTorch: ({ channels, bias }: ChannelSums) => {
      const terms = channels.flatMap((each) => each.terms);
      const [values, weights] = [
        terms.map(({ value }) => value),
        terms.map(({ weight }) => weight),
      ];
      return `(torch.dot(${tensor(values)}, ${tensor(weights)}) + ${bias})`;
    },
  },
  named: "operation.transposed",
  sentence: "forward.transposed",
};
