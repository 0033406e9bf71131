/** A network whose blocks are closed but for one: all that the first picture needs of blocks. Their names and buttons come after it, with `blocks.ts`. */
import { effect, untracked } from "@preact/signals-core";
import { blockToOpen, withOneOpen } from "../network/blocks.ts";
import type { Network } from "../network/network.ts";
import { asideOf } from "../network/places.ts";
import { asText, switchesOf } from "../network/switches.ts";
import { uShapeOf } from "../network/u-shape.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { course } from "../words/phrases.ts";

/** With its blocks' titles in the language of the page. */
export function inOwnLanguage(network: Network): Network {
  const { description } = network;
  const blocks = description.blocks.map((block) => ({
    ...block,
    title: course(block.title),
    ownTitle: block.title,
  }));
  return { ...network, description: { ...description, blocks } };
}

/**
 * Describes a network that has blocks to the page, anew whenever one is opened or closed.
 * What is inside a block goes out of sight with it; what a link names inside a closed one opens it, and what is on the way to
 * an answer half-way up, which has no place beside an open one, closes it.
 */
export function describeOpen(lab: Lab, network: Network): Dispose {
  const { look, selection, lecture, reader } = lab;
  const named = () => [
    selection.pinned.value?.layer,
    selection.kernel.value?.layer,
    lecture.focus.value,
    selection.wentTo.value,
  ];
  const aside =
    uShapeOf(withOneOpen(network, null)) === null ? asideOf(network) : new Set<string>();
  let before: readonly unknown[] = [];
  return effect(() => {
    const layers = named();
    const brought = layers.filter((layer, i) => layer !== before[i]);
    before = layers;
    const { blocks } = network.description;
    const asked = blocks.find(({ name }) => name === look.block.value)?.name ?? null;
    const isAside = layers
      .slice(0, -1)
      .some((layer) => layer != null && brought.includes(layer) && aside.has(layer));
    const open = isAside ? null : (blockToOpen(network, brought) ?? asked);
    const known = new Set(switchesOf(network.description).map(({ name }) => name));
    const off = new Set([...look.off.value].filter((name) => known.has(name)));
    untracked(() => {
      const shown = reader.network.peek();
      look.openBlock(open);
      const isSame = shown?.open === open && asText(shown.off) === asText(off);
      if (shown?.whole !== network || !isSame) reader.describe(withOneOpen(network, open, off));
    });
  });
}
