/**
 * Five inputs, three outputs, and three ways to join them: by a weight on every wire, by neighbours only, by one window of
 * weights that all outputs share. The last is a convolution in one dimension (LeCun et al. 1989).
 */

export const INPUTS = 5;
export const OUTPUTS = 3;
/** Neighbours that an output listens to. */
export const WINDOW = 3;

export const KINDS = ["every", "neighbours", "shared"] as const;
export type Kind = (typeof KINDS)[number];

/** A wire from an input to an output, both from 0; `weight` is the place of its weight among those that are learned. */
export interface Wire {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** Weights to learn of each kind. */
export const WEIGHTS: Readonly<Record<Kind, number>> = {
  every: OUTPUTS * INPUTS,
  neighbours: OUTPUTS * WINDOW,
  shared: WINDOW,
};

/** All wires of a kind, output by output. */
export function wiresOf(kind: Kind): readonly Wire[] {
  const reach = kind === "every" ? INPUTS : WINDOW;
  return Array.from({ length: OUTPUTS * reach }, (_, at) => {
    const [to, place] = [Math.floor(at / reach), at % reach];
    return {
      from: kind === "every" ? place : to + place,
      to,
      weight: kind === "shared" ? place : at,
    };
  });
}

/** The same window from its other end: what mathematicians call a convolution. */
export const flipped = (wires: readonly Wire[]): readonly Wire[] =>
  wires.map((wire) => ({ ...wire, weight: WINDOW - 1 - wire.weight }));

/** What each output is: the sum of its wires' inputs, each times its weight. */
export function outputsOf(
  inputs: readonly number[],
  weights: readonly number[],
  wires: readonly Wire[],
): number[] {
  const outputs = new Array<number>(OUTPUTS).fill(0);
  for (const { from, to, weight } of wires)
    outputs[to] = (outputs[to] ?? 0) + (inputs[from] ?? 0) * (weights[weight] ?? 0);
  return outputs;
}

/** A convolution over maps: channels, height and width of what goes in and comes out, height and width of its kernel. */
export interface LayerShape {
  readonly input: readonly [number, number, number];
  readonly output: readonly [number, number, number];
  readonly kernel: readonly [number, number];
}

/** A layer's number of weights as a product of two factors, and its number of biases. */
export interface Count {
  readonly factors: readonly [number, number];
  readonly biases: number;
  readonly all: number;
}

/** How many weights a layer of this shape learns if it is joined in each of the three ways. */
export function countsOf({ input, output, kernel }: LayerShape): Readonly<Record<Kind, Count>> {
  const [channels, height, width] = input;
  const [maps] = output;
  const cells = output[0] * output[1] * output[2];
  const window = channels * kernel[0] * kernel[1];
  return {
    every: count(channels * height * width, cells, cells),
    neighbours: count(window, cells, cells),
    shared: count(window, maps, maps),
  };
}

const count = (one: number, other: number, biases: number): Count => ({
  factors: [one, other],
  biases,
  all: one * other + biases,
});
