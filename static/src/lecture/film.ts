/** The forward pass in sentences and in time, as one script that is loaded later: its sentences, and how long each is shown. */

import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { endAll } from "../state/slice.ts";
import { followAutoplay } from "./autoplay.ts";
import { mountCaption } from "./caption.ts";
import { followLayers } from "./follow.ts";
import { sentenceOf } from "./sentence.ts";
import { mountStep } from "./step.ts";

/** `caption` stands above the stage, `step` beside it. */
export interface FilmHosts {
  readonly caption: HTMLElement;
  readonly step: HTMLElement;
  readonly stage: HTMLElement;
}

export function mountFilm({ caption, step, stage }: FilmHosts, lab: Lab): Dispose {
  const sentence = sentenceOf(lab);
  return endAll(
    mountCaption(caption, lab),
    mountStep(step, lab, sentence),
    followAutoplay(lab, sentence),
    followLayers(stage, lab),
  );
}
