import { sumOf, term, type WeightedSum } from "../arithmetic.ts";
import { boxOfAll } from "../boxes.ts";
import type { Kind } from "./kind.ts";
import { tensor } from "./lines.ts";
import { inputOf } from "./windows.ts";

/** Each unit a weighted sum of all units before; `weight` is (out, in). */
export const linear: Kind = {
  name: "linear",
  fits: ({ inputs, output_shape }) =>
    inputs.length === 1 && inputs[0]?.output_shape.length === 1 && output_shape.length === 1,
  sees: (operation) => boxOfAll(inputOf(operation).output_shape),
  seenBy: (operation) => boxOfAll(operation.output_shape),
  widens: () => "whole",
  mixesMaps: true,
  explains: {
    arithmetic: (operation, index, { valuesOf, weightsOf }) => {
      const input = inputOf(operation);
      const value = valuesOf(input);
      const matrix = weightsOf(`${operation.name}.weight`);
      if (value === undefined || matrix === undefined) return null;
      const width = matrix.shape[1] ?? 0;
      const terms = Array.from({ length: width }, (_, at) =>
        term(at, value(at), matrix.values[index * width + at] ?? 0),
      );
      const sum = sumOf(terms);
      const bias = weightsOf(`${operation.name}.bias`)?.values[index] ?? 0;
      return { form: "weighted-sum", operation, input, terms, sum, bias, total: sum + bias };
    },
    asPyTorch: ({ terms, bias }: WeightedSum) => {
      const values = tensor(terms.map(({ value }) => value));
      const weights = tensor([terms.map(({ weight }) => weight)]);
      return `torch.nn.functional.linear(${values}, ${weights}, ${tensor([bias])})`;
    },
  },
  named: "operation.linear",
  sentence: "forward.linear",
  sentenceOfClasses: "forward.output",
};
