/** A reading's exact values, as arrays and as a table. */

import { positionIn } from "../math/shape.ts";
import { planes } from "../math/tensor.ts";
import { chancesOf, firstClasses } from "../network/answers.ts";
import type { Network } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import type { NamedArray } from "./npz.ts";

/**
 * What one layer ends in, or every operation's output and every answer's outcome; null while there are no exact values. An
 * exact frame leaves out operations that only change a shape: their values are those of the operation before.
 */
export function arraysOf(
  network: Network,
  reading: Reading | null,
  layer: string | null,
): NamedArray[] | null {
  if (reading === null || reading.blank || !reading.exact) return null;
  if (layer !== null) {
    const shown = network.layer.get(layer)?.shown ?? "";
    const tensor = reading.values.get(shown) ?? reading.maps.get(layer);
    return tensor?.values instanceof Float32Array
      ? [{ name: layer, shape: tensor.shape, values: tensor.values }]
      : null;
  }
  const arrays = [...reading.values].flatMap(([name, { shape, values }]) =>
    values instanceof Float32Array ? [{ name, shape, values }] : [],
  );
  return [...arrays, ...outcomesOf(network, reading)];
}

/** What each answer came to: the first that names classes as `probabilities`, the others by their names; with the sums by groups, where there are any. */
function outcomesOf(network: Network, { outcomes }: Reading): NamedArray[] {
  const { answers } = network.description;
  return [...outcomes.values()].flatMap(({ answer, values }) => {
    const isFirst = answer === firstClasses(answers);
    const name = isFirst ? "probabilities" : answer.name;
    const shape = network.graph.byName.get(answer.operation)?.output_shape ?? [];
    const saved = { name, shape, values };
    if (answer.kind !== "classes" || answer.groups.length === 0) return [saved];
    const sums = Float32Array.from(chancesOf(answer, values).values());
    return [saved, { name: isFirst ? "sums" : `${name}-sums`, shape: [sums.length], values: sums }];
  });
}

/** One value a line, counted from one; the digits are those of the float32 itself. */
export function csvOf(arrays: readonly NamedArray[]): string {
  const lines = ["name,map,row,column,value"];
  for (const { name, shape, values } of arrays) {
    const sides = planes(shape);
    for (const [i, value] of values.entries()) {
      const { channel, row, column } = positionIn(sides, i);
      lines.push(`${name},${channel + 1},${row + 1},${column + 1},${value}`);
    }
  }
  return `${lines.join("\r\n")}\r\n`;
}
