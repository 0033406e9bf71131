/** The network's description, indexed the ways that views need it. */
import type { Layer as DescribedLayer, NetworkDescription } from "../wire/messages.ts";
import { type Answer, firstClasses, namesOf } from "./answers.ts";
import { type Graph, graphOf, type Operation } from "./graph.ts";
import { kindOf } from "./kinds/kinds.ts";
import { switchesOf } from "./switches.ts";

/** `ownTitle`: the network's own English one, where the title is in another language. `block`: the closed block that it stands for. */
export type Layer = DescribedLayer & { readonly ownTitle?: string; readonly block?: string };

/** The parts of a model card that the page shows; models/training/card.py writes it. */
export interface Card {
  readonly sets?: Readonly<Record<string, string>>;
  readonly accuracy?: Readonly<
    Record<string, { readonly count: number; readonly first_guess: number | null }>
  >;
  /** How well further answers are given, by the measure of their kind: by the answer's name, then the set's. */
  readonly answers?: Readonly<Record<string, Measured>>;
  /** Name of each switch whose line was left out now and then in training -> how often. */
  readonly dropped?: Readonly<Record<string, number>>;
  readonly sizes?: Sizes;
  readonly limits?: readonly string[];
  readonly recipe?: { readonly epochs?: number; readonly learning_rate?: number };
}

type OfSets<Found> = Readonly<Record<string, Found & { readonly count: number }>>;

/** How well an answer is given, by set; `overlap`: for each label of a mask, how far its pixels overlap with the true ones. */
interface Measured {
  readonly overlap?: Readonly<Record<string, Overlap>>;
  readonly ways?: OfSets<{ readonly digit_by_sum: number }>;
  readonly several?: OfSets<{ readonly all_right: number }>;
  readonly detection?: OfSets<{ readonly average_precision_50: number }>;
  readonly agreement?: OfSets<{
    readonly measures: Readonly<Record<string, { readonly icc: number }>>;
  }>;
}

/** Of a network that reads the pad as it is: sizes of the digits that it learned from, as parts of the pad, and for each size the part of single digits that it finds. */
export interface Sizes {
  readonly learned: { readonly smallest: number; readonly largest: number };
  readonly found: readonly (readonly [size: number, part: number])[];
}

/** Intersection over union by label, the background first. `baseline`: where all ink gets the first label that is not the background. */
export interface Overlap {
  readonly count: number;
  readonly network: Readonly<Record<string, number>>;
  readonly baseline: Readonly<Record<string, number>>;
  /** With a switch off, or `all` of them. */
  readonly without?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** A layer's place beside an open block. */
export interface BlockPlace {
  readonly column: number;
  /** Inside the open block. */
  readonly inside: boolean;
  /** Inside: its part of the block's height. */
  readonly part?: readonly [number, number];
  /** One of the block's branches, from 0; whether the layer stands in the block's first column, and whether it is the last of its branch. */
  readonly branch?: { readonly row: number; readonly isFirst: boolean; readonly isLast: boolean };
}

export interface Network {
  readonly card: Card | null;
  readonly description: NetworkDescription;
  /** What guesses choose from: the labels of the first answer that has any. */
  readonly classes: readonly string[];
  /** The names of the units of layers that are a named answer, as classes or numbers: layer -> a name for each. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Pixels along a side of the input. */
  readonly side: number;
  readonly layers: readonly Layer[];
  readonly layer: ReadonlyMap<string, Layer>;
  readonly operations: readonly Operation[];
  /** The layer that shows the operation of this index, if one does. */
  readonly shownBy: ReadonlyMap<number, Layer>;
  readonly graph: Graph;
  /** Where blocks are closed: the network with all of its layers, and the block that is open. */
  readonly whole?: Network;
  readonly open?: string | null;
  /** While one is open, where its layers and those beside it stand; null in a U. */
  readonly places?: ReadonlyMap<string, BlockPlace> | null;
  /** The switches that are off: what they carry is cut in the graph. */
  readonly off: ReadonlySet<string>;
  /** For layers that end in ReLU: layer -> the operation whose output goes into it. */
  readonly preactivation: ReadonlyMap<string, string>;
  /** Name of the weights' file, if the server has one. */
  readonly weights: string | null;
}

export function indexNetwork(
  description: NetworkDescription,
  card: Card | null = null,
  weights: string | null = null,
  off: ReadonlySet<string> = new Set(),
): Network {
  const layers: readonly Layer[] = description.layers;
  const switchedOff = switchesOf(description).filter(({ name }) => off.has(name));
  const graph = graphOf(description.operations, switchedOff);
  const shown = new Map(layers.map((layer) => [layer.shown, layer]));
  const shownBy = new Map<number, Layer>();
  for (const [index, operation] of graph.operations.entries()) {
    const layer = shown.get(operation.name);
    if (layer !== undefined) shownBy.set(index, layer);
  }
  const layer = new Map(layers.map((each) => [each.name, each]));
  const preactivation = new Map<string, string>();
  for (const { name, shown, block } of layers) {
    const last = graph.byName.get(shown);
    const input = last?.kind === "relu" && block === undefined ? last.inputs[0] : undefined;
    if (input !== undefined) preactivation.set(name, input.name);
  }
  const { operations } = graph;
  return {
    card,
    description,
    classes: firstClasses(description.answers)?.labels ?? [],
    side: description.input_shape.at(-1) ?? 0,
    names: namesOfLayers(description),
    layers,
    layer,
    operations,
    shownBy,
    graph,
    off: new Set(switchedOff.map(({ name }) => name)),
    preactivation,
    weights,
  };
}

/** The answer that a layer shows, if it does. */
export function answerOf({ description, layer }: Network, name: string): Answer | undefined {
  const shown = layer.get(name)?.shown;
  return description.answers.find(({ operation }) => operation === shown);
}

/** Whether a layer is the answer that guesses and bars show. */
export function isFirstClasses(network: Network, name: string): boolean {
  const answer = answerOf(network, name);
  return answer !== undefined && answer === firstClasses(network.description.answers);
}

function namesOfLayers({ layers, answers }: NetworkDescription): Map<string, readonly string[]> {
  const named = layers.flatMap(({ name, shown, shape }) => {
    const answer = answers.find(({ operation }) => operation === shown);
    const names = answer === undefined ? [] : namesOf(answer);
    return names.length > 0 && String(shape) === String([names.length])
      ? [[name, names] as const]
      : [];
  });
  return new Map(named);
}

/** The operation of a layer that slides kernels over its input; those in a closed block are not its own. */
export function convolutionOf(layer: Layer, { graph }: Network): Operation | undefined {
  if (layer.block !== undefined) return undefined;
  const operations = layer.operations.flatMap((name) => graph.byName.get(name) ?? []);
  return operations.find((each) => kindOf(each)?.name === "convolution");
}
