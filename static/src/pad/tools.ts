import { effect, type Signal, signal, untracked } from "@preact/signals-core";
import { make, need } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import type { Tool } from "../state/ink.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

/** Pen, eraser, brush, undo, redo, clear and the sample digits. */
export function mountTools(host: HTMLElement, lab: Lab): Dispose {
  const part = <T extends HTMLElement = HTMLButtonElement>(name: string) =>
    need<T>(`[data-part=${name}]`, host);
  const [pen, eraser] = [part("pen"), part("eraser")];
  const [undo, redo, clear] = [part("undo"), part("redo"), part("clear")];
  const brush = part<HTMLInputElement>("brush");
  const samples = need(".digits", host);
  samples.replaceChildren(...[..."0123456789"].map(sampleButton));
  const wanted = signal<string | null>(null);
  const stopListening = endAll(
    listen(pen, { click: () => lab.ink.useTool("pen") }),
    listen(eraser, { click: () => lab.ink.useTool("eraser") }),
    listen(undo, { click: () => lab.ink.change({ type: "undo" }) }),
    listen(redo, { click: () => lab.ink.change({ type: "redo" }) }),
    listen(clear, { click: () => lab.ink.change({ type: "clear" }) }),
    listen(brush, { input: () => lab.ink.useBrush(Number(brush.value) / 100) }),
    listen(samples, {
      click: (event) => {
        const button = (event.target as Element).closest<HTMLElement>("[data-sample]");
        wanted.value = button?.dataset.sample ?? null;
      },
    }),
    mountSamplesLater(wanted, lab),
  );
  const stopStates = effect(() => {
    press(pen, lab.ink.tool.value, "pen");
    press(eraser, lab.ink.tool.value, "eraser");
    undo.disabled = lab.ink.history.value.past.length === 0;
    redo.disabled = lab.ink.history.value.future.length === 0;
    clear.disabled = lab.ink.empty.value;
    brush.value = String(Math.round(lab.ink.brush.value * 100));
  });
  return () => {
    stopListening();
    stopStates();
    samples.replaceChildren();
  };
}

/** Their strokes; one that is pressed before they are there is put on the pad as soon as they are. */
function mountSamplesLater(wanted: Signal<string | null>, lab: Lab): Dispose {
  const load = async () => {
    const { SAMPLES } = await import("../ink/samples.ts");
    return () =>
      effect(() => {
        const drawing = SAMPLES.get(wanted.value ?? "");
        wanted.value = null;
        if (drawing !== undefined) untracked(() => lab.ink.change({ type: "replace", drawing }));
      });
  };
  const fail = () => lab.session.notify(phrase("page.failed"));
  return mountLater(lab, { load, asked: () => wanted.value, fail });
}

function sampleButton(label: string): HTMLElement {
  const title = phrase("samples.put", { label });
  return make("button", { type: "button", text: label, "data-sample": label, title });
}

function press(button: Element, current: Tool, shown: Tool): void {
  button.setAttribute("aria-pressed", String(current === shown));
}
