/** Where each layer goes on the stage, given the titles above it. */
import { layOutAlone, MOST_ALONE } from "../layout/alone.ts";
import { placeBeside } from "../layout/beside.ts";
import { layOutDown } from "../layout/down.ts";
import { type Across, layOutAcross } from "../layout/flat.ts";
import { type LayerShape, MOST_KERNELS_BESIDE, type Reach } from "../layout/grids.ts";
import { kernelsOf } from "../layout/kernels.ts";
import type { Placed, Room2d } from "../layout/placed.ts";
import { planes } from "../math/tensor.ts";
import {
  branchesAround,
  columnsOf,
  compactIn,
  connectionsOf,
  insideOpen,
} from "../network/branches.ts";
import { maskOf } from "../network/mask.ts";
import { answerOf, type Layer, type Network } from "../network/network.ts";
import { type UShape, uShapeOf } from "../network/u-shape.ts";
import type { LookSlice } from "../state/look.ts";
import { GAP_IN_U, gapBefore, gapOfBlock, gapsIn } from "./gaps.ts";
import { remOf, type TitleWidths, titleWidths } from "./titles.ts";

/** Height of two lines of title, one of shape and one of eyes and operations, in rem; on a projector, of one line of title. */
const HEADING = 5.25;
const SHORT_HEADING = 1.875;
/** Height of the words beside the input, in rem. */
const BESIDE = 5.5;
/** Their width, in rem; the input is at least so large beside them, in CSS pixels. */
const WORDS_BESIDE = 6;
const LEAST_BESIDE = 28;
/** Between a heading and its maps, where layers stand one under the other, in CSS pixels. */
const UNDER_HEADING = 6;
/** Stages from this width on have their layers side by side, in CSS pixels. */
export const ROOM_ACROSS = 640;
/** Above a layer that stands alone, above the rows of its named units, and each of these rows, in rem. */
const ALONE = { heading: 2.75, heads: 1.5, row: 2.75 };
/** What stands above and below such a layer's maps on the screen, in rem: strip, heading, the foot of the page. */
const AROUND = 14;
/** Room for the lines of branches below the maps, in CSS pixels; for the foot of an open block, in rem. */
const BELOW = 26;
/** The height of titles in a U, which have one line; in rem. */
const LEVEL_HEADING = 4;
/** Below a map that stands for something: its name, in rem. */
const MAP_NAME = 1.25;
/** Where a layer stands alone, the mask above its maps: its part of the width, and the most, in rem; what is below it. */
const MASK_ALONE = { part: 0.64, most: 20, below: 0.75 };
const FOOT = 2.25;
/** Above what stands in an open block: its title and its shape, in rem. */
const BLOCK_TITLE = 2.75;
/** Above a closed block that stands under others, in rem. */
const COMPACT = 1.75;
/** A class's row: width, and height as far as there is room, in rem; room above and below all rows, where their heads stand. */
const ROW = {
  ...{ width: 8.75, grouped: 10.5, score: 5.25, short: 3.75, shortGrouped: 4.75 },
  ...{ height: 2.9, numbers: 4, around: 4.5 },
};

/** How much room words have: the names of operations, and how far a title reaches to each side, in rem. */
interface Words {
  readonly operations: boolean;
  readonly title: number;
  /** Titles are the short ones. */
  readonly brief?: boolean;
  /** The rows of classes are short. */
  readonly short?: boolean;
  /** On a projector: titles are in small letters; below some is the way to the maps that do not fit. */
  readonly small?: boolean;
  readonly pages?: boolean;
}

/** Less and less room for words: without operations' names, with short titles, with short rows of classes. */
const PLAIN: Words = { operations: true, title: Infinity };
const WORDS: readonly Words[] = [
  PLAIN,
  { operations: false, title: Infinity },
  { operations: false, title: 2.125, brief: true },
  { operations: false, title: 1.75, brief: true, short: true },
];
/** Height of short titles with shape, eye and what opens a block, in rem. */
const CROWDED = 7.5;
/** On a projector titles have one line, in many columns a small one, at last several small ones; their height in rem. */
const SMALL: Words = { operations: false, title: Infinity, small: true };
const IN_BLOCKS: readonly Words[] = [SMALL, { ...SMALL, title: 2.125 }];
const ON_PROJECTOR: readonly Words[] = [PLAIN, ...IN_BLOCKS];
const PAGES = 1.5;
const BROKEN_HEADING = 4.25;

