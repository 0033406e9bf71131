/** A link may name layers and cells that the network on the page does not have: they are left out, and listed. */
import { countOf } from "../math/shape.ts";
import { groupingFrom } from "../network/grouping.ts";
import { countOfKernels } from "../network/kernels.ts";
import { convolutionOf, type Network } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import { switchesOf } from "../network/switches.ts";
import { coverable, coverOf } from "./covers.ts";
import { WHOLE } from "./focus.ts";

/** All of the state that names parts of a network. */
export interface Named {
  readonly hidden: ReadonlySet<string>;
  readonly block: string | null;
  readonly off: ReadonlySet<string>;
  readonly groups: string | null;
  readonly before: ReadonlySet<string>;
  readonly covered: ReadonlySet<string>;
  readonly focus: string | null;
  readonly pinned: Cell | null;
  readonly kernel: Cell | null;
  readonly wentTo: string | null;
  readonly ignored: readonly string[];
}

export function knownNames(named: Named, network: Network): Named {
  const [hidden, noLayers] = parted(named.hidden, network.layer);
  const switches = new Set(switchesOf(network.description).map(({ name }) => name));
  const [off, noSwitches] = parted(named.off, switches);
  const [before, noReLUs] = parted(named.before, network.preactivation);
  const [covered, noCovers] = parted(named.covered, coverable(network));
  const isLayer = (name: string) => network.layer.has(name);
  const { blocks } = network.description;
  const [block, noBlock] = one(named.block, (name) => blocks.some((each) => each.name === name));
  const [groups, noGroups] = one(named.groups, (text) => canGroup(text, network));
  const [focus, noFocus] = one(named.focus, (name) => name === WHOLE || isLayer(name));
  const [wentTo, noPlace] = one(named.wentTo, isLayer);
  const [pinned, noCell] = kept(named.pinned, (cell) => has(network, cell));
  const [kernel, noKernel] = kept(named.kernel, (each) => hasKernel(network, each));
  /** What is inside a closed block is not unknown. */
  const inside = new Set(blocks.flatMap(({ layers }) => layers));
  const isUnknown = (name: string) => !inside.has(name.split(".")[0] ?? "");
  const unknown = [
    ...[...noLayers, ...noSwitches, ...noReLUs, ...noCovers, ...noBlock],
    ...[...noGroups, ...noFocus, ...noPlace, ...noCell, ...noKernel],
  ];
  return {
    hidden,
    block,
    off,
    groups,
    before,
    covered: new Set([...covered].map((name) => coverOf(name, network))),
    focus,
    pinned,
    kernel,
    wentTo,
    ignored: [...named.ignored, ...unknown.filter(isUnknown)],
  };
}

/** Whether the network's labels are summed to groups, and the text has one for each. */
function canGroup(text: string, { description }: Network): boolean {
  const [answer] = description.answers;
  const count = answer?.kind === "classes" ? answer.groups.length : 0;
  return count > 0 && groupingFrom(text, count) !== null;
}

/** Those names that are known, and the others. */
function parted(
  names: ReadonlySet<string>,
  known: { has(name: string): boolean },
): [ReadonlySet<string>, string[]] {
  const list = [...names];
  return [new Set(list.filter((name) => known.has(name))), list.filter((name) => !known.has(name))];
}

/** The name if it is known, and else in a list. */
function one(
  name: string | null,
  isKnown: (name: string) => boolean,
): [string | null, readonly string[]] {
  if (name === null || isKnown(name)) return [name, []];
  return [null, [name]];
}

/** What is named if it is known, and else its name as a link has it. */
function kept(named: Cell | null, isKnown: (cell: Cell) => boolean): [Cell | null, string[]] {
  if (named === null || isKnown(named)) return [named, []];
  return [null, [`${named.layer}.${named.index}`]];
}

function hasKernel(network: Network, { layer, index }: Cell): boolean {
  const known = network.layer.get(layer);
  const convolution = known && convolutionOf(known, network);
  return convolution !== undefined && index < countOfKernels(convolution);
}

/** Whether a network has this cell: a link may name one of another network. */
function has(network: Network, { layer, index }: Cell): boolean {
  const shape = network.layer.get(layer)?.shape ?? [];
  const count = countOf(shape);
  return shape.length > 0 && Number.isInteger(index) && index >= 0 && index < count;
}
