import { effect } from "@preact/signals-core";
import { make, need } from "../dom/element.ts";
import { SAMPLES } from "../ink/samples.ts";
import type { Store, Tool } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

/** Pen, eraser, brush, undo, redo, clear and the sample digits. */
export function mountTools(host: ParentNode, store: Store): Dispose {
  const pen = need("#pen", host);
  const eraser = need("#eraser", host);
  const brush = need<HTMLInputElement>("#brush", host);
  const undo = need<HTMLButtonElement>("#undo", host);
  const redo = need<HTMLButtonElement>("#redo", host);
  const clear = need<HTMLButtonElement>("#clear", host);
  const samples = need("#samples", host);

  const actions = new Map<Element, () => void>([
    [pen, () => store.useTool("pen")],
    [eraser, () => store.useTool("eraser")],
    [undo, () => store.change({ type: "undo" })],
    [redo, () => store.change({ type: "redo" })],
    [clear, () => store.change({ type: "clear" })],
  ]);
  for (const [label, drawing] of SAMPLES) {
    const sample = make("button", {
      type: "button",
      text: label,
      "data-sample": label,
      title: phrase("samples.put", { label }),
    });
    actions.set(sample, () => store.change({ type: "replace", drawing }));
    samples.append(sample);
  }
  const click = (event: Event) => {
    const button = (event.target as Element).closest("button");
    if (button !== null) actions.get(button)?.();
  };
  const slide = () => store.useBrush(Number(brush.value) / 100);
  host.addEventListener("click", click);
  brush.addEventListener("input", slide);

  const stopStates = effect(() => {
    press(pen, store.tool.value, "pen");
    press(eraser, store.tool.value, "eraser");
    undo.disabled = store.history.value.past.length === 0;
    redo.disabled = store.history.value.future.length === 0;
    clear.disabled = store.empty.value;
    brush.value = String(Math.round(store.brush.value * 100));
  });
  return () => {
    host.removeEventListener("click", click);
    brush.removeEventListener("input", slide);
    stopStates();
    samples.replaceChildren();
  };
}

function press(button: Element, current: Tool, own: Tool): void {
  button.setAttribute("aria-pressed", String(current === own));
}