/** What the layout follows from. */
export interface Setting {
  readonly host: HTMLElement;
  readonly network: Network;
  readonly look: LookSlice;
  /** Of closed blocks, the map that is their one picture. */
  readonly strongest: ReadonlyMap<string, number>;
  /** On a projector titles are short. */
  readonly short: boolean;
  /** The layer that is shown where there is room for one. */
  readonly alone: string;
  /** Room beside the stage where the network's input stands; null: it stands on the stage. */
  readonly slot: HTMLElement | null;
}

/**
 * One layer alone where the stage is narrow; else all side by side. Where they do not fit, as `instead` lays them out, which
 * a lecture's stage gives, or one under the other.
 */
export function arrange(
  setting: Setting,
  headingOf: (layer: string) => number,
  instead: () => readonly Placed[] | null = () => null,
): readonly Placed[] {
  const { host } = setting;
  host.style.minHeight = "";
  const isNarrow = host.clientWidth < ROOM_ACROSS;
  const across = isNarrow ? null : (placeAcross(setting) ?? instead());
  host.classList.toggle("alone", isNarrow);
  host.classList.toggle("down", !isNarrow && across === null);
  setting.slot?.toggleAttribute("data-empty", across === null || setting.short);
  if (isNarrow) {
    forgetWords(host);
    return [placeAlone(setting)];
  }
  if (across !== null) return across;
  const placed = layOutDown(shapesDown(setting, headingOf), roomOf(setting, PLAIN));
  const last = placed.at(-1);
  host.style.minHeight = last === undefined ? "" : `${last.y + last.height}px`;
  return placed;
}

/** The chosen layer, as wide as the stage. */
function placeAlone(setting: Setting): Placed {
  const { host, network, look, alone } = setting;
  const layer = network.layer.get(alone) as Layer;
  const names = network.names.get(alone);
  const room = roomOf(setting, PLAIN);
  const { rem, width } = room;
  const isPaged = layer.shape.length >= 3 && planes(layer.shape).channels > MOST_ALONE;
  const hasBlock = layer.block !== undefined || insideOpen(network).includes(layer.name);
  const lines =
    Number(isPaged) + Number(hasBlock) + Number(branchesAround(network, alone).length > 0);
  const heading = (ALONE.heading * (1 + lines) + (names ? ALONE.heads : 0)) * rem;
  const isMask = maskOf(network, alone) !== null;
  const side = isMask ? Math.min(MASK_ALONE.part * width, MASK_ALONE.most * rem) : 0;
  const placed = layOutAlone(
    {
      ...shapeOf(layer, look),
      ...(names && named(width, ALONE.row * rem * names.length, names.length, 1)),
      ...(isMask && { named: MAP_NAME * rem }),
    },
    {
      ...room,
      height: innerHeight - AROUND * rem,
      heading: heading + (isMask ? side + MASK_ALONE.below * rem : 0),
    },
  );
  host.style.minHeight = `${placed.height}px`;
  if (!isMask || placed.hidden) return placed;
  return { ...placed, finished: { way: "above", left: 0, top: heading, side, names: true } };
}

/** Side by side, with less and less room for words until they fit; null if they do not. */
function placeAcross(setting: Setting): readonly Placed[] | null {
  const { host } = setting;
  for (const words of wordsFor(setting)) {
    host.classList.toggle("unnamed", !words.operations);
    host.classList.toggle("crowded", words.title < Infinity);
    host.classList.toggle("shortened", words.short === true);
    host.classList.toggle("small-titles", words.small === true);
    const placed = placeWith(setting, words);
    if (placed === null) continue;
    const arePaged = setting.short && arePages(placed, setting.network);
    const withPages = arePaged ? placeWith(setting, { ...words, pages: true }) : placed;
    if (withPages !== null) return withPages;
  }
  forgetWords(host);
  return null;
}

/** Undoes how words are left out or shortened where layers stand side by side. */
export function forgetWords(host: HTMLElement): void {
  host.classList.remove("unnamed", "crowded", "shortened", "small-titles");
}

function wordsFor({ network, short }: Setting): readonly Words[] {
  const isU = uShapeOf(network) !== null;
  // Blocks have small titles, and so have all that stand beside them.
  if (short) return isU ? [SMALL] : network.whole === undefined ? ON_PROJECTOR : IN_BLOCKS;
  return isU ? [PLAIN] : WORDS;
}

/** Whether a layer has more maps than are shown, and says so above them. */
function arePages(placed: readonly Placed[], network: Network): boolean {
  const compact = compactIn(network);
  return placed.some(({ name, grid, hidden }) => {
    const layer = network.layer.get(name);
    if (layer === undefined || hidden || layer.block !== undefined || compact.has(name))
      return false;
    return layer.shape.length >= 3 && grid.channels < planes(layer.shape).channels;
  });
}

