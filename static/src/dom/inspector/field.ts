/** What a cell can see of the drawing, and how that follows from the layers. */
import type { Box, Growth } from "../../math/receptive-field.ts";
import { make } from "../element.ts";
import { titled } from "./frame.ts";

export function fieldPart(
  box: Box | undefined,
  growth: readonly Growth[] | null,
  titleOf: (operation: string) => string,
): HTMLElement {
  if (box === undefined) return make("section");
  const span = ([first, last]: readonly [number, number]) =>
    first === last ? `${first + 1}` : `${first + 1} to ${last + 1}`;
  const high = box.rows[1] - box.rows[0] + 1;
  const wide = box.columns[1] - box.columns[0] + 1;
  const last = growth?.at(-1);
  const whole = growth === null ? " (every pixel: a full connection is on the way)" : "";
  const cut =
    last !== undefined && (high < last.size || wide < last.size)
      ? ` Away from the border it would see ${last.size} × ${last.size}.`
      : "";
  const steps = (growth ?? []).map((step) =>
    make("li", {
      text:
        `${titleOf(step.operation)}: ${step.sizeBefore} + (${step.kernel} − 1) × ${step.jumpBefore} = ${step.size} pixels; ` +
        `neighbouring cells are ${step.jumpBefore} × ${step.stride} = ${step.jump} apart`,
    }),
  );
  return titled(
    "What it sees",
    make("p", {
      text: `${wide} × ${high} pixels of the drawing${whole}: rows ${span(box.rows)}, columns ${span(box.columns)}.${cut}`,
    }),
    make("ol", { class: "growth" }, steps),
  );
}
