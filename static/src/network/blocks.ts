/** A network with its blocks closed: each is one layer, which shows what comes out of it. One of them may be open. */
import type { NetworkDescription } from "../wire/messages.ts";
import { extent } from "./graph.ts";
import { indexNetwork, type Layer, type Network } from "./network.ts";
import { placesIn } from "./places.ts";

/** `ownTitle`: as in `Layer`. */
export type Block = NetworkDescription["blocks"][number] & { readonly ownTitle?: string };

/**
 * The network as the page shows it while this block is open; all others, or with null all of them, are closed. `off`: names of
 * the switches that are off.
 */
export function withOneOpen(
  network: Network,
  open: string | null,
  off: ReadonlySet<string> = network.off,
): Network {
  const { description, card, weights } = network;
  const closed = description.blocks.filter(({ name }) => name !== open);
  const shownBy = new Map(closed.flatMap((block) => block.layers.map((name) => [name, block])));
  const endOf = (name: string) => shownBy.get(name)?.layers.at(-1) ?? name;
  const layers = network.layers.flatMap((layer) => {
    const block = shownBy.get(layer.name);
    if (block === undefined) return [layer];
    return layer.name === endOf(layer.name) ? [closedLayer(block, layer, network)] : [];
  });
  const operations = description.operations.map((each) => ({ ...each, layer: endOf(each.layer) }));
  const shown: NetworkDescription = { ...description, layers, operations };
  const indexed = { ...indexNetwork(shown, card, weights, off), whole: network, open };
  return { ...indexed, places: placesIn(indexed) };
}

/** What stands for a block: its last layer, with the operations and the cost of all. */
function closedLayer(
  { name, title, ownTitle, layers }: Block,
  last: Layer,
  { layer }: Network,
): Layer {
  const inside = layers.flatMap((each) => layer.get(each) ?? []);
  const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
  return {
    ...last,
    title,
    ownTitle: ownTitle ?? title,
    block: name,
    operations: inside.flatMap(({ operations }) => operations),
    parameters: sum(inside.map(({ parameters }) => parameters)),
    multiply_adds: sum(inside.map(({ multiply_adds }) => multiply_adds)),
  };
}

/** The block that a layer is in; undefined where it is in none. */
export function blockOf({ description }: Network, layer: string): Block | undefined {
  return description.blocks.find(({ layers }) => layers.includes(layer));
}

/**
 * The block that has to be open for these layers to be seen: that of the first layer inside one. A block's last layer is seen
 * while it is closed, too.
 */
export function blockToOpen(
  network: Network,
  layers: readonly (string | null | undefined)[],
): string | null {
  for (const layer of layers) {
    const block = layer == null ? undefined : blockOf(network, layer);
    if (block !== undefined && block.layers.at(-1) !== layer) return block.name;
  }
  return null;
}

/** What a block is for, as far as its form tells. */
export type Idea = "shortcut" | "branches" | "down" | "up" | "row";

/** The idea of a block of the network as it was described. */
export function ideaOf(network: Network, { layers }: Block): Idea {
  const inside = network.operations.filter(({ layer }) => layers.includes(layer));
  if (inside.some(({ kind }) => kind === "add")) return "shortcut";
  const [first, last] = [inside[0], inside.at(-1)];
  const [, before = 1] = extent(first?.inputs[0]?.output_shape ?? []);
  const [, after = 1] = extent(last?.output_shape ?? []);
  if (after > before) return "up";
  if (inside.some(({ kind }) => kind === "concatenate")) return "branches";
  // A convolution that takes larger steps is part of a row.
  return after < before && inside.some(({ kind }) => kind.endsWith("pooling")) ? "down" : "row";
}