/** The input in its slot beside the stage, if there is one. */
function placeWith(setting: Setting, words: Words): readonly Placed[] | null {
  const { host, network, short } = setting;
  const slot = short ? null : setting.slot; // on a projector all layers stand on the stage
  const room = roomOf(setting, words);
  const shapes = shapesAcross(setting, room, words);
  const isInput = ({ name }: LayerShape) => network.layer.get(name)?.kind === "input";
  const input = slot === null ? undefined : shapes.find(isInput);
  const across = withFinished(
    layOutAcross(
      [...shapes.filter((each) => each !== input), ...finishedOf(shapes, network)],
      room,
    ),
  );
  if (across === null || input === undefined || slot === null) return across?.placed ?? null;
  const [wide, stage] = [slot.clientWidth - WORDS_BESIDE * room.rem, host.getBoundingClientRect()];
  const unit = Math.min(across.unit, Math.max(LEAST_BESIDE, wide));
  slot.style.minHeight = `max(${unit}px, ${BESIDE}rem)`;
  const there = slot.getBoundingClientRect();
  const area = {
    left: there.left - stage.left,
    right: there.right - stage.left,
    middle: there.top + there.height / 2 - stage.top,
  };
  return [placeBeside(input, unit, area, room), ...across.placed];
}

/** The name of a column that keeps room for the mask, beside the maps that it is made from. */
const FINISHED = " finished";

function finishedOf(shapes: readonly LayerShape[], network: Network): LayerShape[] {
  const last = shapes.at(-1);
  if (last?.level === undefined || last.hidden || maskOf(network, last.name) === null) return [];
  const column = (last.column ?? 0) + 1;
  return [{ ...last, name: FINISHED, column, channels: 1, gap: GAP_IN_U }];
}

function withFinished(across: Across | null): Across | null {
  const [rest, finished] = [across?.placed.slice(0, -1) ?? [], across?.placed.at(-1)];
  const last = rest.at(-1);
  if (across === null || last === undefined || finished?.name !== FINISHED) return across;
  const { left, top, grid } = finished;
  const mask = { way: "beside", left, top, side: grid.width, names: true } as const;
  return { ...across, placed: [...rest.slice(0, -1), { ...last, finished: mask }] };
}

export function headingHeight(short: boolean): number {
  return short ? SHORT_HEADING : HEADING;
}

function roomOf({ host, network, look, short }: Setting, words: Words): Room2d {
  const branching = uShapeOf(network) === null && connectionsOf(network).length > 0;
  const rem = remOf(host);
  return {
    width: host.clientWidth,
    height: host.clientHeight - (branching ? BELOW : 0) - (look.block.peek() ? FOOT * rem : 0),
    ratio: devicePixelRatio,
    rem,
    heading: headingIn(uShapeOf(network), words, short) * rem,
    toScale: look.toScale.peek(),
  };
}

function headingIn(u: UShape | null, words: Words, short: boolean): number {
  if (short) {
    const titles = words.title < Infinity ? BROKEN_HEADING : SHORT_HEADING;
    return titles + (words.pages ? PAGES : 0);
  }
  if (u !== null) return LEVEL_HEADING;
  return words.brief ? CROWDED : HEADING;
}

function shapesAcross(
  { host, network, look, strongest, short }: Setting,
  room: Room2d,
  words: Words,
): LayerShape[] {
  const [columns, u] = [columnsOf(network), uShapeOf(network)];
  const layers = network.layers.filter(({ name }) => network.places?.has(name) !== false);
  const shown = layers.filter(({ name }) => !look.hidden.peek().has(name));
  const compact = compactIn(network);
  const gaps = gapsIn(network, u !== null, short);
  const kind = words.small ? "small" : short ? "short" : "whole";
  const widths = titleWidths(shown, network, host, kind, compact);
  const none: TitleWidths = { title: { left: 0, right: 0 }, operation: 0 };
  return layers.map((layer) => {
    const { title, operation } = widths.get(layer.name) ?? none;
    const kernels = look.kernels.peek() ? kernelsOf(layer, network) : undefined;
    const beside = kernels !== undefined && kernels.count <= MOST_KERNELS_BESIDE;
    const names = network.names.get(layer.name);
    const high = room.height - room.heading - ROW.around * room.rem;
    const row = isNumbers(layer, network) ? ROW.numbers : ROW.height;
    const height = Math.min(row * room.rem, high / (names?.length ?? 1));
    return {
      ...shapeOf(layer, look, strongest),
      column: columns.get(layer.name) ?? 0,
      ...levelIn(u, layer.name),
      ...(u !== null && maskOf(network, layer.name) && { named: MAP_NAME * room.rem }),
      gap: Math.max(gapBefore(layer, network, beside, gaps), gapOfBlock(layer, network)),
      title: reachIn(words, title, layer.shape.length < 3 && names === undefined, room.rem),
      operation: words.operations && u === null ? operation : 0,
      kernels: beside ? kernels : undefined,
      ...mostOf(layer, network, columns),
      ...bandOf(layer, network, room),
      ...(compact.has(layer.name) && { heading: COMPACT * room.rem }),
      ...(names &&
        named(
          rowWidth(layer, network, short || words.short === true, compact.has(layer.name)) *
            room.rem,
          height * names.length,
          names.length,
          1,
        )),
    };
  });
}

