import { effect } from "@preact/signals-core";
import { type Dispose, need } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { scaleOf } from "../dom/palette.ts";
import { colourInto } from "../math/colour.ts";
import { number } from "../math/numbers.ts";
import type { Store } from "../store.ts";
import { peak } from "../tensor.ts";

/** The colour scale, painted by the function that paints the maps, with real numbers. */
export function mountLegend(host: HTMLElement, store: Store): Dispose {
  const canvas = need<HTMLCanvasElement>("canvas", host);
  const low = need(".low", host);
  const high = need(".high", host);
  const scope = need(".scope", host);

  const stopPainting = paintOnChange(
    () => store.theme.value,
    () => {
      const context = canvas.getContext("2d");
      if (context === null) return;
      const data = context.createImageData(canvas.width, 1);
      const middle = (canvas.width - 1) / 2;
      const values = Float32Array.from({ length: canvas.width }, (_, i) => (i - middle) / middle);
      colourInto(new Uint32Array(data.data.buffer), values, 0, 1, scaleOf(canvas));
      for (let y = 0; y < canvas.height; y++) context.putImageData(data, 0, y);
    },
  );
  const stopWords = effect(() => {
    const cell = store.cell.value;
    const tensor = cell === null ? undefined : store.reading.value?.maps.get(cell.layer);
    const title = cell === null ? undefined : store.network.value?.layer.get(cell.layer)?.title;
    const end = tensor === undefined ? "peak" : number(peak(tensor));
    low.textContent = `−${end}`;
    high.textContent = `+${end}`;
    scope.textContent =
      tensor === undefined || title === undefined
        ? "Each layer has a scale of its own; its peak is the number beside its name."
        : `The scale of ${title}, the same for all its maps.`;
  });
  return () => {
    stopPainting();
    stopWords();
  };
}
