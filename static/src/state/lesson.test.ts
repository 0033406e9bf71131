import { expect, test } from "vitest";
import { stateIn } from "../address/address.ts";
import { EMPTY } from "../ink/strokes.ts";
import { indexNetwork } from "../network/network.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { createStore } from "./lab.ts";
import { BEGINNING, STAYING, type State } from "./slice.ts";

const NETWORK = indexNetwork(DESCRIPTION);
const opened = (link: string) => stateIn(new URL(link, "http://a/")).state;

test("a link opened on the page shows what a page opened with it shows, and nothing of what was before", () => {
  const links = [
    "?hide=conv1&cover=guesses&scale=map&digits=4&cell=pool1.3&step=2&path=on&less=tools",
    "?moment=3&trace=on&before=conv1&colours=grey&lecture=on&open=keys",
    "?view=3d&from=top&stand=stack&spacing=40&heights=on&lit=on&theme=dark",
    "?hide=nothing,conv2&cell=conv9.1",
    "",
  ];
  const store = createStore({ network: NETWORK });
  for (const [i, link] of [...links, ...links.toReversed()].entries()) {
    store.begin(opened(link));
    const fresh = createStore(opened(link));
    fresh.describe(NETWORK);
    for (const key of Object.keys(BEGINNING) as (keyof State)[])
      expect([i, key, store[key].value]).toEqual([i, key, fresh[key].value]);
  }
});

test("what the server said, the device and the hand stay", () => {
  const before: Partial<State> = {
    network: NETWORK,
    connection: "live",
    fullScreen: true,
    painted: 7,
  };
  const store = createStore({
    ...before,
    characterKeys: false,
    revealed: ["conv1"],
    panel: "keys",
  });
  store.begin({ history: { ...EMPTY, drawing: [{ points: [[0.5, 0.5]], width: 0.07 }] } });
  for (const [key, value] of Object.entries(before))
    expect(store[key as keyof State].value).toBe(value);
  expect([store.characterKeys.value, store.panel.value]).toEqual([false, null]);
  expect(store.revealed.value).toEqual([]);
  expect([...STAYING].every((key) => key in BEGINNING)).toBe(true);
});

test("the open step goes with its link while the list is put in order, and ends with it", () => {
  const store = createStore();
  const [a, b, c] = ["?a", "?b", "?c"].map((link) => ({ title: "", link }));
  if (!a || !b || !c) throw new Error("three steps");
  store.useLesson([a, b, c]);
  store.openStep(1);
  store.openStep(3); // there is none
  const turns = store.lessonTurns.value;
  store.useLesson([b, a, c]);
  expect(store.lessonAt.value).toBe(0);
  store.useLesson([{ ...b, title: "named" }, a, c]);
  expect(store.lessonAt.value).toBe(0);
  expect(store.lessonTurns.value).toBe(turns); // nothing was opened by it
  store.useLesson([a, c]);
  expect(store.lessonAt.value).toBeNull();
});
