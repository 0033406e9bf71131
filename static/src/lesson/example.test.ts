import { existsSync, readFileSync } from "node:fs";
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

test("the lecture of two hours has every exhibit that is ready, in the order of the course, what stands beside it, and a question each", () => {
  const from = GUIDE.indexOf("## Two hours");
  const steps = lessonIn(GUIDE.slice(from, GUIDE.indexOf("\n## ", from)));
  expect(tooLong(steps)).toBeNull();
  const exhibits = steps.filter(({ link }) => link.startsWith("exhibits/"));
  const names = exhibits.map(({ link }) => link.slice("exhibits/".length, link.indexOf("?")));
  const pages = readFileSync("app/pages/course.py", "utf8");
  const [, course = ""] = /^COURSE = \(\n(.*?)^\)/ms.exec(pages) ?? [];
  const ready = [...course.matchAll(/"(\w+)"/g)]
    .map(([, name = ""]) => name)
    .filter((name) => existsSync(`templates/exhibits/${name}.html`));
  const beside = Object.fromEntries(
    [...pages.matchAll(/^BESIDE = \{"(\w+)": "(\w+)"\}/gm)].map(([, name, of]) => [of, name]),
  );
  expect(names).toEqual(ready.flatMap((name) => [name, ...(beside[name] ? [beside[name]] : [])]));
  expect(names).toHaveLength(ready.length + 1);
  for (const { link, question } of exhibits) {
    expect(link).toContain("?lecture=on");
    expect(question).toBeDefined();
  }
  expect(steps.filter(({ question }) => question === undefined)).toEqual([]);
});

test("the rest of the guide is a lesson without notes, as it was before there were any", () => {
  const [before, after] = [GUIDE.indexOf("## Two hours"), GUIDE.indexOf("## The story in eight")];
  const guide = GUIDE.slice(0, before) + GUIDE.slice(after);
  const rest = lessonIn(guide.slice(guide.indexOf("## Five minutes")));
  expect(rest.length).toBeGreaterThan(4);
  for (const step of rest) expect(Object.keys(step)).toEqual(["title", "link"]);
});
