import { effect } from "@preact/signals-core";
import { make, need } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { SAMPLES } from "../ink/samples.ts";
import type { Tool } from "../state/ink.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

/** Pen, eraser, brush, undo, redo, clear and the sample digits. */
export function mountTools(host: HTMLElement, lab: Lab): Dispose {
  const pen = need("#pen", host);
  const eraser = need("#eraser", host);
  const brush = need<HTMLInputElement>("#brush", host);
  const undo = need<HTMLButtonElement>("#undo", host);
  const redo = need<HTMLButtonElement>("#redo", host);
  const clear = need<HTMLButtonElement>("#clear", host);
  const samples = need("#samples", host);

  const actions = new Map<Element, () => void>([
    [pen, () => lab.ink.useTool("pen")],
    [eraser, () => lab.ink.useTool("eraser")],
    [undo, () => lab.ink.change({ type: "undo" })],
    [redo, () => lab.ink.change({ type: "redo" })],
    [clear, () => lab.ink.change({ type: "clear" })],
  ]);
  for (const [label, drawing] of SAMPLES) {
    const sample = make("button", {
      type: "button",
      text: label,
      "data-sample": label,
      title: phrase("samples.put", { label }),
    });
    actions.set(sample, () => lab.ink.change({ type: "replace", drawing }));
    samples.append(sample);
  }
  const click = (event: Event) => {
    const button = (event.target as Element).closest("button");
    if (button !== null) actions.get(button)?.();
  };
  const slide = () => lab.ink.useBrush(Number(brush.value) / 100);

  const stopStates = effect(() => {
    press(pen, lab.ink.tool.value, "pen");
    press(eraser, lab.ink.tool.value, "eraser");
    undo.disabled = lab.ink.history.value.past.length === 0;
    redo.disabled = lab.ink.history.value.future.length === 0;
    clear.disabled = lab.ink.empty.value;
    brush.value = String(Math.round(lab.ink.brush.value * 100));
  });
  return endAll(stopStates, listen(host, { click }), listen(brush, { input: slide }), () =>
    samples.replaceChildren(),
  );
}

function press(button: Element, current: Tool, tool: Tool): void {
  button.setAttribute("aria-pressed", String(current === tool));
}
