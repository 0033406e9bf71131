/** What a class sees of a film: the line above the stage, and in a lecture, where no panel is, the curves beside the guesses. */
import { effect, signal } from "@preact/signals-core";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { followCurves } from "./curves.ts";
import { captionInWords } from "./sentences.ts";

export function mountWall(host: HTMLElement, lab: Lab): Dispose {
  const { epochs, lecture } = lab;
  const isShown = () => lecture.on.value;
  return endAll(
    effect(() => {
      const film = epochs.detail.value;
      epochs.offerCaption(film === null ? null : captionInWords(film, epochs.at.value, lab));
    }),
    effect(() => {
      host.hidden = !isShown() || epochs.detail.value === null;
    }),
    followCurves(host, lab, {
      logarithmic: signal(null),
      isShown,
      height: () => Math.max(LEAST, host.clientHeight),
    }),
    () => {
      epochs.offerCaption(null);
      host.hidden = true;
    },
  );
}

/** Curves with a height of fewer pixels show nothing useful. */
const LEAST = 80;
