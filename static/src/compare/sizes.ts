/** How large the pictures of two networks are, in rem, where each pair of layers has a column. */
import type { Thumb } from "../layout/thumbs.ts";
import { planes } from "../math/tensor.ts";
import type { Layer, Network } from "../network/network.ts";
import type { Pair } from "../network/pairs.ts";
import { mapsOf } from "../stage/thumb.ts";

/** Widths of a column: of maps at most, of maps where each layer has one, of units, of an answer's classes. */
const WIDEST = 8;
const ALONE = 4;
const UNITS = 1.5;
const CLASSES = 2.625;
/** Gaps between columns, and between maps one below another. */
const APART = 0.25;
const GAP = 0.125;
/** Most maps in a column, most in a row, and the least side of one beside others: beyond these, maps cannot be told apart. */
const MOST = 8;
const MOST_ACROSS = 4;
const LEAST = 1.25;
/** The power by which smaller maps are drawn smaller: maps beside one another need not be to scale. */
const SHRINKS = 0.25;

export interface Columns {
  /** The width of each pair's column. */
  readonly widths: readonly number[];
  /** The size of the picture of a network's layer; null for units and classes. */
  thumbOf(layer: Layer, network: Network): Thumb | null;
}

/** `width` is that of all columns, `height` that of one network's maps. */
export function columnsOf(
  pairs: readonly Pair[],
  networks: readonly Network[],
  { width, height }: { readonly width: number; readonly height: number },
): Columns {
  const kinds = pairs.map((pair) => kindOf(pair, networks));
  const fixed = kinds.reduce((sum, kind) => sum + FIXED[kind], 0);
  const maps = kinds.filter((kind) => kind === "maps").length;
  const pitch = Math.min(height > 0 ? WIDEST : ALONE, (width - fixed) / Math.max(1, maps));
  const room = Math.max(GAP, pitch - APART);
  const layers = pairs.flatMap(({ one, other }) => [one, other].filter((each) => each !== null));
  const largest = Math.max(1, ...layers.filter(hasMaps).map(({ shape }) => planes(shape).rows));
  return {
    widths: kinds.map((kind) => (kind === "maps" ? pitch : FIXED[kind])),
    thumbOf: (layer, network) => {
      if (!hasMaps(layer)) return null;
      const { channels, rows } = mapsOf(layer, network);
      return mostMaps(channels, (rows / largest) ** SHRINKS, room, height);
    },
  };
}

/** As many whole maps as have room, in as few columns as that allows: fewer columns give larger maps. */
function mostMaps(channels: number, part: number, width: number, height: number): Thumb {
  const tries = Array.from({ length: MOST_ACROSS }, (_, i): Thumb => {
    const across = i + 1;
    const side = whole((part * (width - i * GAP)) / across);
    const down = Math.max(1, Math.min(MOST, Math.floor((height + GAP) / (side + GAP))));
    return { across, down: Math.min(Math.ceil(channels / across), down), side };
  });
  const few = tries.filter(({ across, side }) => across === 1 || side >= LEAST);
  const shown = ({ across, down }: Thumb) => Math.min(channels, across * down);
  const most = Math.max(...few.map(shown));
  return few.find((each) => shown(each) === most) as Thumb;
}

/** Rounded down to sixteenths of a rem, which are whole pixels on most screens. */
const whole = (rem: number) => Math.max(1, Math.floor(16 * rem)) / 16;

type Kind = "maps" | "units" | "classes";
const FIXED: Readonly<Record<Kind, number>> = { maps: 0, units: UNITS, classes: CLASSES };

const hasMaps = ({ shape }: Layer) => shape.length >= 3;

/** The kind of the wider of the two layers in a column. */
function kindOf({ one, other }: Pair, networks: readonly Network[]): Kind {
  const layers = [one, other].filter((each) => each !== null);
  if (layers.some(hasMaps)) return "maps";
  const isNamed = ({ name }: Layer) => networks.some(({ names }) => names.has(name));
  return layers.some(isNamed) ? "classes" : "units";
}

/** The size of a layer's maps, all shown in a block `width` rem wide. */
export function blockOf(layer: Layer, width: number): Thumb | null {
  if (!hasMaps(layer)) return null;
  const { channels } = planes(layer.shape);
  const across = channels > 8 ? 8 : Math.min(4, channels);
  const side = whole(Math.min(6, (width - (across - 1) * GAP) / across));
  return { across, down: Math.ceil(channels / across), side };
}
