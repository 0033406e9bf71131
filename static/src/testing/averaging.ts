import type { NetworkDescription } from "../wire/messages.ts";
import { SKIPPING } from "./skipping.ts";

/** The small network with the mean of each map before its output. */
export function averaging(): NetworkDescription {
  const { operations, layers } = SKIPPING;
  const [flatten] = operations.filter(({ name }) => name === "flatten");
  const [output] = layers.filter(({ name }) => name === "output");
  if (flatten === undefined || output === undefined) throw new Error("no output");
  const mean = {
    ...flatten,
    name: "mean",
    kind: "adaptive-average-pooling",
    layer: "mean",
    inputs: ["joined"],
    output_shape: [6, 1, 1],
  };
  return {
    ...SKIPPING,
    operations: operations.flatMap((each) =>
      each.name === "flatten" ? [mean, { ...each, inputs: ["mean"], output_shape: [6] }] : [each],
    ),
    layers: layers.flatMap((each) =>
      each === output
        ? [{ ...output, name: "mean", operations: ["mean"], shown: "mean", shape: [6, 1, 1] }, each]
        : [each],
    ),
  };
}
