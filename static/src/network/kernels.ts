/** The kernels of a convolution, one after the other: those that make map 1, each for a map that it looks at, then those of map 2. */
import { indexIn, positionIn } from "../math/shape.ts";
import { planes } from "../math/tensor.ts";
import type { Operation } from "./graph.ts";
import { settingsOf } from "./kinds/windows.ts";
import { convolutionOf, type Network } from "./network.ts";
import type { Cell } from "./reading.ts";

/** The map that a kernel makes, and which of the maps of its group it looks at. */
export interface KernelAt {
  readonly channel: number;
  readonly input: number;
}

/** How many maps each map is made from. */
export function inputsOf({ inputs, groups }: Operation): number {
  return (inputs[0]?.output_shape[0] ?? 1) / (groups ?? 1);
}

export function countOfKernels(convolution: Operation): number {
  return (convolution.output_shape[0] ?? 0) * inputsOf(convolution);
}

export function indexOfKernel(convolution: Operation, { channel, input }: KernelAt): number {
  return channel * inputsOf(convolution) + input;
}

export function kernelAt(convolution: Operation, index: number): KernelAt {
  const inputs = inputsOf(convolution);
  return { channel: Math.floor(index / inputs), input: index % inputs };
}

/**
 * The cell that an opened kernel makes of the cell that is pointed at in the layer before: the one whose window has that cell in
 * its middle, or as near to it as possible. Null where the kernel does not look at that layer.
 */
export function madeBy(network: Network, kernel: Cell, pointed: Cell): Cell | null {
  const layer = network.layer.get(kernel.layer);
  const convolution = layer && convolutionOf(layer, network);
  const before = network.layer.get(pointed.layer);
  if (!layer || !convolution || !before || convolution.inputs[0]?.name !== before.shown)
    return null;
  const { row, column } = positionIn(planes(before.shape), pointed.index);
  const { rows, columns } = planes(layer.shape);
  const { size, stride, padding, dilation } = settingsOf(convolution);
  const along = (at: number, axis: 0 | 1, count: number) => {
    const middle = (dilation[axis] * (size[axis] - 1)) / 2;
    const made = Math.round((at + padding[axis] - middle) / stride[axis]);
    return Math.max(0, Math.min(count - 1, made));
  };
  const { channel } = kernelAt(convolution, kernel.index);
  const place = { channel, row: along(row, 0, rows), column: along(column, 1, columns) };
  return { layer: layer.name, index: indexIn({ rows, columns }, place) };
}
