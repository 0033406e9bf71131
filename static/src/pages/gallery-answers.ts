/** Cells of what a network says: the panel about each kind of answer, and what stands below the pad. */
import { need } from "../dom/element.ts";
import { mountClasses } from "../heads/classes.ts";
import { mountAnswers, mountPanel, mountSize } from "../heads/heads.ts";
import type { Network } from "../network/network.ts";
import { mountCanvas } from "../pad/canvas.ts";
import type { Lab } from "../state/lab.ts";
import { fetchWholeCard, fetchWithWeights, predict } from "./asking.ts";
import { type GalleryCell, panel, room, type Shared, type State } from "./gallery-cell.ts";
import type { Other } from "./gallery-data.ts";

const of = (other: Other): State => ({ reads: ({ others }) => others[other] });

const BELOW_PAD: Shared = {
  inside: "pad-side",
  parts: ["pad/pad", "heads/heads"],
  width: 250,
  height: 760,
  mount: (host, lab) => {
    const reads = need<HTMLElement>(".reads", host);
    mountCanvas(need<HTMLCanvasElement>(".pad canvas", host), lab);
    mountClasses(need(".heads", host), lab);
    mountSize(reads, need(".pad", host), lab);
    mountAnswers(reads, lab);
  },
};

/** What the panel asks, of a drawing that stays. */
const asking = (lab: Lab) => ({
  fetchCard: fetchWholeCard,
  fetchWithWeights,
  predict: (network: Network, signal: AbortSignal) => predict(network, lab, signal),
});

export const ANSWERS: readonly GalleryCell[] = [
  ...room("pad and answers", BELOW_PAD, {
    numbers: of("stroke_measures"),
    boxes: of("detector"),
    "fine classes": of("fine_classes"),
  }),
  ...panel(
    "heads/panel",
    "answer",
    (host, lab) => mountPanel(host, lab, asking(lab)),
    {
      "which digit, and wrong choices": { opened: { look: { wrong: true } } },
      "several digits": of("several_digits"),
      numbers: of("stroke_measures"),
      boxes: of("detector"),
      "a mask": of("unet_style"),
      "fine classes": of("fine_classes"),
    },
    { name: "answer", width: 426, waits: ".head-view:empty" },
  ),
];
