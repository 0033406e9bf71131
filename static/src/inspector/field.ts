/** What a cell can see of the drawing, and how that follows from the layers. */

import { make } from "../dom/element.ts";
import { termButton } from "../dom/term.ts";
import type { Box } from "../network/boxes.ts";
import type { Operation } from "../network/graph.ts";
import type { Growth } from "../network/receptive-field.ts";
import { phrase } from "../words/phrases.ts";
import { titled } from "./frame.ts";

/** `growth`: empty where it differs from cell to cell; "whole": the cell sees everything. */
export function fieldPart(
  box: Box | undefined,
  growth: readonly Growth[] | "whole",
  titleOf: (operation: Operation) => string,
  brief = false,
): HTMLElement {
  if (box === undefined) return field(phrase("field.nothing"));
  const span = ([first, last]: readonly [number, number]) =>
    first === last ? `${first + 1}` : phrase("field.span", { first: first + 1, last: last + 1 });
  const high = box.rows[1] - box.rows[0] + 1;
  const wide = box.columns[1] - box.columns[0] + 1;
  const windows = growth === "whole" ? [] : growth;
  const last = windows.at(-1);
  const places = { size: `${wide} × ${high}`, rows: span(box.rows), columns: span(box.columns) };
  const sentences = [phrase(growth === "whole" ? "field.whole" : "field.part", places)];
  if (last !== undefined && (high < last.size || wide < last.size))
    sentences.push(phrase("field.cut", { size: `${last.size} × ${last.size}` }));
  if (brief)
    return make("p", { class: "field", text: `${phrase("field.sees")} ${sentences.join(" ")}` });
  const steps = windows.map((step) =>
    make("li", {
      text: phrase("field.step", {
        layer: titleOf(step.operation),
        pixels: `${step.sizeBefore} + (${step.kernel} − 1) × ${step.jumpBefore} = ${step.size}`,
        apart: `${step.jumpBefore} × ${step.stride} = ${step.jump}`,
      }),
    }),
  );
  return field(
    sentences.join(" "),
    ...(steps.length > 0 ? [make("p", { class: "key", text: phrase("field.how") })] : []),
    make("ol", { class: "growth" }, steps),
  );
}

/** For a cell that is made, directly or not, by an operation of a kind that the page does not know. */
export function unknownFieldPart(kind: string): HTMLElement {
  return field(phrase("field.unknown", { kind }));
}

function field(sentence: string, ...more: readonly Node[]): HTMLElement {
  const title = termButton("receptive-field", phrase("field.title"));
  return titled(title, make("p", { text: sentence }), ...more);
}
