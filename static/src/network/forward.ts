/** The forward pass as a story: which layer is computed after which, in steps that can be told one by one. */
import { find, type Graph } from "./graph.ts";

/** What of a layer is needed here. */
export interface StepLayer {
  readonly name: string;
  readonly kind: string;
  /** The operation whose output is the layer's picture. */
  readonly shown: string;
}

/** One step: an operation's output appears where its layer is; the last one turns logits into probabilities. */
export interface ForwardStep {
  readonly layer: string;
  readonly operation: string;
  /** The layer shows its values before ReLU; the next step is ReLU itself. */
  readonly before: boolean;
  readonly softmax: boolean;
}

/** The steps of a network, in the order of computation, whatever branches it has. */
export function forwardSteps(layers: readonly StepLayer[], graph: Graph): ForwardStep[] {
  const order = new Map(graph.operations.map(({ name }, index) => [name, index]));
  const place = ({ shown }: StepLayer) => order.get(shown) ?? 0;
  const sorted = [...layers].sort((one, other) => place(one) - place(other));
  return sorted.flatMap(({ name, kind, shown }) => {
    const { inputs, kind: last } = find(graph, shown);
    const own = { layer: name, operation: shown, before: false, softmax: false };
    if (kind === "output") return [own, { ...own, softmax: true }];
    const [input] = inputs;
    if (last !== "relu" || input === undefined) return [own];
    return [{ ...own, operation: input, before: true }, own];
  });
}

/** The layers that a step has got to, itself included. */
export function reachedBy(steps: readonly ForwardStep[], step: number): ReadonlySet<string> {
  return new Set(steps.slice(0, step + 1).map(({ layer }) => layer));
}
