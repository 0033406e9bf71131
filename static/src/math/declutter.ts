/** Labels in a picture: where each can stand without touching another. */

export interface Label {
  readonly name: string;
  /** The point that it stands at, and on which side of it. */
  readonly side?: "above" | "left";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Nearer ones first. */
  readonly ahead: number;
  /** It may not be lifted: there, or not at all. */
  readonly fixed?: boolean;
}

export interface PlacedLabel {
  readonly name: string;
  /** Left upper corner. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const SPACE = 4;
const MOST_LIFTS = 4;

/** Nearer labels take their places first; others go further from their points, or are left out where that is too far. */
export function declutter(
  labels: readonly Label[],
  room: { readonly width: number; readonly height: number },
): PlacedLabel[] {
  const taken: Area[] = [];
  const placed: PlacedLabel[] = [];
  for (const label of [...labels].sort((a, b) => a.ahead - b.ahead)) {
    const { name, width, height } = label;
    const area = freeArea(label, taken, room);
    if (area === null) continue;
    taken.push(area);
    placed.push({ name, left: area.left, top: area.top, width, height });
  }
  return placed;
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function freeArea(
  { x, y, width, height, fixed = false, side = "above" }: Label,
  taken: readonly Area[],
  room: { readonly width: number; readonly height: number },
): Area | null {
  if (x < 0 || x > room.width || y < 0 || y > room.height) return null;
  const within = (at: number, size: number, end: number) =>
    Math.round(Math.max(0, Math.min(end - size, at)));
  const left = within(side === "above" ? x - width / 2 : x - width, width, room.width);
  let top = within(side === "above" ? y - height : y - height / 2, height, room.height);
  for (let tries = 0; tries <= (fixed ? 0 : MOST_LIFTS); tries++) {
    const area = { left, top, right: left + width, bottom: top + height };
    if (area.top < 0) return null;
    const other = taken.find((each) => meet(area, each));
    if (other === undefined) return area;
    top = Math.floor(other.top - height - SPACE);
  }
  return null;
}

function meet(one: Area, other: Area): boolean {
  return (
    one.left < other.right + SPACE &&
    other.left < one.right + SPACE &&
    one.top < other.bottom + SPACE &&
    other.top < one.bottom + SPACE
  );
}
