import { signal } from "@preact/signals-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Asker } from "./asker.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server whose answers come only when the test calls `give` or `fail`. */
function slow() {
  const waiting: { asked: string; give: (told: string) => void; fail: (why: Error) => void }[] = [];
  const ask = (asked: string) =>
    new Promise<string>((give, fail) => void waiting.push({ asked, give, fail }));
  return { waiting, ask };
}

const flushed = () => vi.advanceTimersByTimeAsync(0);

test("one is asked for at a time, then the newest, and none between", async () => {
  const newest = signal("a");
  const { waiting, ask } = slow();
  const asker = new Asker(newest, ask);
  newest.value = "b";
  newest.value = "c";
  expect(waiting.map(({ asked }) => asked)).toEqual(["a"]);
  waiting[0]?.give("A");
  await flushed();
  expect(asker.answer.value).toEqual({ asked: "a", reply: "A" });
  expect(waiting.map(({ asked }) => asked)).toEqual(["a", "c"]);
  waiting[1]?.give("C");
  await flushed();
  expect(asker.answer.value).toEqual({ asked: "c", reply: "C" });
  expect(waiting).toHaveLength(2);
  asker.end();
});

test("a failure is told, and asked again after a rest; an ended one says nothing more", async () => {
  const newest = signal("a");
  const { waiting, ask } = slow();
  const asker = new Asker(newest, ask);
  waiting[0]?.fail(new Error("no way"));
  await flushed();
  expect(asker.problem.value).toBe("no way");
  await vi.advanceTimersByTimeAsync(2000);
  waiting[1]?.give("A");
  await flushed();
  expect(asker.problem.value).toBe("");
  newest.value = "b";
  asker.end();
  waiting[2]?.give("B");
  await flushed();
  expect(asker.answer.value).toEqual({ asked: "a", reply: "A" });
  newest.value = "c";
  expect(waiting).toHaveLength(3);
});
