/** What is on the pad, and the sizes that it is made in. */
import type { Drawing, History } from "./strokes.ts";

/** Width of the pen, as part of the pad. */
export const BRUSH = 0.07;

/** A width as the server takes it: whatever a file, a link or an older version says, the drawing is read. */
export const asPen = (width: number): number => Math.min(Math.max(width, 0.005), 0.3);

/** Pixels along a picture's ink. */
export const PICTURE_SIDE = 128;

/** What is on the pad, or stands for it. */
export interface Ink {
  readonly drawing: Drawing;
  readonly picture: Uint8Array | null;
  readonly pixels: Uint8Array | null;
}

/** The user's ink, with its history of undo and redo. */
export interface OwnInk {
  readonly history: History;
  readonly picture: Uint8Array | null;
  /** Pictures by the blank drawings under them, so that undo finds them again. */
  readonly pictures: ReadonlyMap<Drawing, Uint8Array>;
}
