/** Where people draw: the pad with its tools, pictures and samples, what becomes of the drawing, and its trace. */
import { need } from "../dom/element.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { mountCanvas } from "./canvas.ts";
import {
  mountKeyboardPenLater,
  mountPenTraceLater,
  mountPixelEditorLater,
  mountPreprocessingLater,
  mountStylesLater,
} from "./later.ts";
import { takePictures } from "./pictures.ts";
import { mountTools } from "./tools.ts";
import { mountWays } from "./ways.ts";

/** Panels of the pad that stand elsewhere, and the page that pictures may be dropped on. */
export interface Elsewhere {
  readonly styles: HTMLElement;
  readonly preprocessing: HTMLElement;
  readonly page: HTMLElement;
}

/** `host` holds the pad and, beside it, the picture of the network's input. */
export function mountPad(host: HTMLElement, lab: Lab, elsewhere: Elsewhere): Dispose {
  const part = <T extends HTMLElement = HTMLElement>(name: string) =>
    need<T>(`[data-part=${name}]`, host);
  const canvas = need<HTMLCanvasElement>(".pad canvas", host);
  return endAll(
    mountCanvas(canvas, lab),
    mountKeyboardPenLater(canvas, need(".pen-cursor", host), part("pen-status"), lab),
    mountTools(host, lab),
    mountWays(host, lab),
    mountPixelEditorLater(host, part("edit-pixels"), lab),
    mountPenTraceLater(need(".pen-trace", host), part("open-trace"), part("more-ways"), lab),
    mountStylesLater(elsewhere.styles, need(".digits", host), part("another"), lab),
    mountPreprocessingLater(elsewhere.preprocessing, lab),
    takePictures(elsewhere.page, part("choose-picture"), part("picture-file"), lab),
  );
}
