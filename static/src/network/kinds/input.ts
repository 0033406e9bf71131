import type { Kind } from "./kind.ts";

/** The network's input: its values are given. */
export const input: Kind = {
  name: "input",
  fits: ({ inputs }) => inputs.length === 0,
  sees: () => null,
  seenBy: () => null,
  widens: () => "same",
  mixesMaps: false,
  sentence: "forward.input",
};
