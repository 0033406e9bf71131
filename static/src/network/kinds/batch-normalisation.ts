import type { Normalisation } from "../arithmetic.ts";
import { positionOf } from "../graph.ts";
import { hasOneInput, keepsShape, SAME_CELL } from "./cellwise.ts";
import type { Kind } from "./kind.ts";
import { tensor } from "./lines.ts";
import { inputOf } from "./windows.ts";

/** Each channel moved and stretched by its mean and variance in training, then by its learnt weight and bias. */
export const batchNormalisation: Kind = {
  name: "batch-normalisation",
  fits: (operation) => hasOneInput(operation) && keepsShape(operation) && operation.eps !== null,
  ...SAME_CELL,
  explains: {
    arithmetic: (operation, index, { valuesOf, weightsOf }) => {
      const input = inputOf(operation);
      const value = valuesOf(input)?.(index);
      const { channel } = positionOf(operation.output_shape, index);
      const parameter = (name: string) => weightsOf(`${operation.name}.${name}`)?.values[channel];
      const [mean, variance] = [parameter("running_mean"), parameter("running_var")];
      const eps = operation.eps ?? 0;
      const [weight, bias] = [parameter("weight"), parameter("bias")];
      if (value === undefined || mean === undefined || variance === undefined) return null;
      if (weight === undefined || bias === undefined) return null;
      const total = ((value - mean) / Math.sqrt(variance + eps)) * weight + bias;
      const numbers = { value, mean, variance, eps, weight, bias, total };
      return { form: "normalisation", operation, input, source: index, ...numbers };
    },
    asPyTorch: ({ value, mean, variance, weight, bias, eps }: Normalisation) => {
      const channel = [mean, variance, weight, bias].map((each) => tensor([each]));
      const given = [tensor([[value]]), ...channel].join(", ");
      return `torch.nn.functional.batch_norm(${given}, eps=${eps})`;
    },
  },
  sentence: "forward.normalised",
};
