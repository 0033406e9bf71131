/** Cells of panels, of lessons, and of the sheet "Share". */
import { make } from "../dom/element.ts";
import { mountRow } from "../lesson/row.ts";
import { mountStylesLater } from "../pad/later.ts";
import { mountPreprocessing } from "../pad/preprocessing.ts";
import { makeSheet, type SheetPart } from "../share/sheet.ts";
import { mountCard } from "../shell/card.ts";
import { mountGlossary } from "../shell/glossary.ts";
import { mountKeys } from "../shell/keys.ts";
import type { Lab, Opened } from "../state/lab.ts";
import { type GalleryCell, panel, room, roomIn } from "./gallery-cell.ts";

const LESSON = {
  steps: ["Draw a four", "What a kernel sees", "Questions"].map((title) => ({ title, link: "?" })),
};

export const PANELS: readonly GalleryCell[] = [
  ...panel("pad/preprocessing", "sees", mountPreprocessing, {
    "all six steps": {},
    "one left out": { opened: { look: { without: new Set(["centre"]) } } },
  }),
  ...panel(
    "pad/styles",
    "styles",
    (host, lab) => mountStylesLater(host, make("span"), make("button"), lab),
    { "all styles": {} },
    { waits: "ol:empty" },
  ),
  ...panel("shell/card", "about", mountCard, {
    "of the network": {},
  }),
  ...panel("shell/glossary", "terms", (host, lab) => mountGlossary(host, host, lab), {
    "all terms": {},
  }),
  ...panel("shell/keys", "keys", mountKeys, {
    "all keys": {},
    "without characters": { opened: { session: { characterKeys: false } } },
  }),
  ...room(
    "lesson",
    {
      inside: "bar",
      parts: ["lesson/lesson"],
      width: 520,
      mount: (host, lab) => {
        mountRow(roomIn(host, "lesson"), lab, []);
      },
    },
    { "its second step": { opened: { lesson: { ...LESSON, at: 1 } } } },
  ),
  sheet("screen"),
  sheet("lesson", { lesson: LESSON }),
  sheet("room"),
  sheet("save"),
];

/** One part of the sheet "Share". */
function sheet(part: SheetPart, opened: Opened = {}): GalleryCell {
  const mount = (host: HTMLElement, lab: Lab) => {
    const { element } = makeSheet(lab, part);
    element.open = true;
    host.append(element);
  };
  return {
    name: `share, ${part}`,
    inside: "sheet-host",
    parts: [],
    width: 920,
    height: 640,
    opened,
    mount,
  };
}
