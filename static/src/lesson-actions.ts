/** Giving a lesson: which link comes next, and what opening one on the page does to the state. */
import { batch } from "@preact/signals-core";
import { fitted } from "./fitting.ts";
import type { LessonStep } from "./share/lesson.ts";
import { completed, STAYING, type State, valuesOf, type WritableSignals, write } from "./state.ts";

export interface LessonActions {
  /** Other steps, or the same in another order; the one that is open stays so while it is among them. */
  useLesson(steps: readonly LessonStep[]): void;
  /** Opens a step of the lesson; one that there is not changes nothing. */
  openStep(step: number): void;
  endLesson(): void;
  /** What is on the screen becomes what a page opened like this shows. */
  begin(opened: Partial<State>): void;
}

export function lessonActions(state: WritableSignals): LessonActions {
  return {
    useLesson: (steps) => {
      batch(() => {
        const at = state.lessonAt.peek();
        const open = at === null ? undefined : state.lesson.peek()[at];
        state.lesson.value = steps;
        if (at === null || steps[at]?.link === open?.link) return;
        const moved = steps.findIndex(({ link }) => link === open?.link);
        state.lessonAt.value = moved < 0 ? null : moved;
      });
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
      write(state, network === null ? next : { ...next, ...fitted(next, network) });
    },
  };
}
