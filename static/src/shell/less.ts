import { effect } from "@preact/signals-core";
import { need } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import type { Control } from "../state/controls.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

/** What is left out with each control. */
const PARTS: Readonly<Record<Control, string>> = {
  tools: ".tools, #edit-pixels",
  samples: ".samples, #another",
  pictures: "#choose-picture",
  guesses: ".guess, #bars, #doubt, #spoken",
  panels: ".bar [data-panel], #drawer > section",
  visibility: "#visibility, .layer .stub",
  legend: "#legend",
  inspector: "#inspector",
  trace: "#open-trace, #pen-trace",
  steps: "#begin-steps, #stepper [data-step]",
  space: "#views, #space .controls, #space .hint",
  relu: ".layer .relu",
  covers: "#reveal, #predict-first, #visibility .cover",
  top: "#open-share, #lecture, #theme, #top [href^=docs]",
};
/** Pictures and words that stay on the page and are no longer buttons. */
const STAYS = "#edit-pixels, .layer .stub, .layer .relu";

/** Leaves controls out of the page, and has one quiet word that brings them back. */
export function mountLess(host: ParentNode, more: HTMLElement, lab: Lab): Dispose {
  const back = () => lab.lecture.leaveOut(new Set());
  const stopBack = listen(more, { click: back });
  const stop = effect(() => {
    const less = lab.lecture.leftOut.value;
    lab.reader.network.value; // stubs are made with the network
    lab.reader.inSpace.value; // and the controls of the network in space with it
    document.documentElement.dataset.less = [...less].join(" ");
    more.hidden = less.size === 0;
    for (const [control, selector] of Object.entries(PARTS)) {
      const gone = less.has(control as Control);
      for (const part of host.querySelectorAll<HTMLElement>(selector)) {
        part.inert = gone;
        part.toggleAttribute("data-gone", gone && !part.matches(STAYS));
      }
    }
  });
  return () => {
    stop();
    stopBack();
    need("html").removeAttribute("data-less");
  };
}
