/** The list of what can come out: the network of each kind, what it makes of the drawing, and what choosing does. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { GUESSES } from "../state/covers.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { NETWORK, READING } from "../testing/four.ts";
import "../testing/words.ts";
import type { ModelSummary, Prediction } from "../wire/messages.ts";
import { mountAnswers, networksOf } from "./answers.ts";
import { Descriptions } from "./ask.ts";
import { pictureOf, regrouped, summaryOf } from "./preview.ts";

type Said = Prediction["answers"][number];

const summary = (name: string, ...answers: ModelSummary["answers"]) =>
  ({ name, title: name, answers, ready: true, in_lineage: false }) as unknown as ModelSummary;
const MODELS = [
  summary("dense", "one"),
  summary("detector", "boxes"),
  summary("inception", "one", "one"),
  summary("lenet5", "one"),
  summary("several_digits", "several"),
];

test("the network on the stage stands for its kind, then that of a plain address, then the first", () => {
  expect(networksOf(MODELS, ["inception", "lenet5"]).get("one")).toBe("inception");
  expect(networksOf(MODELS, ["several_digits", "lenet5"]).get("one")).toBe("lenet5");
  expect(networksOf(MODELS, ["", ""]).get("one")).toBe("dense");
  expect(networksOf(MODELS, []).get("mask")).toBeUndefined();
});

const classes = (
  probabilities: Record<string, number>,
  sums: Record<string, number> | null = null,
): Said => ({
  ...{ name: "digits", kind: "classes" },
  ...{ probabilities, sums },
});
const box = (label: string, left: number, suppressed_by: number | null) => ({
  ...{ label, left, suppressed_by, score: 0.9 },
  ...{ top: 0.25, right: left + 0.25, bottom: 0.75 },
});
const SAID: readonly (readonly [string, Said])[] = [
  ["4, 75.0 %", classes({ 4: 0.75, 9: 0.25 })],
  ["4, 9", classes({ 4: 0.875, 7: 0.25, 9: 0.75 })],
  [
    "4, 75.0 %",
    classes({ "4-open": 0.5, "4-short": 0.25, "9-straight": 0.25 }, { 4: 0.75, 9: 0.25 }),
  ],
  [
    "−12.5° · 8.0 % · 0.60",
    {
      ...{ name: "measures", kind: "numbers", by_strokes: null },
      values: [
        { name: "slant", value: -12.5, unit: "°" },
        { name: "width", value: 8, unit: "%" },
        { name: "aspect", value: 0.6, unit: "" },
      ],
    },
  ],
  [
    "1, 7",
    {
      ...{ name: "boxes", kind: "boxes", threshold: 0.3, overlap: 0.5 },
      boxes: [box("7", 0.5, null), box("1", 0.125, null), box("2", 0.5, 0)],
    },
  ],
  [
    "digit 25.0 %, clutter 50.0 %",
    {
      ...{ name: "pixels", kind: "mask", labels: ["paper", "digit", "clutter"] },
      places: [
        [0, 1],
        [2, 2],
      ],
    },
  ],
];

test.each(SAID)("%s is said of an answer, and drawn", (words, said) => {
  expect(summaryOf(said).replaceAll(/\s/g, " ")).toBe(words);
  const image = [[0, 1]];
  expect(pictureOf({ answers: [said], image } as unknown as Prediction)).not.toBeNull();
});

test("of a blank pad nothing is said", () => {
  expect(summaryOf(undefined)).toBe("");
  expect(pictureOf({ answers: [], image: [] } as unknown as Prediction)).toBeNull();
});

test("a threshold stands where each chance is for itself, and boxes that are suppressed are not drawn", () => {
  const picture = (at: number) =>
    pictureOf({ answers: [SAID[at]?.[1]], image: [[1]] } as unknown as Prediction);
  expect(picture(0)?.querySelector(".yes")).toBeNull();
  expect(picture(1)?.querySelector(".yes")).not.toBeNull();
  expect(picture(4)?.querySelectorAll("rect")).toHaveLength(2);
});

let lab: Lab;
let host: HTMLElement;
let stage: HTMLElement;
let stop: () => void;

beforeEach(() => {
  vi.stubGlobal("fetch", async (path: string) => Response.json(answerTo(path)));
  document.body.innerHTML =
    '<div id="stage"><button data-part="answers"></button></div><div id="list" hidden></div>';
  [stage, host] = ["#stage", "#list"].map((each) => document.querySelector(each)) as [
    HTMLElement,
    HTMLElement,
  ];
  lab = createLab({
    reader: { network: NETWORK, reading: { ...READING, probabilities: new Float32Array(10) } },
  });
  stop = mountAnswers(host, lab, {
    stage,
    word: document.createElement("button"),
    beside: [],
    descriptions: new Descriptions(),
  });
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

function answerTo(path: string): object {
  if (path.endsWith("api/models")) return { models: MODELS };
  if (path.endsWith("predictions")) return { answers: [SAID[1]?.[1]], image: [[0]] };
  const name = path.split("/").at(-1) ?? "";
  return { description: { ...DESCRIPTION, name }, card: null, weights: null };
}

const row = (kind: string) => host.querySelector(`[data-kind=${kind}]`) as HTMLElement;

test("it opens where it is asked for, with what each network makes of the drawing", async () => {
  lab.session.chooseAnswer();
  await vi.waitFor(() => expect(row("several").textContent).toContain("4, 9"));
  expect(host.hidden).toBe(false);
  expect(row("one").querySelector("[aria-current]")).not.toBeNull();
  expect(document.activeElement).toBe(row("one").querySelector("button"));
  // No network here answers with a mask.
  expect(row("mask").querySelector("button")?.hasAttribute("disabled")).toBe(true);
  lab.lecture.switchCover(GUESSES);
  expect(row("several").textContent).not.toContain("4, 9");
});

test("choosing asks for the network in place, and opens what it says of itself", async () => {
  lab.session.chooseAnswer();
  await vi.waitFor(() => expect(row("mask").querySelector("button")?.disabled).toBe(true));
  row("several").click();
  expect(lab.wish.value).toMatchObject({ network: "several_digits", link: null });
  expect(host.hidden).toBe(true);
  // The address of the network before gets no panel that was not open.
  expect(lab.look.panel.value).toBeNull();
  const several = indexNetwork({ ...DESCRIPTION, name: "several_digits" });
  lab.change(several, () => lab.reader.describe(several), null);
  expect(lab.look.panel.value).toBe("answer");
});

test("arrows go over what can be chosen", async () => {
  lab.session.chooseAnswer();
  await vi.waitFor(() => expect(row("mask").querySelector("button")?.disabled).toBe(true));
  const press = (key: string) =>
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  press("End");
  expect(document.activeElement).toBe(row("boxes").querySelector("button"));
  press("ArrowUp");
  expect(document.activeElement).toBe(row("several").querySelector("button"));
});

test("what the visitor has regrouped is shown by those groups", () => {
  const said = { answers: [classes({ "4-open": 0.5, "4-short": 0.25, "9-straight": 0.25 })] };
  const answer = {
    ...{ kind: "classes", name: "ways", title: "Ways", operation: "", activation: "softmax" },
    ...{ labels: ["4-open", "4-short", "9-straight"], groups: ["4", "4", "9"] },
  } as Parameters<typeof regrouped>[1];
  const saying = (groups: string | null) =>
    summaryOf(regrouped(said as unknown as Prediction, answer, groups).answers[0]);
  expect(saying("011").replaceAll("\u00a0", " ")).toBe("4-open, 50.0 %");
  expect(saying("000").replaceAll("\u00a0", " ")).toBe("4 9, > 99.9 %");
});
