/** Labels in a picture: where each can stand without touching another. */

export interface Label {
  readonly name: string;
  /** On which side of its point (x, y) the label stands. */
  readonly side?: "above" | "left";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The distance ahead of the camera: nearer labels are placed first. */
  readonly ahead: number;
  /** The label stands exactly there, or is left out. */
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

const SPACE = 2;
/** Side by side, two names must not read as one. */
const GAP = 14;
/** A label may move aside as long as its point stays under it, so far from its edge. */
const HOLD = 10;
/** A label beside its point may go up or down by so many of its heights. */
const FURTHEST = 6;

interface Bounds {
  readonly width: number;
  readonly height: number;
}

/** Nearer labels are placed first; others stand as near to their points as is free, or are left out. */
export function declutter(labels: readonly Label[], room: Bounds): PlacedLabel[] {
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

function freeArea(label: Label, taken: readonly Area[], room: Bounds): Area | null {
  const { x, y, width, height, fixed = false, side = "above" } = label;
  if (x < 0 || x > room.width || y < 0 || y > room.height) return null;
  const within = (at: number, size: number, end: number) =>
    Math.round(Math.max(0, Math.min(end - size, at)));
  const left = within(side === "above" ? x - width / 2 : x - width, width, room.width);
  const top = within(side === "above" ? y - height : y - height / 2, height, room.height);
  const at = (left: number, top: number): Area => ({
    left,
    top,
    right: left + width,
    bottom: top + height,
  });
  const home = at(left, top);
  const free = (area: Area) => !taken.some((other) => meet(area, other, fixed));
  if (free(home)) return home;
  if (fixed) return null;
  const lefts = side === "above" ? [left, ...besides(label, taken)] : [left];
  const tops = [top, ...levels(label, top, taken)];
  const away = (area: Area) => Math.abs(area.top - top) + Math.abs(area.left - left) / 2;
  return lefts
    .flatMap((left) => tops.map((top) => at(left, top)))
    .filter((area) => isInside(area, room) && free(area))
    .reduce<Area | null>(
      (best, area) => (best === null || away(area) < away(best) ? area : best),
      null,
    );
}

/** Next to what is in the way, as long as the label's point stays under it. */
function besides({ x, width }: Label, taken: readonly Area[]): number[] {
  const all = taken.flatMap(({ left, right }) => [left - width - GAP, right + GAP]);
  return all.map(Math.round).filter((left) => left + HOLD <= x && left + width - HOLD >= x);
}

/** Above what is in the way; where labels stand beside their points, also below it. */
function levels({ height, side = "above" }: Label, top: number, taken: readonly Area[]): number[] {
  const above = taken.map((other) => Math.floor(other.top - height - SPACE));
  if (side === "above") return above.filter((each) => each <= top);
  const below = taken.map((other) => Math.ceil(other.bottom + SPACE));
  return [...above, ...below].filter((each) => Math.abs(each - top) <= FURTHEST * height);
}

function isInside({ left, top, right, bottom }: Area, room: Bounds): boolean {
  return left >= 0 && top >= 0 && right <= room.width && bottom <= room.height;
}

function meet(one: Area, other: Area, closely: boolean): boolean {
  const [across, down] = closely ? [0, 0] : [GAP, SPACE];
  return (
    one.left < other.right + across &&
    other.left < one.right + across &&
    one.top < other.bottom + down &&
    other.top < one.bottom + down
  );
}
