import type { Grid, Kernels } from "../layout/grids.ts";
import { indexOf, positionOf, type WeightPlace, weightBeside } from "../layout/places.ts";
import { positionIn } from "../math/shape.ts";
import type { CellActions } from "./layer-picture.ts";

/** The keyboard on a layer's maps: it points at a cell, and with Shift at a weight of its map's kernels. */
export class MapKeys {
  readonly #count: number;
  readonly #kernels: (Kernels & { readonly across: number }) | undefined;
  readonly #actions: CellActions;
  #cell: number;
  #weight: WeightPlace | null = null;

  /** `count`: how many cells the layer has; the keyboard begins at the middle one. `kernels`: those of one map, drawn beside it or not. */
  constructor(count: number, kernels: Kernels | undefined, actions: CellActions) {
    this.#count = count;
    this.#kernels = kernels && { ...kernels, across: kernels.count > 2 ? 2 : 1 };
    this.#actions = actions;
    this.#cell = Math.floor(count / 2);
  }

  /** Begins at this cell from now on. */
  moveTo(cell: number): void {
    this.#cell = cell;
  }

  focus(): void {
    this.#actions.point(this.#cell);
  }

  blur(): void {
    this.#actions.point(null);
    this.#leaveWeight();
  }

  /** Whether the key was for the maps. */
  press({ key, shiftKey }: KeyboardEvent, grid: Grid): boolean {
    const from = this.#actions.pinned() ?? this.#cell;
    const next = cellAfter(from, key, grid, this.#count);
    if (key === "Enter" || key === " ") this.#open(grid, from);
    else if (next === null) return false;
    else if (shiftKey && this.#kernels && /^Arrow/.test(key)) {
      this.#weight = weightBeside(this.#kernels, this.#weight, key);
      this.#actions.pointAtWeight({ channel: positionIn(grid, from).channel, ...this.#weight });
    } else this.#go(next, grid);
    return true;
  }

  /** The kernel whose weight is pointed at, or else the cell. */
  #open(grid: Grid, from: number): void {
    if (this.#weight === null) this.#actions.pin(this.#cell);
    else {
      const { input } = this.#weight;
      this.#actions.openKernel({ channel: positionIn(grid, from).channel, input });
    }
  }

  #go(cell: number, grid: Grid): void {
    const wasPinned = this.#actions.pinned() !== null;
    this.#leaveWeight();
    this.#cell = cell;
    const page = pageWith(grid, cell);
    if (page !== grid.page) this.#actions.turnTo(page);
    if (wasPinned) this.#actions.pin(cell);
    this.#actions.point(cell);
  }

  #leaveWeight(): void {
    if (this.#weight !== null) this.#actions.pointAtWeight(null);
    this.#weight = null;
  }
}

const STEPS: Readonly<Record<string, { down: number; right: number; maps: number }>> = {
  ArrowLeft: { down: 0, right: -1, maps: 0 },
  ArrowRight: { down: 0, right: 1, maps: 0 },
  ArrowUp: { down: -1, right: 0, maps: 0 },
  ArrowDown: { down: 1, right: 0, maps: 0 },
  PageDown: { down: 0, right: 0, maps: 1 },
  PageUp: { down: 0, right: 0, maps: -1 },
};

/**
 * The cell that a key goes to: arrows stay within its map, Page Up and Page Down go to the same position in the map beside it.
 * Null for another key.
 */
export function cellAfter(from: number, key: string, grid: Grid, count: number): number | null {
  const area = grid.rows * grid.columns;
  const step = STEPS[key];
  if (step === undefined) return null;
  const { channel, row, column } = positionOf(grid, from);
  const to = { channel, row: row + step.down, column: column + step.right };
  const inside = to.row >= 0 && to.row < grid.rows && to.column >= 0 && to.column < grid.columns;
  const next = step.maps === 0 && inside ? indexOf(grid, to) : from + step.maps * area;
  return next >= 0 && next < count ? next : from;
}

/** The page of maps that a cell is on. */
export function pageWith(grid: Grid, cell: number): number {
  const { page, pages, first, channels } = grid;
  if (pages === 1) return page;
  const perPage = page > 0 ? first / page : channels;
  return Math.floor(positionIn(grid, cell).channel / perPage);
}
