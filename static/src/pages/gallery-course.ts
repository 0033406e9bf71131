/** Cells of what teaches: the guide with its chapters, and exhibits. */
import { mountChapters } from "../chapters/chapters.ts";
import { need } from "../dom/element.ts";
import { mountAnswers } from "../exhibits/answers.ts";
import { type Given as Choice, mountChoice } from "../exhibits/choice.ts";
import { mountHistory } from "../exhibits/history.ts";
import type { History } from "../exhibits/timeline.ts";
import { mountWeights } from "../exhibits/weights.ts";
import type { LayerShape } from "../exhibits/wiring.ts";
import { EMPTY } from "../ink/strokes.ts";
import { mountGuide } from "../inspector/guide.ts";
import { type GalleryCell, room, roomIn, type Shared } from "./gallery-cell.ts";

const GUIDE: Shared = {
  inside: "guide-host",
  parts: ["inspector/guide"],
  width: 426,
  mount: (host, lab) => {
    mountGuide(roomIn(host, "inspector/guide"), lab);
    const pad = document.createElement("div");
    mountChapters(roomIn(host, "chapters"), lab, { pad, storage: null, open: () => ({}) });
  },
};

const given = <Kind>(host: HTMLElement, name: string): Kind =>
  JSON.parse(need(`[data-given=${name}]`, host).textContent ?? "");

/** An exhibit that asks the server for nothing but what its page is given. */
function exhibit(name: string, mount: (host: HTMLElement, page: HTMLElement) => unknown) {
  return {
    name: `exhibit, ${name}`,
    inside: "exhibit-host",
    parts: [`exhibits/${name}`],
    page: { sheets: ["exhibit"], shows: "main, [data-given]" },
    width: 1000,
    mount: (host: HTMLElement) => mount(roomIn(host, "exhibits"), host),
  };
}

export const COURSE: readonly GalleryCell[] = [
  ...room("guide", GUIDE, {
    "and the way to the chapters": {},
    "a first visit": {
      opened: { ink: { history: { ...EMPTY, greeting: true } }, session: { newcomer: true } },
    },
    "a chapter that is done": { opened: { look: { chapter: "relu", before: new Set(["conv1"]) } } },
  }),
  exhibit("weights", (host, page) => mountWeights(host, given<LayerShape | null>(page, "layer"))),
  exhibit("answers", (host) => mountAnswers(host)),
  exhibit("choice", (host, page) => mountChoice(host, given<Choice>(page, "choice"), null)),
  exhibit("history", (host, page) => mountHistory(host, given<History>(page, "history"))),
];
