import { expect, test } from "vitest";
import { SAMPLES } from "../ink/samples.ts";
import { EMPTY } from "../ink/strokes.ts";
import { createLab } from "../state/lab.ts";
import "../testing/words.ts";
import { momentInWords, traceInWords } from "./trace-in-words.ts";

const FOUR = SAMPLES.get("4") ?? [];

test("where no classes are named, it says that there is no graph, and what playing shows", () => {
  const lab = createLab({ ink: { history: { ...EMPTY, drawing: FOUR } }, trace: { open: true } });
  const trace = { drawing: FOUR, how: "", probabilities: new Map() };
  const said = (classes: string[]) => traceInWords(lab, { trace, classes, areAlone: false }, []);
  expect(said([])).toContain("names no classes");
  expect(said(["3", "8"])).not.toContain("names no classes");
});

test("of classes each for itself, it says all that there is a yes to", () => {
  const lab = createLab({ ink: { history: { ...EMPTY, drawing: FOUR } }, trace: { open: true } });
  const probabilities = new Map([[5, [0.1, 0.9, 0.8]]]);
  const trace = { drawing: FOUR, how: "", probabilities };
  const named = { trace, classes: ["1", "4", "9"], areAlone: true };
  expect(traceInWords(lab, named, [])).toBe("So far it has always said yes to 4, 9.");
  expect(momentInWords(named, 5)).toMatch(/^after point 5 of \d+: yes to 4, 9$/);
  const turn = { moment: 5, from: [1], to: [1, 2] };
  expect(traceInWords(lab, named, [turn])).toMatch(/its yes went from 4 to 4, 9\.$/);
});
