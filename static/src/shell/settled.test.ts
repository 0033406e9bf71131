import { beforeEach, expect, test, vi } from "vitest";
import { markSettled } from "./settled.ts";

const root = document.documentElement;
let moving: readonly { endTime: number }[];
const frames = async (count: number) => {
  for (let left = count; left > 0; left--) await new Promise(requestAnimationFrame);
};

beforeEach(() => {
  moving = [];
  document.getAnimations = vi.fn(() =>
    moving.map(
      ({ endTime }) =>
        ({ playState: "running", effect: { getComputedTiming: () => ({ endTime }) } }) as Animation,
    ),
  );
});

test("the page has settled when its values are current and nothing has moved for two frames", async () => {
  const settle = markSettled(root);
  await frames(4);
  expect(root.dataset.settled).toBeUndefined();
  settle(true);
  expect(root.dataset.settled).toBeUndefined();
  await frames(3);
  expect(root.dataset.settled).toBe("");
  settle(false);
  expect(root.dataset.settled).toBeUndefined();
  await frames(4);
  expect(root.dataset.settled).toBeUndefined();
});

test("a movement unsettles the page until it ends; one without an end does not", async () => {
  markSettled(root)(true);
  await frames(3);
  moving = [{ endTime: 200 }];
  root.append(document.createElement("i"));
  root.lastElementChild?.dispatchEvent(new Event("transitionrun", { bubbles: true }));
  expect(root.dataset.settled).toBeUndefined();
  await frames(4);
  expect(root.dataset.settled).toBeUndefined();
  moving = [{ endTime: Number.POSITIVE_INFINITY }];
  await frames(3);
  expect(root.dataset.settled).toBe("");
  root.lastElementChild?.remove();
});
