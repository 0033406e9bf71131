import type { Kind } from "./kind.ts";
import { fitsPooling, pooling } from "./pooling.ts";
import { slidingTaps, widensBySliding } from "./windows.ts";

/** The largest value of each window; the padding counts as minus infinity. */
export const maxPooling: Kind = {
  name: "max-pooling",
  fits: fitsPooling,
  ...pooling("largest", slidingTaps),
  widens: widensBySliding,
  named: "operation.max",
  sentence: "forward.largest",
};
