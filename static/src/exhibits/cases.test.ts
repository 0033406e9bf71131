import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { clashesIn, isWritten, SLOTS } from "./approach.ts";
import { type Case, CasesError, casesIn, namesBy } from "./cases.ts";

const LANGUAGES = ["en", "nl"] as const;

function wordsIn(language: string): Record<string, string> {
  return JSON.parse(readFileSync(`static/words/${language}.json`, "utf8"));
}

function namesIn(language: string) {
  const words = wordsIn(language);
  return namesBy((key) => words[`exhibits.choice.${key}`] ?? "");
}

const given = (language: string) =>
  casesIn(readFileSync(`static/exhibits/cases.${language}.txt`, "utf8"), namesIn(language));

test.each(LANGUAGES)(
  "the course's cases in %s fill every slot with known chips and a reason",
  (language) => {
    const cases = given(language);
    expect(cases).toHaveLength(4);
    for (const { title, text, course, why } of cases)
      for (const slot of SLOTS) {
        expect(course[slot]?.length, `${title}: ${slot}`).toBeGreaterThan(0);
        expect(course[slot]?.filter(isWritten), title).toEqual([]);
        expect(why[slot]?.length, `${title}: ${slot}`).toBeGreaterThan(9);
        expect(text.length).toBeGreaterThan(40);
      }
  },
);

test("both languages choose the same, and nothing that the course chooses does not go together", () => {
  const of = ({ conditions, course }: Case) => ({ conditions, course });
  expect(given("nl").map(of)).toEqual(given("en").map(of));
  for (const { title, course, conditions } of given("en"))
    expect(clashesIn(course, conditions), title).toEqual([]);
});

test.each(LANGUAGES)("every sentence of a case in %s has at most 20 words", (language) => {
  for (const { text, why } of given(language))
    for (const told of [text, ...Object.values(why)])
      for (const sentence of told.split(/[.?!]\s/))
        expect(sentence.trim().split(/\s+/).length, sentence).toBeLessThanOrEqual(20);
});

test("the example of the documentation is read as it says", () => {
  const page = readFileSync("docs/cases.md", "utf8");
  const [, text = ""] = /```text\n(.*?)```/s.exec(page) ?? [];
  const [only, ...more] = casesIn(text, namesIn("en"));
  expect(more).toEqual([]);
  expect(only?.conditions).toEqual(["colour"]);
  expect(only?.course).toEqual({
    problem: ["pixels"],
    labels: ["pixels", "experts"],
    metric: ["dice", "~square metres missed"],
  });
  expect(Object.keys(only?.why ?? {})).toEqual(["problem", "metric"]);
});

test("own words, keys and other languages' slots can be read, in any case of letters", () => {
  const text =
    "# A\r\nText.\n\n- PROBLEEM: classes; \n Because.\n More.\n- metric: My own\n# B\n- Model: VGG-16\n";
  const [one, two] = casesIn(text, namesIn("nl"));
  expect(one).toEqual({
    title: "A",
    text: "Text.",
    conditions: [],
    course: { problem: ["classes"], metric: ["~My own"] },
    why: { problem: "Because. More." },
  });
  expect(two?.course).toEqual({ model: ["vgg"] });
});

test.each([
  ["", "none", 0],
  ["x".repeat(40_001), "long", 0],
  ["- Problem: a\n", "early", 1],
  ["# \n", "title", 1],
  [`# ${"x".repeat(81)}`, "title", 1],
  ["# A\n- Problem a", "colon", 2],
  ["# A\n- Metrics: a", "slot", 2],
  ["# A\n- Metric: a\n- metric: b", "twice", 3],
  ["# A\n- Metric: ;", "empty", 2],
  ["# A\n- Conditions: on a boat", "condition", 2],
  ["# A\n- Conditions: live\nBecause", "slot", 3],
  ["# A\n- Problem: a; b", "choice", 2],
  ["# A\n- Metric: Dice; dice", "choice", 2],
  [`# A\n- Metric: ${"x".repeat(61)}`, "choice", 2],
  [`# A\n${"x".repeat(601)}`, "text", 2],
  ["# A\nText.\n", "bare", 1],
  ["# A\n- Model: a\n".repeat(13), "many", 25],
])("%j is refused: %s in line %i", (text, problem, line) => {
  let found: unknown;
  try {
    casesIn(text, namesIn("en"));
  } catch (error) {
    found = error;
  }
  expect(found).toBeInstanceOf(CasesError);
  expect(found).toMatchObject({ problem, line });
  for (const language of LANGUAGES)
    expect(wordsIn(language)[`exhibits.choice.wrong.${problem}`]).toBeDefined();
});
