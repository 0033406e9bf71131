import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { exampleLesson } from "./example.ts";
import { lessonIn, tooLong } from "./text.ts";

const GUIDE = readFileSync("docs/lecture-guide.md", "utf8");

test("the lesson that is ready is that of the guide, word for word", () => {
  const from = GUIDE.indexOf("## Ten minutes");
  const part = GUIDE.slice(from, GUIDE.indexOf("\n## ", from));
  expect(lessonIn(part)).toEqual(exampleLesson());
  expect(tooLong(exampleLesson())).toBeNull();
});

test("the rest of the guide is a lesson without notes, as it was before there were any", () => {
  const rest = lessonIn(GUIDE.slice(GUIDE.indexOf("## Five minutes")));
  expect(rest.length).toBeGreaterThan(4);
  for (const step of rest) expect(Object.keys(step)).toEqual(["title", "link"]);
});
