/** How large the pictures of two networks are, in rem, where each pair of layers has a column. */
import type { Thumb } from "../layout/thumbs.ts";
import { planes } from "../math/tensor.ts";
import type { Layer, Network } from "../network/network.ts";
import type { Pair } from "../network/pairs.ts";

/** A column of maps is at most so wide; one of units, of an answer's classes. */
const WIDEST = 4;
const UNITS = 1.5;
const CLASSES = 2.625;
/** Between columns, and between maps one below another. */
const APART = 0.25;
const GAP = 0.125;
/** More maps in a column cannot be told apart. */
const MOST = 8;
/** Smaller maps are smaller, by a root: beside one another they need not be to scale. */
const SHRINKS = 0.25;

export interface Columns {
  /** Of each pair. */
  readonly widths: readonly number[];
  /** A picture of each layer: of units and classes there is none. */
  thumbOf(layer: Layer): Thumb | null;
}

/** `width`, and the `height` that the maps of one network have. */
export function columnsOf(
  pairs: readonly Pair[],
  networks: readonly Network[],
  { width, height }: { readonly width: number; readonly height: number },
): Columns {
  const kinds = pairs.map((pair) => kindOf(pair, networks));
  const fixed = kinds.reduce((sum, kind) => sum + FIXED[kind], 0);
  const maps = kinds.filter((kind) => kind === "maps").length;
  const pitch = Math.min(WIDEST, (width - fixed) / Math.max(1, maps));
  const side = Math.max(GAP, pitch - APART);
  const layers = pairs.flatMap(({ one, other }) => [one, other].filter((each) => each !== null));
  const largest = Math.max(1, ...layers.filter(hasMaps).map(({ shape }) => planes(shape).rows));
  return {
    widths: kinds.map((kind) => (kind === "maps" ? pitch : FIXED[kind])),
    thumbOf: (layer) => {
      if (!hasMaps(layer)) return null;
      const { channels, rows } = planes(layer.shape);
      const own = whole(side * (rows / largest) ** SHRINKS);
      const down = Math.max(1, Math.min(MOST, Math.floor((height + GAP) / (own + GAP))));
      return { across: 1, down: Math.min(channels, down), side: own };
    },
  };
}

/** Whole sixteenths: whole pixels of most screens. */
const whole = (rem: number) => Math.max(1, Math.floor(16 * rem)) / 16;

type Kind = "maps" | "units" | "classes";
const FIXED: Readonly<Record<Kind, number>> = { maps: 0, units: UNITS, classes: CLASSES };

const hasMaps = ({ shape }: Layer) => shape.length >= 3;

/** The widest of what stands in one column. */
function kindOf({ one, other }: Pair, networks: readonly Network[]): Kind {
  const layers = [one, other].filter((each) => each !== null);
  if (layers.some(hasMaps)) return "maps";
  const isNamed = ({ name }: Layer) => networks.some(({ names }) => names.has(name));
  return layers.some(isNamed) ? "classes" : "units";
}

/** All maps of a layer in a block of so many rem. */
export function blockOf(layer: Layer, width: number): Thumb | null {
  if (!hasMaps(layer)) return null;
  const { channels } = planes(layer.shape);
  const across = channels > 8 ? 8 : Math.min(4, channels);
  const side = whole(Math.min(6, (width - (across - 1) * GAP) / across));
  return { across, down: Math.ceil(channels / across), side };
}
