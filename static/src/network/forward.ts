/** The forward pass in steps, one after the other: which layer is computed after which. */
import type { Answer } from "./answers.ts";
import type { Graph, Operation } from "./graph.ts";

/** What of a layer is needed here. */
export interface StepLayer {
  readonly name: string;
  /** The operation whose output is the layer's picture. */
  readonly shown: string;
  /** The closed block that it stands for, which is one step. */
  readonly block?: string;
}

/** One step: an operation's output appears where its layer is; the last one turns logits into probabilities. */
export interface ForwardStep {
  readonly layer: string;
  readonly operation: Operation;
  /** The layer shows its values before ReLU; the next step is ReLU itself. */
  readonly before: boolean;
  /** The logits before become probabilities. */
  readonly softmax: boolean;
}

/** The steps of a network, in the order of computation, whatever branches it has. */
export function forwardSteps(
  layers: readonly StepLayer[],
  graph: Graph,
  answers: readonly Answer[],
): ForwardStep[] {
  const isSoftmax = ({ name }: Operation) =>
    answers.some(
      (each) => each.operation === name && each.kind === "classes" && each.activation === "softmax",
    );
  return graph.operations.flatMap((operation) => {
    const layer = layers.find(({ shown }) => shown === operation.name);
    if (layer === undefined) return [];
    const step = { layer: layer.name, operation, before: false, softmax: false };
    if (isSoftmax(operation)) return [step, { ...step, softmax: true }];
    const [input] = operation.inputs;
    const isOne = operation.kind !== "relu" || layer.block !== undefined;
    if (isOne || input === undefined) return [step];
    return [{ ...step, operation: input, before: true }, step];
  });
}

/** The layers that a step has got to, itself included. */
export function reachedBy(steps: readonly ForwardStep[], step: number): ReadonlySet<string> {
  return new Set(steps.slice(0, step + 1).map(({ layer }) => layer));
}
