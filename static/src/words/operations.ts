/** What happens between a network's layers, each with a sentence. */
import { planes } from "../math/tensor.ts";
import { firstClasses } from "../network/answers.ts";
import type { Operation } from "../network/graph.ts";
import { isFirstClasses, type Network } from "../network/network.ts";
import { sentence, spelled } from "./numbers.ts";
import { knows, phrase } from "./phrases.ts";
import { operationInWords } from "./titles.ts";

export interface Meaning {
  /** "conv 5 × 5" */
  readonly name: string;
  readonly sentence: string;
}

/** Each operation once, in the order in which the network uses them; softmax behind scores of classes. */
export function meaningOfOperations(network: Network): Meaning[] {
  const meanings = new Map<string, string>();
  for (const layer of network.layers) {
    const name = operationInWords(layer, network);
    const sentence = name === "" ? "" : meaningOf(layer.operations, network);
    if (sentence !== "" && !meanings.has(name)) meanings.set(name, sentence);
  }
  if (network.layers.some(({ name }) => isFirstClasses(network, name))) {
    const count = spelled(network.classes.length);
    const { activation = "softmax", groups = [] } = firstClasses(network.description.answers) ?? {};
    const meaning = sentence(phrase(`guide.${activation}.is`, { count }));
    const sums = groups.length === 0 ? [] : [phrase("guide.softmax.summed")];
    meanings.set(phrase(`guide.${activation}`), [meaning, ...sums].join(" "));
  }
  return [...meanings].map(([name, sentence]) => ({ name, sentence }));
}

/** What a layer's operations do, in a sentence. */
export function meaningOf(operations: readonly string[], network: Network): string {
  for (const name of operations) {
    const operation = network.graph.byName.get(name);
    const key = `guide.kind.${operation?.kind}`;
    if (operation === undefined || !knows(key)) continue;
    const [rows = 1, columns = rows] = operation.kernel_size ?? [];
    const counts = unitsInWords(network);
    if (operation.kind === "linear" && counts !== "") return phrase("guide.full", { counts });
    const words = phrase(ownWords(operation) ?? (key as "guide.kind.linear"), {
      weights: rows * columns,
      cells: spelled(rows * columns),
    });
    return sentence(words);
  }
  return "";
}

/** Of kinds whose sentence depends on the window and its steps. */
function ownWords(operation: Operation) {
  const { kind, inputs, output_shape } = operation;
  if (isHalving(operation)) return "guide.halved";
  const isOne = operation.kernel_size?.every((each) => each === 1);
  if (kind === "convolution" && isOne) return "guide.kind.convolution.one";
  const isSame = planes(inputs[0]?.output_shape ?? []).rows === planes(output_shape).rows;
  return kind === "max-pooling" && isSame ? "guide.kind.max-pooling.same" : null;
}

/** The largest of each window stays, on maps that are half as wide and half as high. */
function isHalving({ kind, inputs, output_shape }: Operation): boolean {
  const [before, after] = [planes(inputs[0]?.output_shape ?? []), planes(output_shape)];
  const halved = before.rows === 2 * after.rows && before.columns === 2 * after.columns;
  return kind === "max-pooling" && halved;
}

/** "120 numbers, then 84", of the layers between the pictures and the answers; "" where there are none. */
function unitsInWords({ layers }: Network): string {
  const [first, ...others] = layers
    .filter(({ kind }) => kind === "fully-connected")
    .map(({ shape }) => shape[0] ?? 0);
  if (first === undefined) return "";
  return others.reduce(
    (counts, count) => phrase("guide.full.then", { counts, count }),
    phrase("stage.numbers", { count: first }),
  );
}
