/** The kernels of a convolution, one after the other: those that make map 1, each for a map that it looks at, then those of map 2. */
import type { Operation } from "./graph.ts";

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
