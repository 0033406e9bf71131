/**
 * What a window that goes over maps makes of them: convolution (as deep learning has it, without flipping the kernel), pooling,
 * and how large the result is (Dumoulin and Visin 2016). Tests compare all of it with PyTorch.
 */

/** Maps of one size, one behind the other. */
export interface Maps {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** How a window moves: its side in cells, the stride, and the cells of zeros around the map. */
export interface Way {
  readonly window: number;
  readonly stride: number;
  readonly padding: number;
}

export const POOLINGS = ["max", "average", "stride"] as const;
export type Pooling = (typeof POOLINGS)[number];

export function mapsOf(maps: readonly (readonly (readonly number[])[])[]): Maps {
  const [first = []] = maps;
  return {
    channels: maps.length,
    rows: first.length,
    columns: first[0]?.length ?? 0,
    values: Float32Array.from(maps.flat(2)),
  };
}

/** One of several maps. */
export function mapAt({ rows, columns, values }: Maps, channel: number): Maps {
  const area = rows * columns;
  return {
    channels: 1,
    rows,
    columns,
    values: values.subarray(channel * area, (channel + 1) * area),
  };
}

/** Places of a window along `cells`; less than 1 where it does not fit. */
export function placesAlong(cells: number, { window, stride, padding }: Way): number {
  return Math.floor((cells + 2 * padding - window) / stride) + 1;
}

/** Cells at the end, padding among them, that no window reaches. */
export function leftOver(cells: number, { window, stride, padding }: Way): number {
  return (cells + 2 * padding - window) % stride;
}

/** A value of a map, zero beyond its edges. */
export function cellAt(maps: Maps, row: number, column: number, channel = 0): number {
  const { rows, columns, values } = maps;
  if (row < 0 || column < 0 || row >= rows || column >= columns) return 0;
  return values[(channel * rows + row) * columns + column] ?? 0;
}

/** The output map of a kernel with one channel for each input map: at each cell the sum of all products and the bias. */
export function convolved(maps: Maps, kernel: Maps, way: Omit<Way, "window">, bias = 0): Maps {
  const { channels, rows: tall, columns: wide } = kernel;
  return eachPlace(maps, { ...way, window: tall }, (top, left) => {
    let sum = bias;
    for (let channel = 0; channel < channels; channel++)
      for (let row = 0; row < tall; row++)
        for (let column = 0; column < wide; column++)
          sum +=
            cellAt(maps, top + row, left + column, channel) * cellAt(kernel, row, column, channel);
    return sum;
  });
}

/** One map made smaller: the largest value of each window, the mean with its zeros, or its first value alone. */
export function pooled(map: Maps, pooling: Pooling, way: Way): Maps {
  const { window } = way;
  return eachPlace(map, way, (top, left) => {
    if (pooling === "stride") return cellAt(map, top, left);
    let [most, sum] = [Number.NEGATIVE_INFINITY, 0];
    for (let row = top; row < top + window; row++)
      for (let column = left; column < left + window; column++) {
        const isInside = row >= 0 && column >= 0 && row < map.rows && column < map.columns;
        if (!isInside) continue;
        const value = cellAt(map, row, column);
        most = Math.max(most, value);
        sum += value;
      }
    return pooling === "max" ? most : sum / window ** 2;
  });
}

function eachPlace(map: Maps, way: Way, value: (top: number, left: number) => number): Maps {
  const rows = Math.max(0, placesAlong(map.rows, way));
  const columns = Math.max(0, placesAlong(map.columns, way));
  const values = Float32Array.from({ length: rows * columns }, (_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return value(row * way.stride - way.padding, column * way.stride - way.padding);
  });
  return { channels: 1, rows, columns, values };
}

/** A map with what is negative set to zero. */
export const rectified = (maps: Maps): Maps => ({
  ...maps,
  values: maps.values.map((value) => Math.max(0, value)),
});

/** A map moved to the right and down by whole cells; what leaves it is gone, and zeros come in. */
export function moved(map: Maps, right: number, down: number): Maps {
  const { rows, columns } = map;
  const values = Float32Array.from({ length: rows * columns }, (_, at) =>
    cellAt(map, Math.floor(at / columns) - down, (at % columns) - right),
  );
  return { ...map, values };
}

/** The largest absolute value in maps. */
export const peakOf = (...maps: readonly Maps[]): number =>
  maps.reduce(
    (most, { values }) => values.reduce((one, value) => Math.max(one, Math.abs(value)), most),
    0,
  );

/** How alike two maps of one size are: the cosine of the angle between them, 1 where they are the same. */
export function likeness(one: Maps, other: Maps): number {
  let [both, first, second] = [0, 0, 0];
  for (const [at, value] of one.values.entries()) {
    const beside = other.values[at] ?? 0;
    both += value * beside;
    first += value * value;
    second += beside * beside;
  }
  if (first === 0 && second === 0) return 1;
  return first === 0 || second === 0 ? 0 : both / Math.sqrt(first * second);
}

/** Why no map can be made: the window is larger than all cells, or the padding is more than half the window, which pooling does not allow. */
export type Problem = "large" | "edge";

export function problemOf(cells: number, way: Way, pools = true): Problem | null {
  if (placesAlong(cells, way) < 1) return "large";
  return pools && 2 * way.padding > way.window ? "edge" : null;
}
