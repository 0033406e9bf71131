import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLab, type Lab } from "../state/lab.ts";
import { type Channels, makeChannels } from "../testing/channels.ts";
import { linkPresenter, type PresenterLink } from "./link.ts";
import { type Message, messageIn } from "./messages.ts";
import { linkWall, shownBy } from "./wall.ts";

const STEPS = [
  { title: "One", link: "?scale=map", question: "Why?", notes: "Wait.\nAsk." },
  { title: "", link: "?scale=layer" },
];

let channels: Channels;
let lab: Lab;
let kept: number[];
let ends: (() => void)[];

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  channels = makeChannels();
  lab = createLab({ lesson: { steps: STEPS, at: 0 } });
  [kept, ends] = [[], []];
});
afterEach(() => {
  for (const end of ends) end();
  vi.useRealTimers();
});

function wall(id: string, given: Lab, taken = () => {}) {
  const end = linkWall(given, {
    channel: channels.open(id),
    since: 1_000_000,
    now: Date.now,
    keep: (since) => kept.push(since),
    taken,
  });
  ends.push(end);
  return end;
}

function presenter(id: string): PresenterLink {
  const link = linkPresenter(channels.open(id));
  ends.push(link.end);
  return link;
}

const screenOf = ({ shown }: PresenterLink) => [shown.value?.screen, shown.value?.now.question];

test("a presenter shows what the wall shows, whichever was there first, and drives it", () => {
  const early = presenter("a");
  expect([early.state.value, early.shown.value]).toEqual(["looking", null]);
  wall("a", lab);
  const late = presenter("a");
  for (const link of [early, late]) {
    expect(link.state.value).toBe("live");
    expect(link.shown.value).toEqual(shownBy(lab, 1_000_000));
    expect(screenOf(link)).toEqual([1, "Why?"]);
  }
  late.act("next");
  expect(lab.lesson.at.value).toBe(1);
  expect(screenOf(early)).toEqual([2, ""]);
  expect(early.shown.value?.coming).toBeNull();
  late.act("next");
  expect([early.shown.value?.ended, early.shown.value?.screen]).toEqual([true, 2]);
  late.act("next"); // nothing comes after the end
  early.act("back");
  early.act("back");
  expect(screenOf(late)).toEqual([1, "Why?"]);
  expect(late.shown.value?.coming).toEqual({ title: "", question: "", notes: "" });
});

test("a blank wall, what next does, and a lesson that is begun from here", () => {
  wall("a", lab);
  const { shown, act } = presenter("a");
  expect([shown.value?.blank, shown.value?.onward]).toEqual([false, "screen"]);
  act("blank");
  expect([shown.value?.blank, shown.value?.onward]).toEqual([true, "show"]);
  act("blank");
  lab.lecture.switchCover("guesses");
  expect(shown.value?.onward).toBe("reveal");
  lab.lesson.endLesson();
  expect([shown.value?.screen, shown.value?.now.title, shown.value?.onward]).toEqual([0, "", null]);
  expect(shown.value?.coming?.title).toBe("One");
  act("begin");
  expect([shown.value?.screen, shown.value?.now.title]).toEqual([1, "One"]);
});

test("the clock is the wall's: all windows have the same, kept for the next page of the wall", () => {
  wall("a", lab);
  const [one, other] = [presenter("a"), presenter("a")];
  vi.setSystemTime(1_060_000);
  one.act("restart");
  expect([one.shown.value?.since, other.shown.value?.since, kept]).toEqual([
    1_060_000,
    1_060_000,
    [1_060_000],
  ]);
  lab.lesson.endLesson();
  vi.setSystemTime(1_090_000);
  lab.lesson.openStep(1); // a lesson that is begun begins the clock
  lab.lesson.openStep(0);
  expect(kept).toEqual([1_060_000, 1_090_000]);
});

test("a wall that is closed says so, one that is silent is missed, and one that comes back goes on", () => {
  const end = wall("a", lab);
  const link = presenter("a");
  vi.advanceTimersByTime(60_000);
  expect(link.state.value).toBe("live");
  end();
  expect([link.state.value, screenOf(link)]).toEqual(["gone", [1, "Why?"]]);
  const { length } = channels.posted;
  link.act("next");
  expect(channels.posted).toHaveLength(length); // nobody is there to hear it
  wall("a", createLab({ lesson: { steps: STEPS, at: 1 } }));
  expect([link.state.value, screenOf(link)]).toEqual(["live", [2, ""]]);

  const silent = presenter("b");
  vi.advanceTimersByTime(60_000);
  expect(silent.state.value).toBe("gone");
  wall("b", lab);
  expect(silent.state.value).toBe("live");
});

test("a page that is closed by the browser says so, and one that it kept is back", () => {
  wall("a", lab);
  const link = presenter("a");
  window.dispatchEvent(new Event("pagehide"));
  expect(link.state.value).toBe("gone");
  window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  expect(link.state.value).toBe("live");
});

test("two walls do not hear each other's presenters", () => {
  const other = createLab({ lesson: { steps: STEPS, at: 0 } });
  wall("a", lab);
  wall("b", other);
  const link = presenter("b");
  link.act("next");
  expect([lab.lesson.at.value, other.lesson.at.value]).toEqual([0, 1]);
});

test("a tab that was duplicated is another wall: the presenter stays with the first", () => {
  wall("a", lab);
  const link = presenter("a");
  const copy = createLab({ lesson: { steps: STEPS, at: 1 } });
  let taken = 0;
  const end = wall("a", copy, () => taken++);
  expect(taken).toBe(1);
  end();
  expect([link.state.value, screenOf(link)]).toEqual(["live", [1, "Why?"]]);
  link.act("next");
  expect([lab.lesson.at.value, copy.lesson.at.value]).toEqual([1, 1]);
});

test("what another version or another page sends is no message", () => {
  const shown = shownBy(lab, 5);
  const good: Message[] = [
    shown,
    { type: "ask" },
    { type: "act", act: "next" },
    { type: "claim", page: "1" },
  ];
  for (const message of good) expect(messageIn(message)).toEqual(message);
  const wrong = [
    null,
    3,
    "ask",
    {},
    { type: "draw" },
    { type: "act", act: "format" },
    { type: "claim" },
    { ...shown, screen: "1" },
    { ...shown, now: { title: "" } },
    { ...shown, coming: 3 },
    { ...shown, onward: "fly" },
    { ...shown, since: undefined },
  ];
  for (const data of wrong) expect(messageIn(data)).toBeNull();
});
