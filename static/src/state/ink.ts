/** What changes the ink: strokes, a picture in place of them, pixels edited by hand; and the way back. */
import { batch } from "@preact/signals-core";
import { type Change, type Drawing, reduce } from "../ink/strokes.ts";
import type { WritableSignals } from "./slice.ts";

export interface InkActions {
  change(change: Change): void;
  /** Reads a picture's ink; what was there before can be had back by undo. */
  usePicture(ink: Uint8Array): void;
  editPixels(pixels: Uint8Array | null): void;
  /** Puts the drawing just as a link has it in its place; that is no step to undo. */
  settle(drawing: Drawing): void;
}

export function inkActions(state: WritableSignals): InkActions {
  const remember = (blank: Drawing, ink: Uint8Array | null) => {
    if (ink !== null) state.pictures.value = new Map(state.pictures.peek()).set(blank, ink);
  };
  const goOn = (change: Change) => {
    state.history.value = reduce(state.history.value, change);
    state.moment.value = null;
    state.playing.value = false;
    state.pixels.value = null;
  };
  return {
    change: (change) => {
      batch(() => {
        const { history, moment, picture } = state;
        const begins = change.type === "begin" || change.type === "beginRub";
        const travels = change.type === "undo" || change.type === "redo";
        const before = history.value;
        // Clearing a picture is a step, though there are no strokes to clear.
        const clears = change.type === "clear" && picture.value !== null;
        if (clears) goOn({ type: "replace", drawing: [] });
        // The pen goes on from what it sees; undo brings back what came after.
        else if (begins && moment.value !== null) goOn({ ...change, after: moment.value });
        else goOn(change);
        state.ignored.value = [];
        if (travels && history.value === before) return;
        picture.value = travels ? (state.pictures.value.get(history.value.drawing) ?? null) : null;
      });
    },
    usePicture: (ink) => {
      batch(() => {
        const blank: Drawing = [];
        goOn({ type: "replace", drawing: blank });
        remember(blank, ink);
        state.picture.value = ink;
      });
    },
    editPixels: (next) => {
      state.pixels.value = next;
    },
    settle: (drawing) => {
      batch(() => {
        const [lent, before] = [state.lent.peek(), state.history.value.drawing];
        if (lent?.drawing === before) state.lent.value = { ...lent, drawing };
        state.history.value = { ...state.history.value, drawing };
        remember(drawing, state.picture.peek());
      });
    },
  };
}
