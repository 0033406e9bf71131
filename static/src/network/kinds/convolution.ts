import { type ChannelSums, sumOf, term } from "../arithmetic.ts";
import { indexOf, positionOf } from "../graph.ts";
import type { Kind } from "./kind.ts";
import { inRows, tensor } from "./lines.ts";
import {
  CHANNELS_OF_GROUPS,
  fieldsOf,
  fitsGroups,
  fitsSliding,
  groupSizes,
  inputOf,
  slidingTaps,
  touchedBy,
  widensBySliding,
} from "./windows.ts";

/** Kernels that slide over maps; `weight` is (out, in / groups, rows, columns). */
export const convolution: Kind = {
  name: "convolution",
  fits: (operation) =>
    operation.kernel_size !== null && fitsGroups(operation) && fitsSliding(operation),
  ...fieldsOf(slidingTaps, CHANNELS_OF_GROUPS),
  widens: widensBySliding,
  mixesMaps: true,
  explains: {
    arithmetic: (operation, index, { valuesOf, weightsOf }) => {
      const input = inputOf(operation);
      const value = valuesOf(input);
      const kernel = weightsOf(`${operation.name}.weight`);
      if (value === undefined || kernel === undefined) return null;
      const { channel, row, column } = positionOf(operation.output_shape, index);
      const { before, after } = groupSizes(operation);
      const first = Math.floor(channel / after) * before;
      const { columns, touched } = touchedBy(slidingTaps, operation, { row, column });
      const channels = Array.from({ length: before }, (_, each) => {
        const terms = touched.map(({ position }, at) => {
          const source =
            position && indexOf(input.output_shape, { ...position, channel: first + each });
          const weight = kernel.values[(channel * before + each) * touched.length + at] ?? 0;
          return term(source, source === null ? 0 : value(source), weight);
        });
        return { channel: first + each, columns, terms, sum: sumOf(terms) };
      });
      const bias = weightsOf(`${operation.name}.bias`)?.values[channel] ?? 0;
      const total = channels.reduce((sum, each) => sum + each.sum, bias);
      return { form: "channel-sums", operation, input, channels, bias, total };
    },
    asPyTorch: ({ channels, bias }: ChannelSums) => {
      const nested = (pick: "value" | "weight") =>
        tensor([
          channels.map(({ terms, columns }) =>
            inRows(
              terms.map((each) => each[pick]),
              columns,
            ),
          ),
        ]);
      const [patch, kernel] = [nested("value"), nested("weight")];
      return `torch.nn.functional.conv2d(${patch}, ${kernel}, ${tensor([bias])})`;
    },
  },
  sentence: "forward.convolution",
};
