/** What a network's switches are called. */
import { blockOf } from "../network/blocks.ts";
import type { Operation } from "../network/graph.ts";
import { kindOf } from "../network/kinds/kinds.ts";
import type { Network } from "../network/network.ts";
import type { Switch } from "../network/switches.ts";
import { course, phrase } from "./phrases.ts";
import { operationNamed } from "./titles.ts";

/** "Shortcut past Residual block 3", "Branch max 3 × 3 of Inception module 1", "Skip to decoder level 2". */
export function nameOfSwitch(each: Switch, network: Network): string {
  const { kind, operation } = each;
  const { description } = network.whole ?? network;
  const layer = description.operations.find(({ name }) => name === operation)?.layer ?? "";
  if (kind === "skip")
    return course(description.layers.find(({ name }) => name === layer)?.title ?? operation);
  const block = course(blockOf(network.whole ?? network, layer)?.title ?? "");
  if (kind === "shortcut") return phrase("switches.name.shortcut", { block });
  return phrase("switches.name.branch", { way: wayOf(each, network), block });
}

/** What happens on a branch, in a word or two: its largest window, "conv 5 × 5" or "max 3 × 3". */
export function wayOf({ name, source }: Switch, network: Network): string {
  const { blocks, operations } = (network.whole ?? network).description;
  const block = blocks.find(({ switches }) => switches.some((each) => each.name === name));
  const inBlock = operations.filter(({ layer }) => block?.layers.includes(layer));
  const inside = new Set(inBlock.map((each) => each.name));
  let largest: Operation | undefined;
  for (let at = network.graph.byName.get(source); at !== undefined && inside.has(at.name); ) {
    if (kindOf(at)?.named !== undefined && sizeOf(at) >= sizeOf(largest)) largest = at;
    at = at.inputs[0];
  }
  return largest === undefined ? source : operationNamed(largest);
}

const sizeOf = (operation: Operation | undefined) => operation?.kernel_size?.[0] ?? 0;
