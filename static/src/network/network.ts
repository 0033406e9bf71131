/** The network's description, indexed the ways that views need it. */
import type { Layer, NetworkDescription, Operation } from "../wire/messages.ts";
import { type Graph, graphOf } from "./graph.ts";

export type { Layer };

/** The parts of a model card that the page shows; models/training/card.py writes it. */
export interface Card {
  readonly sets?: Readonly<Record<string, string>>;
  readonly accuracy?: Readonly<
    Record<string, { readonly count: number; readonly first_guess: number | null }>
  >;
  readonly limits?: readonly string[];
}

export interface Network {
  readonly card: Card | null;
  readonly description: NetworkDescription;
  readonly layers: readonly Layer[];
  readonly layer: ReadonlyMap<string, Layer>;
  readonly operations: readonly Operation[];
  /** The layer that shows the operation of this index, if one does. */
  readonly shownBy: ReadonlyMap<number, Layer>;
  readonly graph: Graph;
  /** For layers that end in ReLU: layer -> the operation whose output goes into it. */
  readonly preactivation: ReadonlyMap<string, string>;
  /** Name of the weights' file, if the server has one. */
  readonly weights: string | null;
}

export function indexNetwork(
  description: NetworkDescription,
  card: Card | null = null,
  weights: string | null = null,
): Network {
  const { layers, operations } = description;
  const shown = new Map(layers.map((layer) => [layer.shown, layer]));
  const shownBy = new Map<number, Layer>();
  for (const [index, operation] of operations.entries()) {
    const layer = shown.get(operation.name);
    if (layer !== undefined) shownBy.set(index, layer);
  }
  const layer = new Map(layers.map((each) => [each.name, each]));
  const graph = graphOf(operations);
  const preactivation = new Map<string, string>();
  for (const { name, shown } of layers) {
    const last = graph.byName.get(shown);
    const input = last?.kind === "relu" ? last.inputs[0] : undefined;
    if (input !== undefined) preactivation.set(name, input);
  }
  return { card, description, layers, layer, operations, shownBy, graph, preactivation, weights };
}

/** The operation of a layer that slides kernels over its input. */
export function convolutionOf(layer: Layer, network: Network): string | undefined {
  return layer.operations.find((name) => network.graph.byName.get(name)?.kind === "convolution");
}
