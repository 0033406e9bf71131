/** The wall's end: says what is shown, and does what presenter windows ask. */
import { computed, effect, signal } from "@preact/signals-core";
import { listen } from "../events/listen.ts";
import { back, next, onward } from "../lecture/remote.ts";
import type { Lab } from "../state/lab.ts";
import type { LessonStep } from "../state/lesson.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { type Act, type Channel, newId, type ScreenWords, type Shown } from "./messages.ts";

export interface WallNeeds {
  readonly channel: Channel;
  /** When the clock began. */
  readonly since: number;
  now(): number;
  /** The clock began anew. */
  keep(since: number): void;
  /** Another page is this wall: a tab that was duplicated has the id of the first. */
  taken(): void;
}

export function linkWall(lab: Lab, { channel, now, ...needs }: WallNeeds): Dispose {
  const page = newId();
  const since = signal(needs.since);
  const shown = computed(() => shownBy(lab, since.value));
  const restart = () => {
    since.value = now();
    needs.keep(since.value);
  };
  const acts: Readonly<Record<Act, () => void>> = {
    next: () => next(lab),
    back: () => back(lab),
    blank: () => lab.lecture.blankScreen(!lab.lecture.blanked.peek()),
    begin: () => lab.lesson.openStep(0),
    restart,
  };
  const say = () => channel.post(shown.peek());
  let isTaken = false;
  channel.hear((message) => {
    if (message.type === "ask") say();
    else if (message.type === "act") acts[message.act]();
    else if (message.type === "taken") {
      isTaken = true;
      needs.taken();
    } else if (message.type === "claim" && message.page !== page) {
      channel.post({ type: "taken" });
      say(); // the other page has sent what it shows
    }
  });
  const stop = endAll(
    effect(() => channel.post(shown.value)),
    followBeginning(lab, restart),
    listen(window, {
      pagehide: () => channel.post({ type: "gone" }),
      // The page is back from the browser's back/forward cache.
      pageshow: ({ persisted }) => {
        if (persisted) say();
      },
    }),
    () => {
      if (!isTaken) channel.post({ type: "gone" });
      channel.close();
    },
  );
  channel.post({ type: "claim", page });
  return stop;
}

/** A lesson that is begun begins the clock. */
function followBeginning(lab: Lab, restart: () => void): Dispose {
  let was = lab.lesson.at.peek();
  return effect(() => {
    const at = lab.lesson.at.value;
    if (was === null && at !== null) restart();
    was = at;
  });
}

/** What is on the wall; reads signals. */
export function shownBy(lab: Lab, since: number): Shown {
  const { at, steps, open, ended } = lab.lesson;
  const { currentStep, step } = lab.forward;
  const screens = steps.value.length;
  const coming = steps.value[at.value === null ? 0 : at.value + 1];
  return {
    type: "shown",
    screens,
    screen: at.value === null ? 0 : Math.min(at.value + 1, screens),
    ended: ended.value,
    now: wordsOf(open.value),
    coming: coming === undefined ? null : wordsOf(coming),
    step: currentStep.value === null ? 0 : (step.value ?? 0) + 1,
    steps: lab.forward.steps.value.length,
    blank: lab.lecture.blanked.value,
    onward: onward(lab),
    since,
  };
}

function wordsOf(step: LessonStep | null): ScreenWords {
  const { title = "", question = "", notes = "" } = step ?? {};
  return { title, question, notes };
}
