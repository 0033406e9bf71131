/** A lesson: links that are shown one after the other, and which of them is open. */
import { batch } from "@preact/signals-core";
import { type Readable, slice, valuesOf, type Writable, write } from "./slice.ts";

export interface LessonStep {
  /** "" where nobody has given it one. */
  readonly title: string;
  /** What follows the page's own address: "?lecture=on#d=…". */
  readonly link: string;
  /** One line for everybody, at the foot of the stage; none is left out. */
  readonly question?: string;
}

/** A list, and the step of it that is open. */
interface Course {
  readonly steps: readonly LessonStep[];
  readonly at: number | null;
}

export const LESSON = slice(
  {
    steps: [] as readonly LessonStep[],
    /** The step that was opened last, from 0; null: no lesson is given. */
    at: null as number | null,
    /** How often a step was opened, the same one again included. */
    turns: 0,
    /** As it was before steps were removed from it, until it is changed otherwise. */
    before: null as Course | null,
  },
  { replacedByLink: false },
);
export type LessonValues = typeof LESSON.beginning;

export interface LessonSlice extends Readable<LessonValues> {
  /** Other steps, or the same in another order; the one that is open stays so while it is among them. */
  useLesson(steps: readonly LessonStep[]): void;
  /** Removes so many steps, which `bringBack` has again until the lesson is changed otherwise. */
  removeSteps(from: number, count: number): void;
  bringBack(): void;
  /** Opens a step of the lesson; one that there is not changes nothing. */
  openStep(step: number): void;
  endLesson(): void;
}

export function lessonSlice(lesson: Writable<LessonValues>): LessonSlice {
  const use = (steps: readonly LessonStep[], before: Course | null) => {
    const at = lesson.at.peek();
    const open = at === null ? undefined : lesson.steps.peek()[at];
    const stays = at !== null && steps[at]?.link === open?.link;
    const moved = steps.findIndex(({ link }) => link === open?.link);
    write(lesson, { steps, at: stays ? at : moved < 0 ? null : moved, before });
  };
  return {
    ...lesson,
    useLesson: (steps) => use(steps, null),
    removeSteps: (from, count) => {
      const { steps, at } = valuesOf(LESSON, lesson);
      use(
        steps.filter((_, i) => i < from || i >= from + count),
        { steps, at },
      );
    },
    bringBack: () => {
      const before = lesson.before.peek();
      if (before !== null) write(lesson, { ...before, before: null });
    },
    openStep: (step) => {
      if (lesson.steps.peek()[step] === undefined) return;
      batch(() => {
        lesson.at.value = step;
        lesson.turns.value++;
      });
    },
    endLesson: () => {
      lesson.at.value = null;
    },
  };
}
