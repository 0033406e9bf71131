/** How the network stands in space, and from where it is seen. */

import { type Arrangement, type Camera, type Preset, tidied } from "../layout/pose.ts";
import { type Readable, slice, type Writable, write } from "./slice.ts";

export const SPACE = slice(
  {
    /** From one side, all of it; or from anywhere. */
    camera: "isometric" as Preset | Camera,
    arrangement: "row" as Arrangement,
    /** Between layers: 1 is neither close nor far apart. */
    spacing: 1,
    /** Cells are as high as their values. */
    heights: false,
    lit: false,
  },
  { replacedByLink: true },
);
export type SpaceValues = typeof SPACE.beginning;

export interface SpaceSlice extends Readable<SpaceValues> {
  /** Changes some of it. */
  adjustSpace(change: Partial<SpaceValues>): void;
}

export function spaceSlice(space: Writable<SpaceValues>): SpaceSlice {
  return {
    ...space,
    adjustSpace: ({ camera = space.camera.peek(), ...others }) =>
      write(space, { ...others, camera: typeof camera === "string" ? camera : tidied(camera) }),
  };
}
