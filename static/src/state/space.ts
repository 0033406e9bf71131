/** What can be done about the network in space. */
import { batch } from "@preact/signals-core";
import { tidied } from "../layout/camera.ts";
import type { State, View, WritableSignals } from "./slice.ts";

/** How the network stands in space, and from where it is seen. */
export type Outlook = Pick<State, "camera" | "arrangement" | "spacing" | "heights" | "lit">;

export interface SpaceActions {
  see(view: View): void;
  /** Changes some of how it stands in space. */
  look(change: Partial<Outlook>): void;
  /** The 3D view has taken the stage's place, or left it. */
  standInSpace(there: boolean): void;
}

export function spaceActions(state: WritableSignals): SpaceActions {
  return {
    see: (next) => {
      state.view.value = next;
    },
    look: ({ camera, arrangement, spacing, heights, lit }) => {
      batch(() => {
        const there = camera ?? state.camera.peek();
        state.camera.value = typeof there === "string" ? there : tidied(there);
        state.arrangement.value = arrangement ?? state.arrangement.peek();
        state.spacing.value = spacing ?? state.spacing.peek();
        state.heights.value = heights ?? state.heights.peek();
        state.lit.value = lit ?? state.lit.peek();
      });
    },
    standInSpace: (there) => {
      state.inSpace.value = there;
    },
  };
}
