/** What only narrow windows have, fetched where the window is one: a strip of all layers, and a sheet for what explains. */
import { need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { mountSheet } from "../inspector/sheet.ts";
import { keepAboveSheet, keepStripWhole } from "../stage/above-sheet.ts";
import { mountStrip } from "../stage/strip.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";

export interface Hosts {
  readonly root: HTMLElement;
  readonly stage: HTMLElement;
  readonly strip: HTMLElement;
  readonly sheet: HTMLElement;
}

export function mountNarrow({ root, stage, strip, sheet }: Hosts, lab: Lab): Dispose {
  const explained = mountSheet(sheet, root, lab);
  /** A finger cannot point at a title: a tap explains the layer. */
  const explainLayer = ({ target }: Event) => {
    const heading = (target as Element).closest(".layer header");
    const layer = heading?.closest<HTMLElement>(".layer")?.dataset.layer;
    if (layer === undefined || (target as Element).closest("button") !== null) return;
    lab.selection.pointAtLayer(layer);
    explained.raise();
  };
  if (matchMedia("(hover: none)").matches)
    say(need(".hint-line", sheet), phrase("guide.hint.touch"));
  return endAll(
    explained.stop,
    mountStrip(strip, stage, lab),
    keepAboveSheet(stage, strip, root, lab),
    keepStripWhole(strip, root, explained.height),
    listen(stage, { click: explainLayer }),
    listen(need("[data-part=open-networks]", root), { click: lab.session.chooseNetwork }),
  );
}
