/** What a run has told, put together of its events; and the runs that a page offers. */
import { expect, test } from "vitest";
import "../testing/words.ts";
import { PRESETS, presetOf, USUAL } from "./presets.ts";
import { afterEvents, beginning } from "./progress.ts";
import { figuresInWords, statusInWords } from "./status.ts";

const RUN = { name: "run-00000001", key: null, settings: USUAL, place: 2 };

const EVENTS = [
  { type: "preparing", images: 50 },
  { type: "begun", of_steps: 40 },
  { type: "moment", step: 0, moment: 0, loss: 2.3, accuracy: 0.1 },
  {
    type: "losses",
    losses: [
      [1, 2.3],
      [2, 2.1],
    ],
  },
  { type: "paused", step: 2 },
  { type: "step_size", step: 2, learning_rate: 0.5 },
  { type: "something newer" },
];

test("events come to a run's state, however they are cut", () => {
  const whole = afterEvents(beginning(0.1, 0), EVENTS);
  expect(whole).toMatchObject({ status: "paused", ofSteps: 40, step: 2, rate: 0.5, why: null });
  expect(whole.rates).toEqual([
    [0, 0.1],
    [2, 0.5],
  ]);
  expect(whole.losses).toHaveLength(2);
  expect(whole.moments).toHaveLength(1);
  const inTwo = afterEvents(afterEvents(beginning(0.1, 0), EVENTS.slice(0, 3)), EVENTS.slice(3));
  expect(inTwo).toEqual(whole);
  expect(statusInWords(RUN, whole)).toBe("Paused at step 2 of 40");
});

test("the first reason of an end counts, and each is said", () => {
  const ends = ["killed", "server"].map((why) => ({ type: "ended", why, step: 2 }));
  const over = afterEvents(afterEvents(beginning(0.1, 0), EVENTS), ends);
  expect(over.why).toBe("killed");
  for (const why of "finished stopped diverged paused long server killed memory disk failed".split(
    " ",
  ))
    expect(statusInWords(RUN, { ...over, why })).toContain("step");
});

test("of data that cannot be read the page says which file and why", () => {
  const detail = "strokes/hall.jsonl, line 3: it is not JSON";
  const events = [EVENTS[0] ?? {}, { type: "ended", why: "data", step: 0, detail }];
  const over = afterEvents(beginning(0.1, 0), events);
  expect(statusInWords(RUN, over)).toBe("Ended: its data cannot be read");
  expect(figuresInWords(over)).toBe(detail);
  expect(figuresInWords(afterEvents(beginning(0.1, 0), EVENTS.slice(0, 2)))).toBe("");
});

test("before the first batch there is no loss, and the run has not begun", () => {
  const first = afterEvents(beginning(0.1, 0), EVENTS.slice(0, 3));
  expect(figuresInWords(first)).toContain("Loss of the last batch –.");
  const grown = afterEvents(first, [{ type: "losses", losses: [[1, null]] }]);
  expect(figuresInWords(grown)).toContain("Loss of the last batch ∞.");
  const stopped = (now: typeof first) =>
    statusInWords(RUN, afterEvents(now, [{ type: "ended", why: "stopped", step: now.step }]));
  expect(stopped(first)).toBe("Stopped before its first step");
  expect(stopped(grown)).toBe("Stopped after 1 step");
});

test("of a long run losses stay as they were, and fewer", () => {
  const losses = Array.from({ length: 9000 }, (_, at) => [at + 1, at / 10] as const);
  const long = afterEvents(beginning(0.1, 0), [{ type: "losses", losses }]);
  expect(long.losses.length).toBeLessThanOrEqual(4000);
  expect(long.step).toBe(9000);
  for (const [step, loss] of long.losses) expect(loss).toBe((step - 1) / 10);
});

test("a run that waits says how many are before it", () => {
  expect(statusInWords(RUN, beginning(0.1, 0))).toBe("Waiting: 2 runs before it");
  expect(statusInWords({ ...RUN, place: 1 }, beginning(0.1, 0))).toBe("Waiting: 1 run before it");
  expect(statusInWords({ ...RUN, place: 0 }, beginning(0.1, 0))).toBe("Preparing the run");
  expect(statusInWords(null, null)).toBe("No run yet");
});

test("presets are known again, and nothing else is one", () => {
  for (const [name, settings] of Object.entries(PRESETS)) expect(presetOf(settings)).toBe(name);
  expect(presetOf({ ...USUAL, seed: 7 })).toBeNull();
});
