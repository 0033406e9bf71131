/** How small the pictures of layers are in a strip, where all layers have a place: larger maps are larger there too. */
export interface Thumb {
  /** Maps in a row, and rows; of named or other units, one. */
  readonly across: number;
  readonly down: number;
  /** A map's side, in rem; whole sixteenths. */
  readonly side: number;
}

/** At most so many maps. */
const MOST = 16;
/** The side of the largest maps by the rows that they stand in, in sixteenths of a rem. */
const SIDES: Readonly<Record<number, number>> = { 1: 36, 2: 23, 4: 12 };
const SHRINKS = 0.55;

/** `shapes`: of layers of maps, their number and their rows of cells. */
export function thumbsOf(shapes: readonly { channels: number; rows: number }[]): Thumb[] {
  const downs = shapes.map(({ channels }) => downOf(channels));
  return shapes.map(({ channels, rows }, i) => {
    const down = downs[i] ?? 1;
    const alike = shapes.filter((_, j) => downs[j] === down);
    const largest = Math.max(...alike.map((each) => each.rows));
    const side = Math.round((SIDES[down] ?? 12) * (rows / largest) ** SHRINKS);
    return { across: Math.ceil(Math.min(channels, MOST) / down), down, side: side / 16 };
  });
}

function downOf(channels: number): number {
  if (channels <= 2) return 1;
  return channels <= 8 ? 2 : 4;
}
