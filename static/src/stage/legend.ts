import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { scaleOf } from "../dom/palette.ts";
import { colourInto } from "../math/colour.ts";
import { positionIn } from "../math/shape.ts";
import { peak, peakOf, planes } from "../math/tensor.ts";
import type { Palette, Scope, Store } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { number } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";

/** The colour scale, painted by the function that paints the maps, with real numbers; and the choice of both. */
export function mountLegend(host: HTMLElement, store: Store): Dispose {
  const canvas = need<HTMLCanvasElement>("canvas", host);
  const low = need(".low", host);
  const high = need(".high", host);
  const words = need(".scope", host);
  const switches = [
    ...choices(host, "scope", store.scope, (name) => store.useScope(name as Scope)),
    ...choices(host, "palette", store.palette, (name) => store.usePalette(name as Palette)),
    toggle(need("#kernels", host), store.kernels, (on) => store.showKernels(on)),
    toggle(need("#path", host), store.path, (on) => store.showPath(on)),
  ];

  const stopPainting = paintOnChange(
    () => [store.theme.value, store.palette.value],
    () => {
      const context = canvas.getContext("2d");
      if (context === null) return;
      const data = context.createImageData(canvas.width, 1);
      const middle = (canvas.width - 1) / 2;
      const values = Float32Array.from({ length: canvas.width }, (_, i) => (i - middle) / middle);
      const pixels = new Uint32Array(data.data.buffer);
      colourInto(pixels, values, [0, values.length], 1, scaleOf(canvas));
      for (let y = 0; y < canvas.height; y++) context.putImageData(data, 0, y);
    },
  );
  const stopWords = effect(() => {
    const end = endOf(store);
    say(low, end === null ? phrase("legend.low") : `−${number(end)}`);
    say(high, end === null ? phrase("legend.high") : `+${number(end)}`);
    say(words, sentence(store));
  });
  return () => {
    stopPainting();
    stopWords();
    for (const stop of switches) stop();
  };
}

/** The value at the scale's ends, where one can be named. */
function endOf(store: Store): number | null {
  if (store.scope.value === "network") {
    const peaks = store.shown.value.map((name) => {
      const tensor = store.tensorOf(name);
      return tensor === undefined ? 0 : peak(tensor);
    });
    return peaks.length === 0 ? null : Math.max(...peaks);
  }
  const cell = store.selected.value;
  const tensor = cell === null ? undefined : store.tensorOf(cell.layer);
  if (cell === null || tensor === undefined) return null;
  if (store.scope.value === "layer") return peak(tensor);
  const { rows, columns } = planes(tensor.shape);
  const from = positionIn({ rows, columns }, cell.index).channel * rows * columns;
  return peakOf(tensor, from, from + rows * columns);
}

function sentence(store: Store): string {
  const cell = store.selected.value;
  const title = cell === null ? undefined : store.network.value?.layer.get(cell.layer)?.title;
  switch (store.scope.value) {
    case "map":
      return phrase("legend.sentence.map");
    case "network":
      return phrase("legend.sentence.network");
    case "layer":
      return title === undefined
        ? phrase("legend.sentence.layer")
        : phrase("legend.sentence.one", { layer: title });
  }
}

/** Buttons of which one is pressed. */
function choices(
  host: HTMLElement,
  kind: "scope" | "palette",
  chosen: { readonly value: string },
  choose: (name: string) => void,
): Dispose[] {
  return [...host.querySelectorAll<HTMLElement>(`[data-${kind}]`)].map((button) => {
    const name = button.dataset[kind] ?? "";
    const press = () => choose(name);
    button.addEventListener("click", press);
    const stop = effect(() => {
      button.setAttribute("aria-pressed", String(chosen.value === name));
    });
    return () => {
      stop();
      button.removeEventListener("click", press);
    };
  });
}

function toggle(
  button: HTMLElement,
  state: { readonly value: boolean; peek(): boolean },
  set: (on: boolean) => void,
): Dispose {
  const press = () => set(!state.peek());
  button.addEventListener("click", press);
  const stop = effect(() => button.setAttribute("aria-pressed", String(state.value)));
  return () => {
    stop();
    button.removeEventListener("click", press);
  };
}
