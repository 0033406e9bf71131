import type { NetworkDescription, Operation } from "../wire/messages.ts";

export const operation = (
  name: string,
  kind: string,
  layer: string,
  inputs: string[],
  output_shape: number[],
  kernel?: number,
): Operation => ({
  name,
  kind,
  layer,
  inputs,
  output_shape,
  kernel_size: kernel === undefined ? null : [kernel, kernel],
  stride: kernel === undefined ? null : [1, 1],
  padding: kernel === undefined ? null : [(kernel - 1) / 2, (kernel - 1) / 2],
  dilation: kernel === undefined ? null : [1, 1],
  groups: kernel === undefined ? null : 1,
  output_padding: null,
  scale: null,
  eps: null,
  count_include_pad: null,
  parameters: 0,
  multiply_adds: 0,
});

export const layer = (
  name: string,
  title: string,
  kind: string,
  operations: string[],
  shape: number[],
) =>
  ({
    name,
    title,
    kind,
    operations,
    shown: operations.at(-1) ?? name,
    shape,
    parameters: 0,
    multiply_adds: 0,
  }) as NetworkDescription["layers"][number];

/** A small made-up network with a skip (added) and two branches that are concatenated (joined). */
export const SKIPPING: NetworkDescription = {
  name: "skipping",
  title: "A skip and a concatenation",
  year: null,
  answers: [
    {
      name: "letter",
      title: "Letter",
      operation: "output",
      kind: "classes",
      labels: ["a", "b"],
      activation: "softmax",
      groups: [],
    },
  ],
  blocks: [],
  input_shape: [1, 8, 8],
  preprocessing: ["crop", "scale", "pen_width", "centre", "downsample", "normalise"],
  parameters: 0,
  multiply_adds: 0,
  layers: [
    layer("input", "Input layer", "input", ["image"], [1, 8, 8]),
    layer("first", "First layer", "convolution", ["first"], [4, 8, 8]),
    layer("added", "Skip", "convolution", ["second", "added"], [4, 8, 8]),
    layer("wide", "Wide branch", "convolution", ["wide"], [2, 8, 8]),
    layer("narrow", "Narrow branch", "convolution", ["narrow"], [4, 8, 8]),
    layer("joined", "Concatenation", "convolution", ["joined"], [6, 8, 8]),
    layer("output", "Output layer", "output", ["flatten", "output"], [2]),
  ],
  operations: [
    operation("image", "input", "input", [], [1, 8, 8]),
    operation("first", "convolution", "first", ["image"], [4, 8, 8], 3),
    operation("second", "convolution", "added", ["first"], [4, 8, 8], 3),
    operation("added", "add", "added", ["second", "first"], [4, 8, 8]),
    operation("wide", "convolution", "wide", ["added"], [2, 8, 8], 5),
    operation("narrow", "convolution", "narrow", ["added"], [4, 8, 8], 1),
    operation("joined", "concatenate", "joined", ["narrow", "wide"], [6, 8, 8]),
    operation("flatten", "flatten", "output", ["joined"], [384]),
    operation("output", "linear", "output", ["flatten"], [2]),
  ],
  edges: [],
};
