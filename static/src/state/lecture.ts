/** What a lecturer does: lecture mode, covering and revealing, a blank screen, controls left out. */
import { batch, type ReadonlySignal, type Signal } from "@preact/signals-core";
import type { Network } from "../network/network.ts";
import type { Control, Controls, IfOffered } from "./controls.ts";
import { coverOf, GUESSES, isCovered } from "./covers.ts";
import { type Focus, focusOf } from "./focus.ts";
import type { ForwardSlice } from "./forward.ts";
import { type Readable, slice, type Writable } from "./slice.ts";

export const LECTURE = slice(
  {
    /** Large type and strong colours, for a projector. */
    on: false,
    /** What is kept from the audience until it is revealed: GUESSES and names of layers. */
    covered: new Set() as ReadonlySet<string>,
    /** What was revealed, the last one last: going back covers it again. */
    revealed: [] as readonly string[],
    /** The layer that is large, or WHOLE; null: the one that is so at the beginning. */
    focus: null as string | null,
    /** The screen shows nothing. */
    blanked: false,
    /** Controls that a lesson leaves out. */
    leftOut: new Set() as ReadonlySet<Control>,
  },
  { replacedByLink: true },
);
export type LectureValues = typeof LECTURE.beginning;

export interface LectureSlice extends Readable<LectureValues>, Controls, Focus {
  /** Whether this layer, or GUESSES, is covered. Reads signals. */
  isCovered(name: string): boolean;
  /** Lecture mode; `filling` asks for the whole screen with it, which needs a key or a click. */
  giveLecture(on: boolean, filling?: boolean): void;
  /** Covers a layer, or GUESSES, or reveals it. */
  switchCover(name: string): void;
  /** What is revealed next, of what is covered and on the page and `there`: layers in their order, the guesses last. Reads signals. */
  nextCovered(there?: (name: string) => boolean): string | null;
  /** Reveals it; false where there is none. */
  revealNext(there?: (name: string) => boolean): boolean;
  revealAll(): void;
  /** Covers again what was revealed last. */
  coverAgain(): boolean;
  blankScreen(on: boolean): void;
}

interface Needs extends Controls {
  readonly network: ReadonlySignal<Network | null>;
  readonly hidden: ReadonlySignal<ReadonlySet<string>>;
  readonly fullScreen: Signal<boolean>;
  readonly spot: Signal<boolean>;
  readonly ifOffered: IfOffered;
  readonly forward: Pick<ForwardSlice, "steps" | "currentStep" | "stepTo">;
}

export function lectureSlice(lecture: Writable<LectureValues>, needs: Needs): LectureSlice {
  const { network, hidden, fullScreen, spot, offers, leaveOut, forward } = needs;
  return {
    ...lecture,
    ...focusOf(lecture.focus, { on: lecture.on, network, hidden, ...forward }),
    offers,
    leaveOut,
    isCovered: (name) => isCovered(name, lecture.covered.value, network.value),
    ...coverActions(lecture, needs),
    giveLecture: (on, filling = false) => {
      batch(() => {
        lecture.on.value = on;
        fullScreen.value = on && filling;
        if (on) return;
        spot.value = false;
        lecture.blanked.value = false;
      });
    },
    blankScreen: (on) => {
      lecture.blanked.value = on;
    },
  };
}

type CoverActions = "switchCover" | "nextCovered" | "revealNext" | "revealAll" | "coverAgain";

function coverActions(
  { covered, revealed }: Writable<LectureValues>,
  { network, hidden, offers, ifOffered }: Needs,
): Pick<LectureSlice, CoverActions> {
  const reveal = ifOffered("covers", (names: readonly string[]) => {
    batch(() => {
      const left = new Set(covered.peek());
      for (const name of names) left.delete(name);
      covered.value = left;
      revealed.value = [...revealed.peek(), ...names];
    });
  });
  const cover = ifOffered("covers", (name: string) => {
    batch(() => {
      covered.value = new Set([...covered.peek(), name]);
      revealed.value = revealed.peek().filter((each) => each !== name);
    });
  });
  const nextCovered = (there = (_name: string) => true) => {
    if (!offers("covers")) return null;
    const layers = network.value?.layers.map(({ name }) => name) ?? [];
    const order = [...layers.filter((name) => !hidden.value.has(name)), GUESSES];
    return order.find((name) => covered.value.has(name) && there(name)) ?? null;
  };
  return {
    switchCover: (name) => {
      const whole = coverOf(name, network.peek());
      if (covered.peek().has(whole)) reveal([whole]);
      else cover(whole);
    },
    nextCovered,
    revealNext: (there) => {
      const next = nextCovered(there);
      if (next !== null) reveal([next]);
      return next !== null;
    },
    revealAll: () => reveal([...covered.peek()]),
    coverAgain: () => {
      const last = offers("covers") ? revealed.peek().at(-1) : undefined;
      if (last !== undefined) cover(last);
      return last !== undefined;
    },
  };
}
