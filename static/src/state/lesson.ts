/** A lesson: links that are shown one after the other, and which of them is open. */
import { batch, computed, type ReadonlySignal } from "@preact/signals-core";
import { type Readable, slice, valuesOf, type Writable, write } from "./slice.ts";

export interface LessonStep {
  /** "" where nobody has given it one. */
  readonly title: string;
  /** What follows the lab's own address: "?lecture=on#d=…", or "exhibits/weights?lecture=on". */
  readonly link: string;
  /** One line for everybody, at the foot of the stage; none is left out. */
  readonly question?: string;
  /** Lines for who gives the lesson, in the presenter window only; none are left out. */
  readonly notes?: string;
}

/** The most letters of each. */
export const MOST_TITLE = 120;
export const MOST_QUESTION = 120;
export const MOST_NOTES = 2000;

/** A list, and the step of it that is open. */
interface Course {
  readonly steps: readonly LessonStep[];
  readonly at: number | null;
}

export const LESSON = slice(
  {
    steps: [] as readonly LessonStep[],
    /** The step that was opened last, from 0; as many as there are: the lesson has come to its end; null: no lesson is given. */
    at: null as number | null,
    /** How often a step was opened, the same one again included. */
    turns: 0,
    /** As it was before steps were removed from it, until it is changed otherwise. */
    before: null as Course | null,
    /** How often a presenter window was asked for. */
    asked: 0,
    /** The list is kept in this browser. */
    kept: true,
  },
  { replacedByLink: false },
);
export type LessonValues = typeof LESSON.beginning;

export interface LessonSlice extends Readable<LessonValues> {
  /** The step that is on the screen: at the end the last one stays. */
  readonly open: ReadonlySignal<LessonStep | null>;
  /** The lesson has gone on past its last step. */
  readonly ended: ReadonlySignal<boolean>;
  /** Other steps, or the same in another order; the one that is open stays so while it is among them. */
  useLesson(steps: readonly LessonStep[]): void;
  /** Removes so many steps, which `bringBack` has again until the lesson is changed otherwise. */
  removeSteps(from: number, count: number): void;
  bringBack(): void;
  /** Opens a step of the lesson; one that there is not changes nothing. */
  openStep(step: number): void;
  /** To the end after the last step, or from there back to it: what is on the screen stays. */
  atEnd(end: boolean): void;
  endLesson(): void;
  askForPresenter(): void;
  /** Whether the list could be kept in this browser. */
  keep(kept: boolean): void;
}

export function lessonSlice(lesson: Writable<LessonValues>): LessonSlice {
  const open = computed(() => openStep(lesson.steps.value, lesson.at.value));
  const ended = computed(() => isEnd(lesson.steps.value, lesson.at.value));
  const use = (steps: readonly LessonStep[], before: Course | null) =>
    write(lesson, { steps, at: positionIn(steps, valuesOf(LESSON, lesson)), before });
  return {
    ...lesson,
    open,
    ended,
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
    atEnd: (end) => {
      const last = lesson.steps.peek().length - 1;
      if (last >= 0) lesson.at.value = end ? last + 1 : last;
    },
    endLesson: () => {
      lesson.at.value = null;
    },
    keep: (kept) => {
      lesson.kept.value = kept;
    },
    askForPresenter: () => {
      lesson.asked.value++;
    },
  };
}

const isEnd = (steps: readonly LessonStep[], at: number | null) => at === steps.length && at > 0;

function openStep(steps: readonly LessonStep[], at: number | null): LessonStep | null {
  if (at === null) return null;
  return steps[Math.min(at, steps.length - 1)] ?? null;
}

/** Where in other steps the lesson is: at the step that is open, if it is among them; at the end only after the last. */
function positionIn(steps: readonly LessonStep[], { steps: old, at }: Course): number | null {
  const open = openStep(old, at);
  if (at === null || open === null) return null;
  const here = Math.min(at, old.length - 1);
  const stays = steps[here]?.link === open.link;
  const found = stays ? here : steps.findIndex(({ link }) => link === open.link);
  if (found < 0) return null;
  return isEnd(old, at) && found === steps.length - 1 ? steps.length : found;
}
