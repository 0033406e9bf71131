/** Cells of narrow windows: the strip of all layers above one, and the sheet of what explains. */
import { mountGuide } from "../inspector/guide.ts";
import { mountInspector } from "../inspector/inspector.ts";
import { mountSheet } from "../inspector/sheet.ts";
import { mountStage } from "../stage/stage.ts";
import { mountStrip } from "../stage/strip.ts";
import { type GalleryCell, pinned, room, roomIn, type Shared } from "./gallery-cell.ts";

const STRIP: Shared = {
  inside: "network-side",
  parts: ["stage/strip", "stage/stage"],
  width: 390,
  height: 560,
  mount: (host, lab) => {
    const stage = roomIn(host, "stage");
    mountStage(stage, lab);
    mountStrip(roomIn(host, "stage/strip"), stage, lab);
  },
};

const SHEET: Shared = {
  inside: "foot-host",
  parts: ["inspector/sheet"],
  page: { sheets: ["main", "explained"], asRoot: "narrow", shows: ".explanation" },
  width: 390,
  height: 600,
  mount: (host, lab) => {
    mountGuide(roomIn(host, "inspector/guide"), lab);
    mountInspector(roomIn(host, "inspector"), lab);
    mountSheet(roomIn(host, "inspector/sheet"), host, lab);
  },
};

export const NARROW: readonly GalleryCell[] = [
  ...room("strip", STRIP, {
    "two layers hidden": {
      opened: { look: { hidden: new Set(["conv2", "pool2"]) }, selection: { wentTo: "conv1" } },
    },
  }),
  ...room("sheet", { ...SHEET, height: 120 }, { "one line": {} }),
  ...room("sheet", SHEET, {
    "a cell": pinned("conv1", 1835),
  }),
];
