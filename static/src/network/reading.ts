/** What the network made of a drawing, and the cells that can be pointed at in it. */
import type { ReadInk } from "../ink/trace.ts";
import type { Tensor } from "../math/tensor.ts";
import type { Guesses, Outcome } from "./answers.ts";

/** What the network made of a drawing; `maps` by layer name, only those that were asked for. */
export interface Reading extends Guesses {
  readonly seq: number;
  readonly blank: boolean;
  /** It looks like none of the classes. */
  readonly doubtful: boolean;
  /** The maps have the forward pass's own values, not 8 bits of them. */
  readonly exact: boolean;
  /** By the name of each answer. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly image: Tensor | null;
  readonly maps: ReadonlyMap<string, Tensor>;
  /** The outputs of operations that came, by the operation's name. */
  readonly values: ReadonlyMap<string, Tensor>;
  /** Left, top and side of the image on the pad, in pads; null where it is not known. */
  readonly imageOnPad: readonly [number, number, number] | null;
  /** The network's switches that were off, as `asText` writes them. */
  readonly off: string;
  /** What was read; null where it was no drawing. */
  readonly of: ReadInk | null;
}

/** A cell under the pointer; `index` is its place in the layer's values. */
export interface Cell {
  readonly layer: string;
  readonly index: number;
}

/** A weight of a kernel, under the pointer. */
export interface KernelCell {
  readonly layer: string;
  /** Of the map that it makes, and of the map that it looks at. */
  readonly channel: number;
  readonly input: number;
  /** Row by row. */
  readonly at: number;
}
