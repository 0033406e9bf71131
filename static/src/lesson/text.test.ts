import { expect, test } from "vitest";
import type { LessonStep } from "../state/lesson.ts";
import { chanceFrom } from "../testing/chance.ts";
import { lessonAsText, lessonIn, MOST_STEPS, tooLong } from "./text.ts";

const BASE = "http://192.168.0.10:8000/course/";

test("any lesson is the same after it has been a text", () => {
  const chance = chanceFrom(3);
  const titles = ["", "What ReLU takes away", "a [b] \\ c]", "5 × 5, “really”?", "Één: 1. dan 2."];
  const links = [
    "?lecture=on",
    "?hide=conv1,pool1&cell=fc1.3",
    "?step=4#d=E1RAU",
    "exhibits/weights?lecture=on",
  ];
  for (let i = 0; i < 200; i++) {
    const steps = Array.from(
      { length: chance.whole(0, 12) },
      (): LessonStep => ({ title: chance.one(titles), link: chance.one(links) }),
    );
    expect(lessonIn(lessonAsText(steps, BASE))).toEqual(steps);
  }
});

test("an exhibit is a screen wherever the page lies, and no other page is", () => {
  const links = (text: string) => lessonIn(text).map(({ link }) => link);
  expect(links(`${BASE}exhibits/choice?case=2#d=E1, ${BASE}exhibits/history.`)).toEqual([
    "exhibits/choice?case=2#d=E1",
    "exhibits/history",
  ]);
  expect(links(`${BASE}train?lecture=on&seed=2`)).toEqual(["train?lecture=on&seed=2"]);
  expect(links(`${BASE}exhibits ${BASE}exhibits/ ${BASE}exhibits/a/b ${BASE}about`)).toEqual([]);
});

const QUESTIONS = ["", "What will it say, and how sure?", "> 9?", "a \\ b [c](http://a/?step=1)"];
const NOTES = [
  "",
  "One line.",
  "Press Next.\n\n  - then wait\n  - and ask http://a/?hide=fc1",
  "> no question\n1. [x](http://a/?step=2)\n\\ and \\[",
  "> twice\n\n> over",
];

test("questions and notes are the same after the lesson has been a text, and links in them are no screens", () => {
  const chance = chanceFrom(4);
  for (let i = 0; i < 200; i++) {
    const steps = Array.from({ length: chance.whole(0, 12) }, (): LessonStep => {
      const [question, notes] = [chance.one(QUESTIONS), chance.one(NOTES)];
      const words = { ...(question !== "" && { question }), ...(notes !== "" && { notes }) };
      return {
        title: chance.one(["", "A [b]"]),
        link: chance.one(["?step=4", "?lecture=on"]),
        ...words,
      };
    });
    expect(lessonIn(lessonAsText(steps, BASE))).toEqual(steps);
  }
});

test("a screen's words stand below its link, indented; other text is none", () => {
  const text = `
1. [A](http://a/?step=1): as it was always written
   over two lines.
2. [B](http://a/?step=2). Look.

   > Which of them
   > is darkest?

   First this.
     Then that.

3. [C](http://a/?step=3)\r
\r
   Windows.\r
\tTabs.\r
Not indented any more.

   Another paragraph.
4. [D](http://a/?step=4)
> a quotation of the page's own
   > late`;
  expect(lessonIn(text)).toEqual([
    { title: "A", link: "?step=1" },
    {
      title: "B",
      link: "?step=2",
      question: "Which of them is darkest?",
      notes: "First this.\n  Then that.",
    },
    { title: "C", link: "?step=3", notes: "  Windows.\nTabs." },
    { title: "D", link: "?step=4" },
  ]);
});

test("a lesson without words is written as it always was", () => {
  const steps = ["?step=1", "?step=2"].map((link) => ({ title: "a", link }));
  expect(lessonAsText(steps, BASE)).toBe(`1. [a](${BASE}?step=1)\n2. [a](${BASE}?step=2)\n`);
});

test("words that are too long are named: which, how long, how long they may be", () => {
  const step = { title: "", link: "?step=1" };
  const [question, notes] = ["?".repeat(120), "é\u{1f914}".repeat(1000)];
  expect(tooLong([step, { ...step, question, notes }])).toBeNull();
  const long = tooLong([step, { ...step, question: `${question}!` }]);
  expect(long).toEqual({ step: 2, part: "question", length: 121, most: 120 });
  const noted = tooLong([{ ...step, notes: `${notes}.` }]);
  expect(noted).toEqual({ step: 1, part: "notes", length: 2001, most: 2000 });
});

test("links are found in whatever people write, and are this page's wherever they were made", () => {
  const text = `
# My lesson
- What is a map: http://127.0.0.1:8000/?hide=conv2#d=E1
2) http://10.0.0.4/inkling/?lecture=on
> See [the course](https://example.org/week?3) and [Then this](http://a/?cell=conv1.3), <http://a/?step=2>.
nothing here: http://127.0.0.1:8000/
Look first at http://a/?lecture=on#d=E1RA, then *http://a/?hide=fc1*.
[over
two lines](http://a/?step=1) [angle](<http://a/?step=2>) [tip](http://a/?step=3 "a tip")
| **cell** | http://a/?hide=fc1&amp;step=4 |
A shop: https://example.org/?width=9&colour=red&size=large`;
  expect(lessonIn(text)).toEqual([
    { title: "What is a map", link: "?hide=conv2#d=E1" },
    { title: "", link: "?lecture=on" },
    { title: "Then this", link: "?cell=conv1.3" },
    { title: "", link: "?step=2" },
    { title: "Look first at", link: "?lecture=on#d=E1RA" },
    { title: "then", link: "?hide=fc1" },
    { title: "over two lines", link: "?step=1" },
    { title: "angle", link: "?step=2" },
    { title: "tip", link: "?step=3" },
    { title: "cell", link: "?hide=fc1&step=4" },
  ]);
});

test("what is no lesson has no steps, and a long one has an end", () => {
  for (const text of ["", "hello", "[", "](http://", '{"strokes": []}', "http://["])
    expect(lessonIn(text)).toEqual([]);
  const long = "http://a/?step=1\n".repeat(10 * MOST_STEPS);
  expect(lessonIn(long)).toHaveLength(MOST_STEPS);
  // Nothing grows with the square of a text.
  for (const text of ["[", "[a](", "http://", "\\", "[\n"])
    expect(lessonIn(text.repeat(50_000))).toEqual([]);
});
