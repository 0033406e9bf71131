/** The chapters: what each asks for, where its links lead, and that the lecture guide says the same. */
import { readFileSync } from "node:fs";
import { beforeEach, expect, test } from "vitest";
import { FIELDS } from "../address/fields.ts";
import { writeDrawing } from "../address/ink-as-text.ts";
import { BRUSH } from "../ink/ink.ts";
import { EMPTY, type Point } from "../ink/strokes.ts";
import type { Tensor } from "../math/tensor.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { CHAPTERS, type Chapter } from "../state/look.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { NETWORK, READING, VALUES } from "../testing/four.ts";
import "../testing/words.ts";
import { type Key, phrase } from "../words/phrases.ts";
import { chaptersOf, isDone, valuesOf, waysOf } from "./story.ts";

const GUIDE = readFileSync("docs/lecture-guide.md", "utf8");
const CHANCES = new Float32Array(10).fill(0.02);
CHANCES[4] = 0.99;
const reading = { ...READING, probabilities: CHANCES };
const OWN = { ...EMPTY, drawing: [{ points: [[0.5, 0.5] as const], width: 0.07 }] };

let lab: Lab;
beforeEach(() => {
  lab = createLab({ reader: { network: NETWORK, reading }, ink: { history: OWN } });
});
const done = () => CHAPTERS.filter((chapter) => isDone(chapter, lab));

/** For each chapter, what somebody does to finish it. */
const DEEDS: Readonly<Record<Chapter, () => void>> = {
  draw: () => {},
  input: () => lab.selection.point({ layer: "input", index: 300 }),
  window: () => {
    lab.selection.openKernel({ layer: "conv1", index: 2 });
    lab.selection.point({ layer: "conv1", index: 2 * 784 + 9 });
  },
  relu: () => lab.look.switchBefore("conv1"),
  smaller: () => lab.selection.pin({ layer: "pool1", index: 5 }),
  patterns: () => lab.selection.pin({ layer: "conv2", index: 5 }),
  votes: () => lab.selection.pin({ layer: "output", index: 4 }),
  wrong: () => {
    const chances = Float32Array.from(CHANCES);
    chances[9] = 0.3;
    lab.reader.receive({ ...reading, probabilities: chances });
  },
};

test.each(CHAPTERS)("the chapter %s is done by its task, and by no other's", (chapter) => {
  DEEDS[chapter]();
  expect(done()).toEqual(chapter === "draw" ? ["draw"] : ["draw", chapter]);
});

test("an example, a blank pad and a stroke that is not ended are no drawing of one's own", () => {
  const withInk = (history: typeof OWN | typeof EMPTY) =>
    createLab({ reader: { network: NETWORK, reading }, ink: { history } });
  expect(isDone("draw", withInk({ ...OWN, greeting: true }))).toBe(false);
  expect(isDone("draw", withInk(EMPTY))).toBe(false);
  lab.session.holdPen(true);
  expect(done()).toEqual([]);
});

test("links set parts that addresses have, and lead to what stands out most", () => {
  const names = new Set(FIELDS.map(({ name }) => name));
  for (const chapter of CHAPTERS) {
    const ways = waysOf(chapter, NETWORK, READING);
    expect(ways.length, chapter).toBeGreaterThan(0);
    for (const { shows } of ways)
      expect(Object.keys(shows).every((name) => names.has(name))).toBe(true);
  }
  const [kernel, cell] = waysOf("window", NETWORK, READING);
  const { values, high } = VALUES.get("relu1") as Tensor;
  const most = values.indexOf(high);
  const map = Math.floor(most / (28 * 28));
  expect([kernel?.shows.kernel, cell?.shows.cell]).toEqual([`conv1.${map}`, `conv1.${most}`]);
  expect(waysOf("votes", NETWORK, READING)[0]?.shows).toEqual({ cell: "output.4" });
  expect(waysOf("window", NETWORK, null)[1]?.shows).toEqual({ cell: "conv1.2352" });
});

test("a network is told only the chapters that it has the layers for", () => {
  expect(chaptersOf(NETWORK)).toEqual(CHAPTERS);
  const layers = DESCRIPTION.layers.filter(({ kind }) => kind !== "downsampling");
  expect(chaptersOf(indexNetwork({ ...DESCRIPTION, layers }))).not.toContain("smaller");
});

test("sentences are short", () => {
  for (const chapter of CHAPTERS) {
    const text = phrase(`chapters.${chapter}.text` as Key, valuesOf(chapter, NETWORK));
    const sentences = text.split(/(?<=[.:])\s/);
    expect(sentences.length, text).toBeGreaterThanOrEqual(2);
    for (const sentence of text.split(/(?<=\.)\s/))
      expect(sentence.split(" ").length, sentence).toBeLessThanOrEqual(20);
  }
  const welcome = (["welcome.title", "welcome.what", "welcome.do"] as const).map((key) =>
    phrase(key, { votes: "ten votes" }),
  );
  expect(welcome.join(" ").split(" ").length).toBeLessThanOrEqual(40);
});

/** The 4 of the reading, as links write it. */
function drawnFour(): string {
  const lines = readFileSync("tests/golden/drawings.jsonl", "utf8").trim().split("\n");
  const drawings = lines.map((line) => JSON.parse(line) as { label: number; strokes: Point[][] });
  const { strokes = [] } = drawings.find(({ label }) => label === 4) ?? {};
  return writeDrawing(strokes.map((points) => ({ points, width: BRUSH })));
}

const HOST = "http://127.0.0.1:8000/";

test("the lecture guide tells the same chapters, with the same links", () => {
  const [, corner = ""] = /without=crop,scale,centre#d=([\w-]+)/.exec(GUIDE) ?? [];
  const lines = CHAPTERS.map((chapter, at) => {
    const values = valuesOf(chapter, NETWORK);
    const said = (part: string) => phrase(`chapters.${chapter}.${part}` as Key, values);
    const ways = waysOf(chapter, NETWORK, READING).map(({ key, shows }) => {
      const parts = Object.entries({ chapter, ...shows }).map((pair) => pair.join("="));
      const ink = chapter === "wrong" ? corner : drawnFour();
      return `[${phrase(key, values)}](${HOST}?${parts.join("&")}#d=${ink})`;
    });
    return `${at + 1}. **${said("title")}.** ${said("text")} *${said("task")}* ${ways.join(". ")}.`;
  });
  const [, told = ""] =
    /## The story in eight short chapters\n\n.*?\n\n(.*?)\n\n## /s.exec(GUIDE) ?? [];
  expect(told.split("\n")).toEqual(lines);
});
