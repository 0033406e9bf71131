/** What a layout follows from, the room, and what it results in: where each layer stands. */
import type { Grid } from "./grids.ts";

/** The room that the stage has for the layers, in CSS pixels. */
export interface Room2d {
  readonly width: number;
  readonly height: number;
  /** Device pixels in a CSS pixel, and CSS pixels in a rem. */
  readonly ratio: number;
  readonly rem: number;
  /** Room above the maps for a layer's title. */
  readonly heading: number;
  /** Cells are as large in every map; else maps of few cells are enlarged. */
  readonly toScale?: boolean;
}

export interface Placed {
  readonly name: string;
  readonly hidden: boolean;
  /** The layer's block: heading and maps. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Left upper corner of the grid. */
  readonly left: number;
  readonly top: number;
  readonly grid: Grid;
  /** In a lecture: what the layer is there for. */
  readonly part?: Part;
  /** In a lecture: so many layers right before it are not on the stage; where the sign that says so stands. */
  readonly leftOut?: { readonly count: number; readonly x: number };
  /** In a U: the height of the lines that lead to it and from it. */
  readonly line?: number;
  readonly finished?: Finished;
}

/** The picture of a mask: beside the maps that it is made from, above them, or instead of them. */
export interface Finished {
  readonly way: "beside" | "above" | "instead";
  readonly left: number;
  readonly top: number;
  readonly side: number;
  /** Below each of the maps is room for its name. */
  readonly names?: true;
}

/** The layer that is large, the one beside it, and a stub: one shown small. */
export type Part = "focus" | "neighbour" | "stub";

/** Whether the layers stand one below another, or one stands alone, as on a phone. */
export function standBelow(placed: readonly Placed[]): boolean {
  return placed.length > 0 && placed.every(({ left }) => left === placed[0]?.left);
}
