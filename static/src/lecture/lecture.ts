/** What a lecturer has: lecture mode, covers, and the forward pass step by step. */
import { need } from "../dom/element.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { followAutoplay } from "./autoplay.ts";
import { mountQuestion } from "./question.ts";
import { mountScreen } from "./screen.ts";
import { sentenceOf } from "./sentence.ts";
import { mountStepper } from "./stepper.ts";

/** A page has one lecture, whose buttons stand where they are needed; `root` gets the attributes that style sheets read, `stage` is what the steps are about. */
export function mountLecture(
  page: HTMLElement,
  root: HTMLElement,
  stage: HTMLElement,
  lab: Lab,
): Dispose {
  const sentence = sentenceOf(lab);
  const opener = need("[data-part=begin-steps]", page);
  return endAll(
    mountScreen(page, root, lab),
    mountStepper({ host: need(".stepper", page), opener, stage }, lab, sentence),
    followAutoplay(lab, sentence),
    mountQuestion(need('[data-room="lecture/question"]', page), lab),
  );
}
