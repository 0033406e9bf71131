/** What a lecturer does: lecture mode, covering and revealing, the ring around the pointer, a blank screen. */
import { batch } from "@preact/signals-core";
import { coverOf } from "./covers.ts";
import { lessOf } from "./left-out.ts";
import { GUESSES, type WritableSignals } from "./slice.ts";

export interface LectureActions {
  /** Lecture mode; `filling` asks for the whole screen with it, which needs a key or a click. */
  giveLecture(on: boolean, filling?: boolean): void;
  fillScreen(on: boolean): void;
  /** Covers a layer, or GUESSES, or reveals it. */
  switchCover(name: string): void;
  /** Reveals the next of what is covered and on the page, if it is `there`: layers in their order, the guesses last. */
  revealNext(there?: (name: string) => boolean): boolean;
  revealAll(): void;
  /** Covers again what was revealed last. */
  coverAgain(): boolean;
  showSpot(on: boolean): void;
  blankScreen(on: boolean): void;
  /** Whether single letters, digits and signs act. */
  useCharacterKeys(on: boolean): void;
}

export function lectureActions(state: WritableSignals): LectureActions {
  const { ifOffered, offers } = lessOf(state);
  const reveal = ifOffered("covers", (names: readonly string[]) => {
    batch(() => {
      const left = new Set(state.covered.peek());
      for (const name of names) left.delete(name);
      state.covered.value = left;
      state.revealed.value = [...state.revealed.peek(), ...names];
    });
  });
  const cover = ifOffered("covers", (name: string) => {
    batch(() => {
      state.covered.value = new Set([...state.covered.peek(), name]);
      state.revealed.value = state.revealed.peek().filter((each) => each !== name);
    });
  });
  return {
    giveLecture: (on, filling = false) => {
      batch(() => {
        state.lecture.value = on;
        state.fullScreen.value = on && filling;
        if (on) return;
        state.spot.value = false;
        state.blanked.value = false;
      });
    },
    fillScreen: (on) => {
      state.fullScreen.value = on;
    },
    switchCover: (name) => {
      const own = coverOf(name, state.network.peek());
      if (state.covered.peek().has(own)) reveal([own]);
      else cover(own);
    },
    revealNext: (there = () => true) => {
      if (!offers("covers")) return false;
      const covered = state.covered.peek();
      const shown = state.network.peek()?.layers.map(({ name }) => name) ?? [];
      const order = [...shown.filter((name) => !state.hidden.peek().has(name)), GUESSES];
      const next = order.find((name) => covered.has(name) && there(name));
      if (next !== undefined) reveal([next]);
      return next !== undefined;
    },
    revealAll: () => reveal([...state.covered.peek()]),
    coverAgain: () => {
      const last = offers("covers") ? state.revealed.peek().at(-1) : undefined;
      if (last !== undefined) cover(last);
      return last !== undefined;
    },
    showSpot: (on) => {
      state.spot.value = on;
    },
    blankScreen: (on) => {
      state.blanked.value = on;
    },
    useCharacterKeys: (on) => {
      state.characterKeys.value = on;
    },
  };
}
