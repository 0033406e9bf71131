/** Giving a lesson: which link comes next, and what opening one on the page does to the state. */
import { batch } from "@preact/signals-core";
import { fitted } from "./fitted.ts";
import {
  completed,
  type LessonStep,
  STAYING,
  type State,
  valuesOf,
  type WritableSignals,
  write,
} from "./slice.ts";

export interface LessonActions {
  /** Other steps, or the same in another order; the one that is open stays so while it is among them. */
  useLesson(steps: readonly LessonStep[]): void;
  /** Removes so many steps, which `bringBack` has again until the lesson is changed otherwise. */
  removeSteps(from: number, count: number): void;
  bringBack(): void;
  /** Opens a step of the lesson; one that there is not changes nothing. */
  openStep(step: number): void;
  endLesson(): void;
  /** What is on the screen becomes what a page opened like this shows. */
  begin(opened: Partial<State>): void;
}

export function lessonActions(state: WritableSignals): LessonActions {
  const use = (steps: readonly LessonStep[], lessonBefore: State["lessonBefore"]) => {
    const at = state.lessonAt.peek();
    const open = at === null ? undefined : state.lesson.peek()[at];
    const stays = at !== null && steps[at]?.link === open?.link;
    const moved = steps.findIndex(({ link }) => link === open?.link);
    const lessonAt = stays ? at : moved < 0 ? null : moved;
    write(state, { lesson: steps, lessonAt, lessonBefore });
  };
  return {
    useLesson: (steps) => use(steps, null),
    removeSteps: (from, count) => {
      const { lesson, lessonAt } = valuesOf(state);
      const left = lesson.filter((_, i) => i < from || i >= from + count);
      use(left, { lesson, lessonAt });
    },
    bringBack: () => {
      const before = state.lessonBefore.peek();
      if (before !== null) write(state, { ...before, lessonBefore: null });
    },
    openStep: (step) => {
      if (state.lesson.peek()[step] === undefined) return;
      batch(() => {
        state.lessonAt.value = step;
        state.lessonTurns.value++;
      });
    },
    endLesson: () => {
      state.lessonAt.value = null;
    },
    begin: (opened) => {
      const [before, network] = [valuesOf(state), state.network.peek()];
      const staying = Object.entries(before).filter(([key]) => STAYING.has(key as keyof State));
      const next: State = { ...completed(opened), ...Object.fromEntries(staying) };
      // Without the server nobody reads this ink: what was read of other ink must not stand beside it.
      const unread = before.connection !== "live" && inkIn(before) !== inkIn(next);
      if (unread) Object.assign(next, { reading: null });
      write(state, network === null ? next : { ...next, ...fitted(next, network) });
    },
  };
}

/** What is on the pad, to be compared. */
function inkIn({ history, picture, pixels, moment }: State): string {
  const points = history.drawing.map((stroke) => stroke.points);
  return JSON.stringify([points, picture && [...picture], pixels && [...pixels], moment]);
}
