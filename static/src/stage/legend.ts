import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { paintOnChange } from "../dom/frames.ts";
import { PixelImage } from "../dom/image.ts";
import { scaleOf } from "../dom/palette.ts";
import { mountPopover } from "../dom/popover.ts";
import { listen } from "../events/listen.ts";
import type { Scale } from "../math/colour.ts";
import { positionIn } from "../math/shape.ts";
import { peak, peakOf, planes } from "../math/tensor.ts";
import { convolutionOf } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import type { Palette, Scope } from "../state/look.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { number } from "../words/numbers.ts";
import { phrase } from "../words/phrases.ts";

/** The colour scale with the values at its ends, and the switches for its span and its colours. */
export function mountLegend(host: HTMLElement, lab: Lab): Dispose {
  const canvas = need<HTMLCanvasElement>("canvas", host);
  const low = need(".low", host);
  const high = need(".high", host);
  const [words, sentence] = [need(".scope", host), need(".sentence", host)];
  const opener = need("[data-part=choices]", host);
  const switches = [
    ...choices(host, "scope", lab.look.scope, (name) => lab.look.useScope(name as Scope)),
    ...choices(host, "palette", lab.look.palette, (name) => lab.look.usePalette(name as Palette)),
    toggle(need("[data-part=kernels]", host), lab.look.kernels, (on) => lab.look.showKernels(on)),
    toggle(need("[data-part=path]", host), lab.look.path, (on) => lab.look.showPath(on)),
  ];

  const image = new PixelImage(canvas);
  const stopPainting = paintOnChange(
    () => [lab.look.theme.value, lab.look.palette.value],
    () => paintScale(image, scaleOf(canvas)),
  );
  const stopWords = effect(() => {
    const { title, end } = spanOf(lab);
    say(low, end === null ? phrase("legend.low") : `−${number(end)}`);
    say(high, end === null ? phrase("legend.high") : `+${number(end)}`);
    say(words, phrase("legend.of", { what: title }));
    const isPathWaiting = lab.look.path.value && lab.selection.pinned.value === null;
    say(sentence, isPathWaiting ? phrase("legend.path.waits") : sentenceOf(lab));
  });
  const stopChoosing = mountPopover(opener, need("[data-part=choices-panel]", host));
  return endAll(stopPainting, stopWords, stopChoosing, ...switches);
}

/** From red pencil over paper to ink, the same in each row. */
function paintScale(image: PixelImage, scale: Scale): void {
  const { width, height } = image.canvas;
  const middle = (width - 1) / 2;
  const values = Float32Array.from(
    { length: width * height },
    (_, i) => ((i % width) - middle) / middle,
  );
  image.paintValues(values, 1, scale);
}

/** What the colours stand for, and the value at the scale's ends; null where each map or layer has its own. */
function spanOf(lab: Lab): { readonly title: string; readonly end: number | null } {
  const { kernel, arithmetic, pinned } = lab.selection;
  if (kernel.value !== null) {
    const most = largestWeight(lab, kernel.value.layer);
    return { title: phrase("legend.of.kernels"), end: most };
  }
  if (pinned.value !== null && arithmetic.value?.form === "channel-sums") {
    const sizes = arithmetic.value.channels.flatMap(({ terms }) =>
      terms.map(({ product }) => Math.abs(product)),
    );
    return { title: phrase("legend.of.products"), end: Math.max(0, ...sizes) };
  }
  const scope = lab.look.scope.value;
  if (lab.look.compare.value !== null)
    return {
      title: phrase(scope === "map" ? "legend.of.map" : `legend.compared.${scope}`),
      end: null,
    };
  return { title: scopeInWords(lab), end: endOf(lab) };
}

function largestWeight({ reader }: Lab, name: string): number | null {
  const network = reader.network.value;
  const layer = network?.layer.get(name);
  const convolution = network && layer && convolutionOf(layer, network);
  const weights = reader.weights.value?.get(`${convolution?.name}.weight`);
  return weights?.values.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) ?? null;
}

/** The layer of the selected cell, the one whose title is pointed at, or that of the step that is shown. */
function layerNow({ selection, forward }: Lab): string | null {
  const chosen = selection.selected.value?.layer ?? selection.layer.value;
  return chosen ?? forward.currentStep.value?.layer ?? null;
}

function scopeInWords(lab: Lab): string {
  const scope = lab.look.scope.value;
  if (scope !== "layer") return phrase(`legend.of.${scope}`);
  const chosen = layerNow(lab);
  const title = chosen === null ? undefined : lab.reader.network.value?.layer.get(chosen)?.title;
  return title ?? phrase("legend.of.layer");
}

/** The value at the scale's ends; null where each map has its own. */
function endOf(lab: Lab): number | null {
  if (lab.look.scope.value === "network") {
    const peaks = lab.look.shown.value.map((name) => {
      const tensor = lab.reader.tensorOf(name);
      return tensor === undefined ? 0 : peak(tensor);
    });
    return peaks.length === 0 ? null : Math.max(...peaks);
  }
  const cell = lab.selection.selected.value;
  const chosen = layerNow(lab);
  const tensor = chosen === null ? undefined : lab.reader.tensorOf(chosen);
  if (tensor === undefined) return null;
  if (lab.look.scope.value === "layer") return peak(tensor);
  if (cell === null) return null;
  const { rows, columns } = planes(tensor.shape);
  const from = positionIn({ rows, columns }, cell.index).channel * rows * columns;
  return peakOf(tensor, from, from + rows * columns);
}

function sentenceOf(lab: Lab): string {
  const cell = lab.selection.selected.value;
  const title = cell === null ? undefined : lab.reader.network.value?.layer.get(cell.layer)?.title;
  switch (lab.look.scope.value) {
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
    const stop = effect(() => {
      button.setAttribute("aria-pressed", String(chosen.value === name));
    });
    return endAll(stop, listen(button, { click: press }));
  });
}

function toggle(
  button: HTMLElement,
  state: { readonly value: boolean; peek(): boolean },
  set: (on: boolean) => void,
): Dispose {
  const press = () => set(!state.peek());
  const stop = effect(() => button.setAttribute("aria-pressed", String(state.value)));
  return endAll(stop, listen(button, { click: press }));
}
