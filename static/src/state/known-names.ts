/** A link may name layers, cells and views that the network on the page does not have: they are left out, and listed. */
import { countOf } from "../math/shape.ts";
import { groupingFrom } from "../network/grouping.ts";
import { countOfKernels } from "../network/kernels.ts";
import { convolutionOf, type Network } from "../network/network.ts";
import type { Cell } from "../network/reading.ts";
import { switchesOf } from "../network/switches.ts";
import { coverable, coverOf } from "./covers.ts";
import { WHOLE } from "./focus.ts";
import type { LectureValues } from "./lecture.ts";
import { LOOK, type LookValues } from "./look.ts";
import type { SelectionValues } from "./selection.ts";
import { type Writable, write } from "./slice.ts";

/** All of the state that names parts of a network. */
export interface Named {
  readonly look: Writable<LookValues>;
  readonly lecture: Writable<LectureValues>;
  readonly selection: Writable<SelectionValues>;
}

/** How boxes are chosen and shown, by the names of both the address and the state. */
const OF_BOXES = ["threshold", "overlap", "round", "ground"] as const;

export function keepKnownNames({ look, lecture, selection }: Named, network: Network): void {
  const { layer: layers, description, preactivation } = network;
  const { blocks } = description;
  const { unknown, some, one } = collector();
  const isLayer = (name: string) => layers.has(name);
  const placeOf = ({ layer, index }: Cell) => `${layer}.${index}`;
  const hidden = some(look.hidden.peek(), layers);
  const off = some(look.off.peek(), new Set(switchesOf(description).map(({ name }) => name)));
  const before = some(look.before.peek(), preactivation);
  const covered = some(lecture.covered.peek(), coverable(network));
  const block = one(look.block.peek(), (name) => blocks.some((each) => each.name === name));
  const groups = one(
    look.groups.peek(),
    (text) => canGroup(text, network),
    (text) => `groups ${text}`,
  );
  const focus = one(lecture.focus.peek(), (name) => name === WHOLE || isLayer(name));
  const wentTo = one(selection.wentTo.peek(), isLayer);
  const pinned = one(selection.pinned.peek(), (cell) => has(network, cell), placeOf);
  const kernel = one(selection.kernel.peek(), (each) => hasKernel(network, each), placeOf);
  unknown.push(...leaveBoxes(look, network));
  /** What is inside a closed block is not unknown. */
  const inside = new Set(blocks.flatMap((each) => each.layers));
  const missing = unknown.filter((name) => !inside.has(name.split(".")[0] ?? ""));
  write(look, {
    hidden,
    off,
    before,
    block,
    groups,
    ignored: [...look.ignored.peek(), ...missing],
  });
  write(lecture, { focus, covered: new Set([...covered].map((name) => coverOf(name, network))) });
  write(selection, { pinned, kernel, wentTo });
}

/** Keeps the known names, and collects the unknown ones. */
function collector() {
  const unknown: string[] = [];
  const some = (names: ReadonlySet<string>, known: { has(name: string): boolean }) => {
    unknown.push(...[...names].filter((name) => !known.has(name)));
    return new Set([...names].filter((name) => known.has(name)));
  };
  const one = <Value>(
    value: Value | null,
    isKnown: (value: Value) => boolean,
    text: (value: Value) => string = String,
  ) => {
    if (value === null || isKnown(value)) return value;
    unknown.push(text(value));
    return null;
  };
  return { unknown, some, one };
}

/** Resets the settings of boxes where the network has none; returns the names of those that were changed. */
function leaveBoxes(look: Writable<LookValues>, network: Network): readonly string[] {
  const hasBoxes = network.description.answers[0]?.kind === "boxes";
  return OF_BOXES.filter((key) => {
    const isPlain = look[key].peek() === LOOK.beginning[key];
    if (isPlain || (hasBoxes && (key !== "round" || canRound(look, network)))) return false;
    write(look, { [key]: LOOK.beginning[key] });
    return true;
  });
}

/** Whether the network's labels are summed to groups, and the text has one for each. */
function canGroup(text: string, { description }: Network): boolean {
  const [answer] = description.answers;
  const count = answer?.kind === "classes" ? answer.groups.length : 0;
  return count > 0 && groupingFrom(text, count) !== null;
}

/** Whether there may be so many rounds: no more than cells that have a box each. */
function canRound(look: Writable<LookValues>, { graph, description }: Network): boolean {
  const operation = graph.byName.get(description.answers[0]?.operation ?? "");
  return (look.round.peek() ?? 0) <= countOf(operation?.output_shape.slice(1) ?? []);
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
