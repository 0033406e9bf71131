/** The heights of a U: maps of one size stand on one line, and a skip runs along it, above what it goes past. */
import { leastHeight, type Page } from "./grids.ts";

/** Where a layer of a U stands, from the top: its heading and its maps. */
export interface InLevel {
  readonly y: number;
  readonly height: number;
  /** Height for its maps. */
  readonly room: number;
  /** The height of the lines that lead to it and from it: the middle of its maps, of the first where they are several. */
  readonly line: number;
}

export interface LevelsRoom {
  readonly height: number;
  readonly rem: number;
  /** Least height above a level's maps, for titles and for what closes an open block. */
  readonly heading: number;
  /** A line around maps, in CSS pixels. */
  readonly frame: number;
  readonly headingOf: (layer: Page) => number;
  readonly sideOf: (layer: Page) => number;
  readonly rowsOf: (layer: Page) => number;
}

/** Between a skip and the title of what it goes past, in rem; least and most between two levels. */
const BELOW_SKIP = 0.375;
const BETWEEN = { least: 1.5, most: 4 };

interface Level {
  /** From the level's top to the middle of its maps, and to its end. */
  readonly middle: number;
  readonly height: number;
}

/** In the order of the layers; null where the levels are higher than the room. */
export function placeInLevels(layers: readonly Page[], room: LevelsRoom): InLevel[] | null {
  const count = 1 + Math.max(...layers.map(({ level }) => level ?? 0));
  const levels = Array.from({ length: count }, (_, at) =>
    levelOf(
      layers.filter(({ level }) => level === at),
      room,
    ),
  );
  const gaps = count - 1;
  const high = levels.reduce((sum, { height }) => sum + height, 0);
  const between = gaps === 0 ? 0 : Math.min((room.height - high) / gaps, BETWEEN.most * room.rem);
  if (between < (gaps === 0 ? 0 : BETWEEN.least * room.rem) || high > room.height) return null;
  let top = 0;
  const tops = levels.map(({ height }) => {
    const at = top;
    top += height + between;
    return at;
  });
  const placed = layers.map((layer) => {
    const at = layer.level ?? 0;
    return placeIn(layer, tops[at] ?? 0, levels[at] as Level, room);
  });
  return placed.every(({ y, height }) => y + height <= room.height) ? placed : null;
}

function levelOf(layers: readonly Page[], room: LevelsRoom): Level {
  const headings = layers.filter(({ passed }) => !passed).map(room.headingOf);
  const side = Math.max(0, ...layers.map(room.sideOf)) + 2 * room.frame;
  const middle = Math.max(room.heading, ...headings) + side / 2;
  const below = layers
    .filter(({ passed }) => passed)
    .map((layer) => BELOW_SKIP * room.rem + room.headingOf(layer) + side);
  return { middle, height: middle + Math.max(side / 2, ...below) };
}

function placeIn(layer: Page, top: number, { middle, height }: Level, room: LevelsRoom): InLevel {
  const { passed = false, hidden } = layer;
  const [mapSide, frames] = [room.sideOf(layer), 2 * room.frame];
  const side = mapSide + frames;
  const heading = room.headingOf(layer);
  const line = top + middle;
  const y = passed ? line + BELOW_SKIP * room.rem : line - side / 2 - heading;
  if (hidden) {
    // A hidden layer is as high as there is room: its name stands along it.
    const from = passed ? y : top;
    const end = top + height;
    return { y: from, height: end - from, room: 0, line: passed ? (from + end) / 2 : line };
  }
  const maps = leastHeight(room.rowsOf(layer), mapSide, room.rem, layer.named) + frames;
  return { y, height: heading + maps, room: maps, line: y + heading + side / 2 };
}

interface InColumn {
  readonly layer: Page;
}

/** The least distance between the middles of two columns: only what stands at one height can be in the way. */
export function middlesApart<Slot extends InColumn>(
  before: readonly Slot[],
  after: readonly Slot[],
  wideOf: (slot: Slot) => number,
  between: number,
): number {
  const shown = ({ layer }: Slot) => !layer.hidden;
  const pairs = before
    .filter(shown)
    .flatMap((one) => after.filter(shown).map((other) => [one, other] as const));
  const levels = pairs.filter(([one, other]) => one.layer.level === other.layer.level);
  return Math.max(
    0,
    ...levels.map(([one, other]) => {
      // Beside the title of what a skip goes past are the maps of the others, and titles close above them.
      const isPassed = one.layer.passed !== other.layer.passed;
      const isLow = ({ layer }: Slot) => layer.passed || layer.heading !== undefined;
      const half = (slot: Slot, reach = 0) =>
        isPassed && !isLow(slot) ? wideOf(slot) / 2 : Math.max(reach, wideOf(slot) / 2);
      return half(one, one.layer.title?.right) + half(other, other.layer.title?.left) + between;
    }),
  );
}
