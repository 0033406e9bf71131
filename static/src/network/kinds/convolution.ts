import type { ChannelSums } from "../arithmetic.ts";
import { kernelSums } from "./kernel-sums.ts";
import type { Kind } from "./kind.ts";
import { inRows, tensor } from "./lines.ts";
import {
  CHANNELS_OF_GROUPS,
  fieldsOf,
  fitsGroups,
  fitsSliding,
  slidingTaps,
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
    arithmetic: kernelSums(slidingTaps, ({ channel, within, before }) => channel * before + within),
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
  named: "operation.convolution",
  sentence: "forward.convolution",
};
