/** Brings the stage of lectures, script and style sheet, when one begins: the first view has no use for them. */
import { effect } from "@preact/signals-core";
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import type { Placed } from "../layout/placed.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase, withItsWords } from "../words/phrases.ts";
import type { Setting } from "./shapes.ts";

const SHEET = "static/dist/hall.css";

export interface InHall {
  /** A lecture is on, and the script that lays out its stage has not come yet. */
  readonly isComing: () => boolean;
  /** Lays the stage out with one large layer; null: as outside a lecture. */
  readonly arrange: (setting: Setting) => readonly Placed[] | null;
  /** Lays it out with one large layer although all were asked for, where these do not fit side by side; null outside a lecture. */
  readonly arrangeInstead: (setting: Setting) => readonly Placed[] | null;
  readonly stop: Dispose;
}

/** `lay` lays the stage out anew. */
export function bringHall(lab: Lab, lay: () => void): InHall {
  let hall: typeof import("./hall.ts") | "none" | "coming" | "failed" = "none";
  const bring = async () => {
    hall = "coming";
    const load = () => import("./hall.ts");
    const both = Promise.all([withItsWords(load), fetchStyleSheet(document, SHEET)]);
    hall = await both.then(([module]) => module).catch(() => "failed" as const);
    if (hall === "failed") lab.session.notify(phrase("page.failed"));
    lay();
  };
  const withLarge = (setting: Setting, layer: string | null) =>
    layer === null || typeof hall === "string" ? null : hall.arrangeInHall(setting, layer);
  return {
    isComing: () => lab.lecture.on.peek() && hall === "coming",
    arrange: (setting) => withLarge(setting, lab.lecture.focused.peek()),
    arrangeInstead: (setting) => {
      const placed = withLarge(setting, lab.lecture.large.peek());
      setting.host.toggleAttribute("data-instead", placed !== null);
      return placed;
    },
    stop: effect(() => {
      if (lab.lecture.on.value && (hall === "none" || hall === "failed")) void bring();
    }),
  };
}
