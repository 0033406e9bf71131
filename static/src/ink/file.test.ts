import { describe, expect, it } from "vitest";
import forms from "../../../tests/golden/drawing-forms.json" with { type: "json" };
import { drawingFrom, jsonOf } from "./file.ts";

describe("a drawing's file", () => {
  it.each(forms)("is read, or refused, as by the server and the command: $name", (form) => {
    const found = drawingFrom(form.text);
    const strokes = typeof found === "string" ? null : found.map(({ points }) => points);
    expect(strokes).toEqual(form.strokes);
  });

  it("comes back as it was saved", () => {
    const drawing = [{ points: [[0.25, 0.5] as const], width: 0.1 }];
    expect(drawingFrom(jsonOf(drawing))).toEqual(drawing);
  });
});
