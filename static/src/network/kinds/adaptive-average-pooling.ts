import type { Kind } from "./kind.ts";
import { pooling } from "./pooling.ts";
import { fitsMaps, keepsMaps, sidesOf, type Taps } from "./windows.ts";

/** Row o of `out` rows is the mean of rows floor(o * in / out) up to ceil((o + 1) * in / out), as in PyTorch. */
const taps: Taps = (operation, axis, at) => {
  const [before, after] = sidesOf(operation);
  const start = Math.floor((at * before[axis]) / after[axis]);
  const end = Math.ceil(((at + 1) * before[axis]) / after[axis]);
  return Array.from({ length: end - start }, (_, kernel) => ({ position: start + kernel, kernel }));
};

/** The mean of each of as many windows as the output has cells; they overlap where they do not divide the map. */
export const adaptiveAveragePooling: Kind = {
  name: "adaptive-average-pooling",
  fits: (operation) => fitsMaps(operation, () => true) && keepsMaps(operation),
  ...pooling("mean", taps),
  widens: (operation) => {
    const [before, after] = sidesOf(operation);
    if (after[0] === 1 && after[1] === 1) return "whole";
    const window = before[0] / after[0];
    return Number.isInteger(window) && window === before[1] / after[1]
      ? { window, stride: window }
      : null;
  },
  named: "operation.mean.whole",
  sentence: "forward.adaptive",
};
