import { expect, test } from "vitest";
import type { LessonStep } from "../state/lesson.ts";
import { chanceFrom } from "../testing/chance.ts";
import { lessonAsText, lessonIn, MOST_STEPS } from "./text.ts";

const BASE = "http://192.168.0.10:8000/course/";

test("any lesson is the same after it has been a text", () => {
  const chance = chanceFrom(3);
  const titles = ["", "What ReLU takes away", "a [b] \\ c]", "5 × 5, “really”?", "Één: 1. dan 2."];
  const links = ["?lecture=on", "?hide=conv1,pool1&cell=fc1.3", "?step=4#d=E1RAU"];
  for (let i = 0; i < 200; i++) {
    const steps = Array.from(
      { length: chance.whole(0, 12) },
      (): LessonStep => ({ title: chance.one(titles), link: chance.one(links) }),
    );
    expect(lessonIn(lessonAsText(steps, BASE))).toEqual(steps);
  }
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
