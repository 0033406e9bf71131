/** The first two convolutions of the network that reads the drawing, with what stands between them. */
import { ask } from "../server/api.ts";
import { fetchWeights } from "../server/models.ts";
import type { ModelDetail, Operation } from "../wire/messages.ts";
import { convolved, type Maps, mapAt, pooled, rectified, type Way } from "./windows.ts";

/** A convolution: for each output map a kernel, with one channel for each input map, and a bias. */
export interface Convolution {
  readonly name: string;
  readonly kernels: readonly Maps[];
  readonly biases: Float32Array;
  readonly way: Way;
}

/** Two convolutions; ReLU and a max pooling stand between them. */
export interface Layers {
  readonly first: Convolution;
  readonly pooling: Way;
  readonly second: Convolution;
}

/** Fetches both convolutions; null if the network does not begin with these layers. Throws an Error whose message can be shown. */
export async function fetchLayers(network: string): Promise<Layers | null> {
  const path = `models/${encodeURIComponent(network)}`;
  const { description, weights: name } = await ask<ModelDetail>(path);
  const [, first, relu, pooling, second] = description.operations;
  const kinds = [first, relu, pooling, second].map((each) => each?.kind).join();
  if (kinds !== "convolution,relu,max-pooling,convolution") return null;
  const weights = await fetchWeights(network, name);
  const convolution = (operation: Operation): Convolution => {
    const kernel = weights.get(`${operation.name}.weight`);
    const biases = weights.get(`${operation.name}.bias`)?.values ?? new Float32Array(0);
    const [count = 0, channels = 0, rows = 0, columns = 0] = kernel?.shape ?? [];
    const size = channels * rows * columns;
    const kernels = Array.from({ length: count }, (_, at) => ({
      channels,
      rows,
      columns,
      values: (kernel?.values ?? new Float32Array(0)).subarray(at * size, (at + 1) * size),
    }));
    return { name: operation.name, kernels, biases, way: wayOf(operation) };
  };
  return {
    first: convolution(first as Operation),
    pooling: wayOf(pooling as Operation),
    second: convolution(second as Operation),
  };
}

const wayOf = ({ kernel_size, stride, padding }: Operation): Way => ({
  window: kernel_size?.[0] ?? 1,
  stride: stride?.[0] ?? 1,
  padding: padding?.[0] ?? 0,
});

/** What goes into the second convolution. */
export function afterFirst(image: Maps, { first, pooling }: Layers): Maps {
  const maps = first.kernels.map((kernel, at) =>
    pooled(rectified(convolved(image, kernel, first.way, first.biases[at])), "max", pooling),
  );
  const [{ rows, columns } = { rows: 0, columns: 0 }] = maps;
  const values = new Float32Array(maps.length * rows * columns);
  for (const [at, map] of maps.entries()) values.set(map.values, at * rows * columns);
  return { channels: maps.length, rows, columns, values };
}

/** What each input map adds to one output map: as many maps, whose sum is the output map without its bias. */
export function shares(maps: Maps, kernel: Maps, way: Way): readonly Maps[] {
  return Array.from({ length: maps.channels }, (_, channel) =>
    convolved(mapAt(maps, channel), mapAt(kernel, channel), way),
  );
}

/** The sum of the first `count` maps and a bias. */
export function summed(all: readonly Maps[], count: number, bias: number): Maps {
  const [first] = all;
  if (first === undefined) throw new RangeError("there is no map to add up");
  const values = first.values.map((_, at) =>
    all.slice(0, count).reduce((sum, { values: each }) => sum + (each[at] ?? 0), bias),
  );
  return { ...first, values };
}
