import { describe, expect, it } from "vitest";
import forms from "../../../tests/golden/drawing-forms.json" with { type: "json" };
import { drawingFrom, jsonOf } from "./file.ts";

describe("a drawing's file", () => {
  it.each(forms)("is read, or refused, as by the server and the command: $name", (form) => {
    const found = drawingFrom(form.text);
    const strokes = typeof found === "string" ? null : found.map(({ points }) => points);
    expect(strokes).toEqual(form.strokes);
  });

  it.each([
    [0.9, 0.3],
    [0.001, 0.005],
    [0, 0.07],
  ])("with a pen %s wide has one that the server takes", (width, wide) => {
    const text = JSON.stringify({ strokes: [[[0.1, 0.2]]], widths: [width] });
    expect(drawingFrom(text)).toEqual([{ points: [[0.1, 0.2]], width: wide }]);
  });

  it("comes back as it was saved", () => {
    const drawing = [{ points: [[0.25, 0.5] as const], width: 0.1 }];
    expect(drawingFrom(jsonOf(drawing))).toEqual(drawing);
  });
});
