import { expect, test } from "vitest";
import { SAMPLES } from "../ink/samples.ts";
import { EMPTY } from "../ink/strokes.ts";
import { createLab } from "../state/lab.ts";
import "../testing/words.ts";
import { traceInWords } from "./trace-in-words.ts";

const FOUR = SAMPLES.get("4") ?? [];

test("where no classes are named, it says that there is no graph, and what playing shows", () => {
  const lab = createLab({ ink: { history: { ...EMPTY, drawing: FOUR } }, trace: { open: true } });
  const trace = { drawing: FOUR, how: "", probabilities: new Map() };
  expect(traceInWords(lab, trace, [], [])).toContain("names no classes");
  expect(traceInWords(lab, trace, [], ["3", "8"])).not.toContain("names no classes");
});
