/** The network's description, indexed the ways that views need it. */

import { type Kernels, MOST_KERNELS } from "../layout/grids.ts";
import type { Layer, NetworkDescription, Operation } from "../wire/messages.ts";
import { counted, course, phrase } from "../words/phrases.ts";
import { type Graph, graphOf, mapsPerKernels } from "./graph.ts";

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

/** Which layers feed which, once each. */
function edgesOf(network: Network): (readonly [string, string])[] {
  const pairs = network.operations.flatMap(({ layer, inputs }) =>
    inputs.map((input) => [network.graph.byName.get(input)?.layer ?? layer, layer] as const),
  );
  const between = pairs.filter(([from, to]) => from !== to);
  return [...new Map(between.map((pair) => [pair.join(), pair])).values()];
}

/** The column of each layer, from 0: one after everything that feeds it. Branches stand one above the other. */
export function columnsOf(network: Network): Map<string, number> {
  const edges = edgesOf(network);
  const columns = new Map<string, number>();
  for (const { name } of network.layers) {
    const before = edges.filter(([, to]) => to === name).map(([from]) => columns.get(from) ?? 0);
    columns.set(name, 1 + Math.max(-1, ...before));
  }
  return columns;
}

/** Connections that do not go without saying: past other columns, and into or out of branches. */
export function connectionsOf(network: Network): (readonly [string, string])[] {
  const columns = columnsOf(network);
  const all = [...columns.values()];
  const shared = (column: number) => all.filter((each) => each === column).length > 1;
  return edgesOf(network).filter(([from, to]) => {
    const [start, end] = [columns.get(from) ?? 0, columns.get(to) ?? 0];
    return end !== start + 1 || shared(start) || shared(end);
  });
}

/** The operation of a layer that slides kernels over its input. */
export function convolutionOf(layer: Layer, network: Network): string | undefined {
  return layer.operations.find((name) => network.graph.byName.get(name)?.kind === "convolution");
}

/** The kernels that make a layer's maps, where they are few enough to be seen. */
export function kernelsOf(layer: Layer, network: Network): Kernels | undefined {
  const operation = network.graph.byName.get(convolutionOf(layer, network) ?? "");
  if (operation?.kind !== "convolution") return undefined;
  const [rows = 0, columns = 0] = operation.kernel_size ?? [];
  const count = mapsPerKernels(network.graph, operation.name);
  return count > MOST_KERNELS ? undefined : { count, rows, columns };
}

/** ["6 feature maps,", "28 × 28"], ["120 units"]: pieces that are not broken. */
export function shapeInWords(layer: Layer): string[] {
  const [count = 0, rows, columns] = layer.shape;
  if (layer.kind === "output") return [counted("shape.logits", count)];
  if (rows === undefined || columns === undefined) return [counted("shape.units", count)];
  const size = `${rows} × ${columns}`;
  if (layer.kind === "input" && count === 1) return [size, phrase("shape.pixels")];
  return [`${counted("shape.maps", count)},`, size];
}

/** Fetches and indexes a network; throws an Error whose message can be shown. */
export async function fetchNetwork(name: string): Promise<Network> {
  const response = await fetch(`api/models/${encodeURIComponent(name)}`);
  const body = await response.json();
  if (!response.ok)
    throw new Error(body.detail ?? phrase("error.status", { status: String(response.status) }));
  const { description, card, weights } = body;
  return indexNetwork(inOwnLanguage(description), card as Card | null, weights);
}

/** The titles of the course's own layers, as the page says them. */
function inOwnLanguage(description: NetworkDescription): NetworkDescription {
  const layers = description.layers.map((layer) => ({ ...layer, title: course(layer.title) }));
  return { ...description, layers };
}
