/** Table of contents: every kind of operation that the page knows. A new one is a file beside this one and a line here. */
import type { Operation } from "../graph.ts";
import { adaptiveAveragePooling } from "./adaptive-average-pooling.ts";
import { add } from "./add.ts";
import { averagePooling } from "./average-pooling.ts";
import { batchNormalisation } from "./batch-normalisation.ts";
import { concatenate } from "./concatenate.ts";
import { convolution } from "./convolution.ts";
import { dropout } from "./dropout.ts";
import { flatten } from "./flatten.ts";
import { identity } from "./identity.ts";
import { input } from "./input.ts";
import type { Kind } from "./kind.ts";
import { linear } from "./linear.ts";
import { maxPooling } from "./max-pooling.ts";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";
import { transposedConvolution } from "./transposed-convolution.ts";
import { upsampling } from "./upsampling.ts";

export const KINDS: readonly Kind[] = [
  input,
  convolution,
  transposedConvolution,
  linear,
  maxPooling,
  averagePooling,
  adaptiveAveragePooling,
  upsampling,
  batchNormalisation,
  relu,
  sigmoid,
  dropout,
  identity,
  flatten,
  add,
  concatenate,
];

const BY_NAME: ReadonlyMap<string, Kind> = new Map(KINDS.map((each) => [each.name, each]));

/** What has been found out: hundreds of connections of one cell ask for the same few operations. */
const FOUND = new WeakMap<Operation, Kind | null>();

/** The kind of an operation; null where the page does not know it, or not with these settings and shapes. */
export function kindOf(operation: Operation): Kind | null {
  const found = FOUND.get(operation);
  if (found !== undefined) return found;
  const named = BY_NAME.get(operation.kind);
  const kind = named?.fits(operation) ? named : null;
  FOUND.set(operation, kind);
  return kind;
}
