import type { Kind } from "./kind.ts";
import { fitsPooling, pooling } from "./pooling.ts";
import { slidingTaps, type Taps, widensBySliding } from "./windows.ts";

/** Where the padding does not count, the mean is of what the window has left. */
const taps: Taps = (operation, axis, at) => {
  const all = slidingTaps(operation, axis, at);
  const isPaddingCounted = operation.count_include_pad !== false;
  return isPaddingCounted ? all : all.filter(({ position }) => position !== null);
};

/** The mean of each window; the padding counts as zeros, or not at all. */
export const averagePooling: Kind = {
  name: "average-pooling",
  fits: fitsPooling,
  ...pooling("mean", taps),
  widens: widensBySliding,
  named: "operation.mean",
  sentence: "forward.mean",
};
