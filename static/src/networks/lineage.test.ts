import { expect, test } from "vitest";
import type { ModelSummary } from "../wire/messages.ts";
import { columnsOf, shownOf } from "./lineage.ts";

const summary = (name: string, title: string, year: number | null, depth = 5): ModelSummary => ({
  name,
  title,
  year,
  depth,
  idea: "",
  parameters: 1,
  multiply_adds: 1,
  milliseconds: null,
  in_lineage: true,
  answers: ["one" as const],
  ready: true,
});

const ALL = [
  summary("own", "My own", null),
  summary("plain_20", "Plain 20", 2015, 20),
  summary("plain_44", "Plain 44", 2015, 44),
  summary("plain_8", "Plain 8", 2015, 8),
  summary("unet", "U-Net-style", 2015),
  summary("lenet5", "LeNet-5", 1998),
  summary("plain_late", "Plain 9", 2020, 9),
];

test("columns follow the years, what has none comes last, and forms in several depths share one", () => {
  const columns = columnsOf(ALL).map(({ title, networks }) => [
    title,
    networks.map(({ name }) => name),
  ]);
  expect(columns).toEqual([
    ["LeNet-5", ["lenet5"]],
    ["Plain", ["plain_8", "plain_20", "plain_44"]],
    ["U-Net-style", ["unet"]],
    ["Plain 9", ["plain_late"]],
    ["My own", ["own"]],
  ]);
});

test("a form shows the depth that was picked, else the one on the stage, else the middle one", () => {
  const [, plain] = columnsOf(ALL);
  if (plain === undefined) throw new Error("there is no such column");
  expect(shownOf(plain, undefined, "lenet5").name).toBe("plain_20");
  expect(shownOf(plain, undefined, "plain_44").name).toBe("plain_44");
  expect(shownOf(plain, "plain_8", "plain_44").name).toBe("plain_8");
});

test("networks that show a kind of answer stand in no column", () => {
  const measures = { ...summary("measures", "Measures", null), in_lineage: false };
  expect(columnsOf([measures, summary("own", "Own", null)]).map(({ title }) => title)).toEqual([
    "Own",
  ]);
});
