import { expect, test } from "vitest";
import { type Answer, guessesOf } from "../network/answers.ts";
import { indexNetwork } from "../network/network.ts";
import { GUESSES } from "../state/covers.ts";
import { createLab } from "../state/lab.ts";
import { READING } from "../testing/counting.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { linesOf, mountAnswers } from "./answers.ts";

const parts = { name: "made", title: "Made up", operation: "output" };
const labels = ["paper", "ink"];
const SEARCH = { rows: 2, threshold: 0.3, overlap: 0.1 };

test.each<[string, Answer, number[], [string, string][]]>([
  [
    "classes, each by itself",
    { ...parts, kind: "classes", labels, activation: "sigmoid", groups: [] },
    [0.25, 0.75],
    [
      ["paper", "25.0 %"],
      ["ink", "75.0 %"],
    ],
  ],
  [
    "guesses, the two most probable first",
    { ...parts, kind: "classes", labels: ["a", "b", "c"], activation: "softmax", groups: [] },
    [0.2, 0.1, 0.7],
    [
      ["c", "70.0 %"],
      ["a", "20.0 %"],
    ],
  ],
  [
    "numbers with their units",
    { ...parts, kind: "numbers", names: ["width", "count"], units: ["cm", ""] },
    [1.25, 2.25],
    [
      ["width", "1.25 cm"],
      ["count", "2.25"],
    ],
  ],
  [
    "a mask: where each label is the most probable",
    { ...parts, kind: "mask", labels },
    [0.9, 0.8, 0.3, 0.6, 0.1, 0.2, 0.7, 0.4],
    [
      ["paper", "75.0 %"],
      ["ink", "25.0 %"],
    ],
  ],
  [
    "a mask of one label: where it is more probable than not",
    { ...parts, kind: "mask", labels: ["ink"] },
    [0.9, 0.2, 0.4, 0.1],
    [["ink", "25.0 %"]],
  ],
  [
    "boxes that are left, the surest first,",
    { ...parts, kind: "boxes", labels },
    // Planes of two rows of two cells: x, y, width, height, sure, paper, ink. The fourth is too unsure, the third lies in the first.
    [
      ...[0, 1, 0, 0, 0, 0, 0, 0],
      ...[0.9, 0.5, 0.9, 0.5, 0.9, 0.5, 0.8, 0.5],
      ...[0.5, 1, 0.5, 0.25],
      ...[0.25, 0.9, 0.25, 0.5, 0.75, 0.1, 0.75, 0.5],
    ],
    [
      ["paper", "0.90"],
      ["ink", "0.38"],
    ],
  ],
])("%s are listed", (_, answer, values, lines) => {
  const listed = linesOf({ answer, values: Float32Array.from(values) }, SEARCH);
  const even = listed.map(([name, value]) => [name, value.replaceAll(/\s/g, " ")]);
  expect(even).toEqual(lines);
});

test("a list stands after the bars only where a network has another answer than classes", () => {
  const host = document.createElement("div");
  const bars = document.createElement("ol");
  host.append(bars);
  const lab = createLab();
  const end = mountAnswers(bars, lab);
  lab.reader.describe(indexNetwork(SKIPPING));
  expect(host.children).toHaveLength(1);
  const size: Answer = { ...parts, name: "size", kind: "numbers", names: ["x"], units: ["cm"] };
  const description = { ...SKIPPING, answers: [...SKIPPING.answers, size] };
  lab.reader.describe(indexNetwork(description));
  const outcomes = new Map([["size", { answer: size, values: Float32Array.of(3) }]]);
  lab.reader.receive({ ...READING, outcomes, ...guessesOf(outcomes, false) });
  expect(host.querySelector(".answers h3")?.textContent).toBe("Made up");
  expect(host.querySelector(".answers dd")?.textContent).toMatch(/^3.*cm$/);
  lab.lecture.switchCover(GUESSES);
  expect(host.children).toHaveLength(1);
  end();
  expect(host.children).toHaveLength(1);
});

/** The text below the pad, line by line, for one answer with these values. */
function saidOf(answer: Answer, values: readonly number[]): string[] {
  const host = document.createElement("div");
  const place = document.createElement("p");
  host.append(place);
  const lab = createLab();
  const end = mountAnswers(place, lab);
  lab.reader.describe(indexNetwork({ ...SKIPPING, answers: [answer] }));
  const outcomes = new Map([[answer.name, { answer, values: Float32Array.from(values) }]]);
  lab.reader.receive({ ...READING, outcomes, ...guessesOf(outcomes, false) });
  const parts = host.querySelectorAll(".said :is(.note, .digit, .sure, dt, dd)");
  const said = [...parts].map((each) => (each.textContent ?? "").replaceAll(/\s/g, " "));
  end();
  return said;
}

const any: Answer = {
  ...parts,
  kind: "classes",
  labels: ["0", "4", "9"],
  activation: "sigmoid",
  groups: [],
};

test("of several digits those are large that are more probable than not, each with its chance", () => {
  expect(saidOf(any, [0.25, 0.75, 0.625])).toEqual(["4", "75.0 %", "9", "62.5 %"]);
  expect(saidOf(any, [0.25, 0.5, 0])).toEqual(["None: no digit is more likely than not."]);
});

test("ways of writing are added up to digits, and the first digit's are named, the largest first", () => {
  const ways: Answer = {
    ...any,
    labels: ["4-open", "4-short", "9-straight"],
    activation: "softmax",
    groups: ["4", "4", "9"],
  };
  const said = saidOf(ways, [0.25, 0.5, 0.25]);
  expect(said.slice(0, 4)).toEqual(["4", "75.0 %", "9", "25.0 %"]);
  expect(said.slice(4)).toEqual(["4-short", "50.0 %", "4-open", "25.0 %"]);
});
