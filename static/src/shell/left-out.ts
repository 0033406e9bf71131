import { effect } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import type { Control } from "../state/controls.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

/** What is left out with each control. */
const PARTS: Readonly<Record<Control, string>> = {
  tools: ".tools, .edit-pixels",
  samples: ".samples, [data-part=another]",
  pictures: "[data-part=choose-picture]",
  guesses: ".guess, .bars, .answers, .doubt, [data-part=spoken]",
  panels: ".bar [data-panel], .drawer > section",
  visibility: ".visibility, .layer .stub",
  legend: ".legend",
  inspector: ".inspector",
  trace: "[data-part=open-trace], .pen-trace",
  steps: "[data-part=begin-steps], .stepper [data-step]",
  space: ".views, .space .controls, .space .hint",
  relu: ".layer .relu",
  covers: "[data-part=reveal], .predict-first, .visibility .cover",
  top: "[data-part=open-share], [data-part=lecture], [data-part=theme], .top [href^=docs]",
};
/** Pictures and words that stay on the page and are no longer buttons. */
const STAYS = ".edit-pixels, .layer .stub, .layer .relu";

/** Leaves controls out of the page, and has one quiet word that brings them back. */
export function mountLeftOut(page: HTMLElement, lab: Lab): Dispose {
  const more = need("[data-part=more]", page);
  const root = page.ownerDocument.documentElement;
  const stopBack = listen(more, { click: () => lab.lecture.leaveOut(new Set()) });
  const stop = effect(() => {
    const leftOut = lab.lecture.leftOut.value;
    lab.reader.network.value; // stubs are made with the network
    lab.reader.inSpace.value; // and the controls of the network in space with it
    root.dataset.leftOut = [...leftOut].join(" ");
    more.hidden = leftOut.size === 0;
    for (const [control, selector] of Object.entries(PARTS)) {
      const gone = leftOut.has(control as Control);
      for (const part of page.querySelectorAll<HTMLElement>(selector)) {
        part.inert = gone;
        part.toggleAttribute("data-gone", gone && !part.matches(STAYS));
      }
    }
  });
  return () => {
    stop();
    stopBack();
    root.removeAttribute("data-left-out");
  };
}
