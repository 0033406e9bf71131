import { expect, test } from "vitest";
import { stateIn } from "../address/address.ts";
import { EMPTY } from "../ink/strokes.ts";
import { back, next, onward } from "../lecture/remote.ts";
import { indexNetwork } from "../network/network.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { allValuesOf } from "../testing/values.ts";
import { createLab } from "./lab.ts";
import { LECTURE } from "./lecture.ts";
import { LOOK } from "./look.ts";

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
  const lab = createLab({ reader: { network: NETWORK } });
  for (const [i, link] of [...links, ...links.toReversed()].entries()) {
    lab.begin(opened(link));
    const fresh = createLab(opened(link));
    fresh.reader.describe(NETWORK);
    expect({ i, ...allValuesOf(lab) }).toEqual({ i, ...allValuesOf(fresh) });
  }
});

test("what the server said, the device, the hand and the lesson stay", () => {
  const lab = createLab({
    reader: { network: NETWORK, painted: 7 },
    session: { connection: "live", fullScreen: true, characterKeys: false, deviceTheme: "dark" },
    lesson: { steps: [{ title: "", link: "?a" }], at: 0, turns: 1 },
    lecture: { revealed: ["conv1"] },
    look: { panel: "keys" },
  });
  const before = allValuesOf(lab);
  const drawing = [{ points: [[0.5, 0.5]], width: 0.07 }] as const;
  lab.begin({ ink: { history: { ...EMPTY, drawing } } });
  const after = allValuesOf(lab);
  expect([after.reader, after.session, after.lesson]).toEqual([
    before.reader,
    before.session,
    before.lesson,
  ]);
  expect(after.ink.history.drawing).toBe(drawing);
  expect([after.look, after.lecture]).toEqual([LOOK.beginning, LECTURE.beginning]);
});

test("the open step goes with its link while the list is put in order, and ends with it", () => {
  const lab = createLab();
  const [a, b, c] = ["?a", "?b", "?c"].map((link) => ({ title: "", link }));
  if (!a || !b || !c) throw new Error("three steps");
  lab.lesson.useLesson([a, b, c]);
  lab.lesson.openStep(1);
  lab.lesson.openStep(3); // there is none
  const turns = lab.lesson.turns.value;
  lab.lesson.useLesson([b, a, c]);
  expect(lab.lesson.at.value).toBe(0);
  lab.lesson.useLesson([{ ...b, title: "named" }, a, c]);
  expect(lab.lesson.at.value).toBe(0);
  expect(lab.lesson.turns.value).toBe(turns); // nothing was opened by it
  lab.lesson.useLesson([a, c]);
  expect(lab.lesson.at.value).toBeNull();
});

test("after the last step the lesson ends, the screen stays, and back is the last step as it was", () => {
  const [a, b, c] = ["?a", "?b", "?c"].map((link) => ({ title: "", link }));
  if (!a || !b || !c) throw new Error("three steps");
  const lab = createLab({ lesson: { steps: [a, b] } });
  const { lesson } = lab;
  const now = () => [lesson.at.value, lesson.ended.value, lesson.open.value?.link];
  next(lab);
  expect(now()).toEqual([null, false, undefined]);
  lesson.openStep(1);
  const turns = lesson.turns.value;
  for (let i = 0; i < 3; i++) {
    expect(next(lab)).toBe(true); // the key is taken, whatever it does
    expect(now()).toEqual([2, true, "?b"]);
  }
  expect([lab.forward.step.value, lesson.turns.value]).toEqual([null, turns]);
  lesson.useLesson([b, a]);
  expect(now()).toEqual([0, false, "?b"]); // it is the last one no more
  lesson.openStep(1);
  next(lab);
  lesson.useLesson([c, b, a]);
  expect(now()).toEqual([3, true, "?a"]);
  back(lab);
  expect([...now(), lesson.turns.value]).toEqual([2, false, "?a", turns + 1]);
  next(lab);
  lesson.useLesson([b]);
  expect(now()).toEqual([null, false, undefined]);
});

test("at the end a blank screen and covers come first, as everywhere", () => {
  const lab = createLab({
    reader: { network: NETWORK },
    lesson: { steps: [{ title: "", link: "?a" }], at: 1 },
  });
  lab.lecture.switchCover("guesses");
  lab.lecture.blankScreen(true);
  expect(onward(lab)).toBe("show");
  next(lab);
  expect(onward(lab)).toBe("reveal");
  next(lab);
  expect([onward(lab), lab.lecture.covered.value.size]).toEqual(["stay", 0]);
});