function isNumbers({ name }: Layer, network: Network): boolean {
  return answerOf(network, name)?.kind === "numbers";
}

/** The width of a class's row, in rem: with score and chance, or with a score alone; ways of writing a class have longer names. */
function rowWidth({ name }: Layer, network: Network, short: boolean, compact: boolean): number {
  const answer = answerOf(network, name);
  const isGrouped = answer?.kind === "classes" && answer.groups.length > 0;
  if (short) return isGrouped ? ROW.shortGrouped : ROW.short;
  if (compact) return ROW.score;
  return isGrouped ? ROW.grouped : ROW.width;
}

/** Where titles are short, no title lies over two columns of units. */
function reachIn({ title, short }: Words, { left, right }: Reach, units: boolean, rem: number) {
  const most = title * rem;
  const least = units && title < Infinity && short !== true ? most : 0;
  const within = (reach: number) => Math.max(least, Math.min(reach, most));
  return { left: within(left), right: within(right) };
}

/** Beside and inside an open block: its part of the height, below the block's title and its shape. */
function bandOf({ name }: Layer, { places }: Network, { height, rem }: Room2d) {
  const { part, inside, branch } = places?.get(name) ?? {};
  if (part === undefined) return {};
  const above = inside ? BLOCK_TITLE * rem : 0;
  const [from, to] = part.map((each) => each * (height - above)) as [number, number];
  const band = { y: above + from, height: to - from, row: branch !== undefined };
  return { band, joins: inside === true && branch === undefined };
}

function levelIn(u: UShape | null, layer: string): Pick<LayerShape, "level" | "passed"> {
  return u === null ? {} : { level: u.level.get(layer) ?? 0, passed: u.passed.has(layer) };
}

/** A closed block and each layer of a U but its last have one picture; while a block is open, its branches have two, and all that stand beside it one. */
function mostOf({ name, block }: Layer, network: Network, columns: ReadonlyMap<string, number>) {
  const inside = insideOpen(network);
  if (uShapeOf(network) !== null) return name === network.layers.at(-1)?.name ? {} : { most: 1 };
  const branch = network.places?.get(name)?.branch;
  if (branch !== undefined) return { most: branch.isLast ? 2 : 1 };
  if (block !== undefined || (inside.length > 0 && !inside.includes(name))) return { most: 1 };
  const isBranch = inside.some((each) => each !== name && columns.get(each) === columns.get(name));
  return isBranch ? { most: 2 } : {};
}

function shapesDown({ host, network, look }: Setting, headingOf: (layer: string) => number) {
  return network.layers.map((layer): LayerShape => {
    const names = network.names.get(layer.name);
    const heading = headingOf(layer.name) + UNDER_HEADING;
    return {
      ...shapeOf(layer, look),
      heading,
      kernels: look.kernels.peek() ? kernelsOf(layer, network) : undefined,
      ...(names && named(host.clientWidth, 116, names.length, 5)),
    };
  });
}

export function named(width: number, height: number, names: number, across: number) {
  return { units: true, fixed: { width, height, across, rows: Math.ceil(names / across) } };
}

/** `strongest`: the map that a closed block shows where it has room for one. */
export function shapeOf(
  layer: Layer,
  look: LookSlice,
  strongest: ReadonlyMap<string, number> = new Map(),
): LayerShape {
  const { channels, rows, columns } = planes(layer.shape);
  return {
    name: layer.name,
    channels,
    rows,
    columns,
    units: layer.shape.length < 3,
    hidden: look.hidden.peek().has(layer.name),
    page: look.pages.peek().get(layer.name) ?? strongest.get(layer.name) ?? 0,
  };
}
