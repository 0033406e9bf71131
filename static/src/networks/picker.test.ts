/** The list of networks: what stands in it, the keyboard, and what choosing does. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { GUESSES } from "../state/covers.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { NETWORK, READING } from "../testing/four.ts";
import "../testing/words.ts";
import { Descriptions } from "./ask.ts";
import { mountPicker } from "./picker.ts";

const summary = (name: string, title: string, year: number, depth = 5) => ({
  ...{ name, title, year, depth, idea: "Deeper, with ReLU and dropout" },
  ...{
    parameters: 61_706,
    multiply_adds: 2_300_000,
    milliseconds: 0.42,
    ready: true,
    in_lineage: true,
    answers: ["one" as const],
  },
});
const MODELS = [
  summary("dense", "Dense", 1986),
  summary("lenet5", "LeNet-5", 1998),
  summary("plain_8", "Plain 8", 2015, 8),
  summary("plain_20", "Plain 20", 2015, 20),
  summary("plain_44", "Plain 44", 2015, 44),
];

let lab: Lab;
let host: HTMLElement;
let opener: HTMLElement;
let stop: () => void;
let asked: string[];

beforeEach(async () => {
  asked = [];
  vi.stubGlobal("fetch", async (path: string) => Response.json(answerTo(path)));
  document.body.innerHTML =
    '<button id="name"></button><canvas id="pad"></canvas><div id="list"></div>';
  [opener, host] = ["#name", "#list"].map((each) =>
    document.querySelector(each),
  ) as HTMLElement[] as [HTMLElement, HTMLElement];
  lab = createLab({
    reader: { network: NETWORK, reading: { ...READING, probabilities: new Float32Array(10) } },
  });
  const beside = [document.querySelector("#pad") as HTMLElement];
  const needs = { opener, beside, descriptions: new Descriptions(), learn: () => {} };
  stop = mountPicker(host, lab, needs);
  opener.focus();
  opener.click();
  await vi.waitFor(() => expect(names()).toHaveLength(3));
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

function answerTo(path: string): object {
  if (path.endsWith("api/models")) return { models: MODELS };
  const [, name = "", what] = /models\/([\w-]+)(\/predictions)?/.exec(path) ?? [];
  if (what === undefined)
    return { description: { ...DESCRIPTION, name }, card: null, problem: null, weights: null };
  asked.push(name);
  return {
    outcomes: { [DESCRIPTION.answers[0]?.name ?? ""]: [0, 0, 0, 0, 0.25, 0, 0, 0, 0, 0.75] },
  };
}

const buttons = () => [...host.querySelectorAll<HTMLElement>(".choose")];
const names = () => buttons().map(({ textContent }) => textContent);
const row = (name: string) => host.querySelector(`[data-network=${name}]`) as HTMLElement;
const says = (name: string) => row(name).querySelector(".says")?.textContent;
const press = (key: string) =>
  document.activeElement?.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
  );

test("each form is a column with its year, idea and figures; the one on the stage is marked", () => {
  expect(names()).toEqual(["Dense", "LeNet-5", "Plain"]);
  expect(buttons().map((each) => each.getAttribute("aria-current"))).toEqual([
    "false",
    "true",
    "false",
  ]);
  const text = row("plain_20").textContent;
  for (const part of ["2015", "61,706", "2.3 million", "0.42 ms"]) expect(text).toContain(part);
  expect(row("dense").querySelector(".gap")?.textContent).toBe("12 years");
});

test("the others are asked for their guesses, the one on the stage is not", async () => {
  await vi.waitFor(() => expect(says("plain_20")).toContain("9"));
  expect(says("dense")).toContain("75");
  expect([...new Set(asked)].sort()).toEqual(["dense", "plain_20"]);
  expect(row("lenet5").querySelector("svg")).not.toBeNull();
});

test("covered guesses stay covered in the list", async () => {
  await vi.waitFor(() => expect(says("dense")).toContain("9"));
  lab.lecture.switchCover(GUESSES);
  for (const name of ["dense", "lenet5", "plain_20"]) expect(says(name)).toBe("covered");
});

test("arrows go from network to network, to the ends and no further", async () => {
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe("LeNet-5"));
  const places = ["ArrowRight", "ArrowRight", "Home", "ArrowLeft", "End", "PageUp"].map((key) => {
    press(key);
    return document.activeElement?.textContent;
  });
  expect(places).toEqual(["Plain", "Plain", "Dense", "Dense", "Plain", "LeNet-5"]);
});

test("choosing one closes the list, gives the keyboard back and asks for the network", () => {
  buttons()[0]?.click();
  expect(host.hidden).toBe(true);
  expect(document.activeElement).toBe(opener);
  expect(lab.wish.value).toEqual({ network: "dense", link: null, inHistory: false });
  opener.click();
  buttons()[1]?.click(); // it is on the stage
  expect(lab.wish.value).toBeNull();
});

test("a form shows another depth, whose guess is asked for, and is chosen with it", async () => {
  row("plain_20").querySelector<HTMLElement>("[data-name=plain_44]")?.click();
  expect(row("plain_44")).not.toBeNull();
  await vi.waitFor(() => expect(asked).toContain("plain_44"));
  expect(lab.wish.value).toBeNull();
  buttons()[2]?.click();
  expect(lab.wish.value?.network).toBe("plain_44");
});

test("the pad can be used while the list is open; Escape closes it", () => {
  const down = () => new PointerEvent("pointerdown", { bubbles: true });
  document.querySelector("#pad")?.dispatchEvent(down());
  expect(host.hidden).toBe(false);
  press("Escape");
  expect([host.hidden, document.activeElement]).toEqual([true, opener]);
});

test("it opens by the key for it, too", () => {
  press("Escape");
  lab.session.chooseNetwork();
  expect(host.hidden).toBe(false);
  lab.session.chooseNetwork();
  expect(host.hidden).toBe(true);
});

test("the way to live runs keeps the language and the lecture", () => {
  history.replaceState(null, "", "/?lang=nl&film=good&lecture=on");
  const link = host.querySelector<HTMLAnchorElement>("[data-part=train]");
  link?.dispatchEvent(new Event("pointerdown"));
  expect(new URL(link?.href ?? "").search).toBe("?lang=nl&lecture=on");
  history.replaceState(null, "", "/");
});
