/**
 * A network of one digit slid over a larger image: the same weights, each dense layer as a convolution whose window is all that goes
 * into it (J. Long, E. Shelhamer, T. Darrell, "Fully convolutional networks for semantic segmentation", CVPR 2015). Compared with PyTorch.
 */
import type { NetworkDescription, Operation } from "../wire/messages.ts";
import type { AllWeights } from "./safetensors.ts";

/** Maps of one size, one behind the other. */
export interface Planes {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** The logits (classes, rows, columns) of each window of `side` x `side` pixels, `stride` pixels from one to the next. */
export interface Slid extends Planes {
  readonly side: number;
  readonly stride: number;
  /** Pixels beside a window that are seen as well, where an image of the network's own size has padding. */
  readonly edge: number;
}

export interface WithWeights {
  readonly description: NetworkDescription;
  readonly weights: AllWeights;
}

interface Kernels {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
  readonly biases: Float32Array;
  readonly stride: number;
  readonly padding: number;
}

/** Throws an Error where the network is no chain of convolutions, max pooling, ReLU and dense layers, or a weight is missing. */
export function slide(
  image: Planes,
  { description: { operations, input_shape }, weights }: WithWeights,
): Slid {
  let [planes, stride] = [image, 1];
  /** Of what goes into the first dense layer: rows and columns in an image of the network's own size. */
  let [rows, columns] = [1, 1];
  const shapes = new Map(operations.map(({ name, output_shape }) => [name, output_shape]));
  for (const operation of operations.slice(1)) {
    const strideNow = operation.stride?.[0] ?? 1;
    if (operation.kind === "convolution" || operation.kind === "linear") {
      const window = operation.kind === "linear" ? [rows, columns] : (operation.kernel_size ?? []);
      planes = convolve(planes, kernelsOf(operation, weights, window));
      [rows, columns] = [1, 1];
    } else if (operation.kind === "max-pooling") planes = pool(planes, operation);
    else if (operation.kind === "relu") planes = rectify(planes);
    else if (operation.kind === "flatten")
      [, rows = 1, columns = 1] = shapes.get(operation.inputs[0] ?? "") ?? [];
    else throw new Error(`${operation.name}: ${operation.kind} cannot be slid`);
    stride *= strideNow;
  }
  const edge = operations[1]?.padding?.[0] ?? 0;
  return { ...planes, side: input_shape[1] ?? 0, stride, edge };
}

function kernelsOf(
  { name, stride, padding }: Operation,
  weights: AllWeights,
  [rows = 1, columns = 1]: readonly number[],
): Kernels {
  const [weight, bias] = [weights.get(`${name}.weight`), weights.get(`${name}.bias`)];
  if (weight === undefined) throw new Error(`${name} has no weights`);
  const count = weight.shape[0] ?? 0;
  return {
    count,
    rows,
    columns,
    values: weight.values,
    biases: bias?.values ?? new Float32Array(count),
    stride: stride?.[0] ?? 1,
    padding: padding?.[0] ?? 0,
  };
}

function convolve(planes: Planes, kernels: Kernels): Planes {
  const { count, stride, padding } = kernels;
  const rows = Math.floor((planes.rows + 2 * padding - kernels.rows) / stride) + 1;
  const columns = Math.floor((planes.columns + 2 * padding - kernels.columns) / stride) + 1;
  const values = new Float32Array(count * rows * columns);
  const made = { channels: count, rows, columns, values };
  for (let map = 0; map < count; map++) {
    values.fill(kernels.biases[map] ?? 0, map * rows * columns, (map + 1) * rows * columns);
    for (let channel = 0; channel < planes.channels; channel++)
      for (let row = 0; row < kernels.rows; row++)
        for (let column = 0; column < kernels.columns; column++)
          addWeight(planes, kernels, made, { map, channel, row, column });
  }
  return made;
}

/** Adds what one weight makes of its channel to the map, at all places at once. */
function addWeight(
  { rows, columns, channels, values }: Planes,
  kernels: Kernels,
  made: Planes,
  { map, channel, row, column }: Record<"map" | "channel" | "row" | "column", number>,
): void {
  const { stride, padding } = kernels;
  const at = ((map * channels + channel) * kernels.rows + row) * kernels.columns + column;
  const weight = kernels.values[at] ?? 0;
  const [target, [top, bottom]] = [made.values, reach(row - padding, rows, stride, made.rows)];
  const [left, right] = reach(column - padding, columns, stride, made.columns);
  for (let y = top; y < bottom; y++) {
    let from = (channel * rows + y * stride + row - padding) * columns + column - padding;
    from += left * stride;
    const end = (map * made.rows + y) * made.columns + right;
    for (let to = end - right + left; to < end; to++, from += stride)
      target[to] = (target[to] ?? 0) + weight * (values[from] ?? 0);
  }
}

/** Places from the first to behind the last for which `place * stride + shift` is one of `cells`. */
function reach(shift: number, cells: number, stride: number, places: number) {
  const first = Math.max(0, Math.ceil(-shift / stride));
  return [first, Math.min(places, Math.floor((cells - 1 - shift) / stride) + 1)] as const;
}

function pool({ channels, rows, columns, values }: Planes, operation: Operation): Planes {
  const [window, stride] = [operation.kernel_size?.[0] ?? 1, operation.stride?.[0] ?? 1];
  if (operation.padding?.[0]) throw new Error(`${operation.name}: its padding cannot be slid`);
  const [down, across] = [rows, columns].map((cells) => Math.floor((cells - window) / stride) + 1);
  const made = { channels, rows: down ?? 0, columns: across ?? 0 };
  const largest = Float32Array.from({ length: channels * made.rows * made.columns }, (_, at) => {
    const [plane, x] = [Math.floor(at / made.columns), at % made.columns];
    const [channel, y] = [Math.floor(plane / made.rows), plane % made.rows];
    let most = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < window; row++)
      for (let column = 0; column < window; column++) {
        const line = (channel * rows + y * stride + row) * columns;
        most = Math.max(most, values[line + x * stride + column] ?? 0);
      }
    return most;
  });
  return { ...made, values: largest };
}

const rectify = (planes: Planes): Planes => ({
  ...planes,
  values: planes.values.map((value) => Math.max(0, value)),
});
