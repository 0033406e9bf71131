import { expect, test } from "vitest";
import {
  CHIPS,
  type Choices,
  CLASHES,
  choicesAsText,
  choicesIn,
  clashesIn,
  SLOTS,
  shared,
  slotOf,
  withChoice,
  withoutChoice,
  written,
} from "./approach.ts";

test("a slot for one choice takes the newest, the others up to six", () => {
  let choices: Choices = {};
  for (const name of CHIPS.activation) choices = withChoice(choices, "activation", name);
  for (const name of CHIPS.labels) choices = withChoice(choices, "labels", name);
  expect(choices).toEqual({ activation: ["none"], labels: CHIPS.labels.slice(0, 6) });
  expect(withChoice(choices, "labels", "class")).toBe(choices);
  expect(withoutChoice(choices, "activation", "none").activation).toBeUndefined();
});

test("choices come back from a link as they went, whatever words they have", () => {
  const own = written("  50 %_of.a ~day & é\n ");
  expect(own).toBe("~50 %_of.a ~day & é");
  const choices: Choices = { problem: ["stages"], metric: ["kappa", own as string, "dice"] };
  const link = new URL("http://a/?");
  link.searchParams.set("case1", choicesAsText(choices));
  expect(choicesIn(new URL(link.href).searchParams.get("case1"))).toEqual(choices);
});

test("what in a link is no choice is left out", () => {
  for (const text of [null, "", "problem", "nothing.classes", "metric.~%zz", "model.~", "_._~"])
    expect(choicesIn(text)).toEqual({});
  expect(choicesIn("problem.pixels.stages_model.big_metric.dice.dice")).toEqual({
    problem: ["stages"],
    metric: ["dice"],
  });
});

test("each clash is of choices that there are, and is told at the later of its slots", () => {
  for (const { pair } of CLASHES)
    for (const term of pair) {
      const [where, name] = term.split(".") as [string, string];
      const offered = where === "condition" ? ["phone", "live", "colour"] : undefined;
      expect(offered ?? CHIPS[where as keyof typeof CHIPS], term).toContain(name);
    }
  const [found, ...more] = clashesIn({ output: ["number"], activation: ["softmax"] }, ["live"]);
  expect(more).toEqual([]);
  expect(found?.name).toBe("softmax-of-one");
  expect(found && slotOf(found)).toBe("activation");
  const large = { model: ["vgg"] };
  expect(clashesIn(large, [])).toEqual([]);
  expect(clashesIn(large, ["phone"]).map(({ level }) => level)).toEqual(["no"]);
});

test("softmax of one number is 1 whatever the number is", () => {
  for (const value of [-30, 0, 12.5]) expect(Math.exp(value) / Math.exp(value)).toBe(1);
  expect(SLOTS).toHaveLength(8);
});

test("slots share a choice with the course where one of them is the same", () => {
  const course = { problem: ["number"], metric: ["error"], other: ["privacy", "groups"] };
  expect(shared({ problem: ["number"], other: ["groups", "~x"] }, course)).toEqual([2, 3]);
});
