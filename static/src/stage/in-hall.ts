/** Brings the stage of lectures, script and style sheet, when one begins: the first view has no use for them. */
import { effect } from "@preact/signals-core";
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import type { Placed } from "../layout/flat.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase, withItsWords } from "../words/phrases.ts";
import type { Setting } from "./shapes.ts";

const SHEET = "static/dist/hall.css";

export interface InHall {
  /** One layer is to be large, and how that is laid out has not come yet. */
  readonly isComing: () => boolean;
  /** null: all layers stand as elsewhere. */
  readonly arrange: (setting: Setting) => readonly Placed[] | null;
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
  return {
    isComing: () => lab.lecture.focused.peek() !== null && hall === "coming",
    arrange: (setting) => {
      const focus = lab.lecture.focused.peek();
      return focus === null || typeof hall === "string" ? null : hall.arrangeInHall(setting, focus);
    },
    stop: effect(() => {
      if (lab.lecture.on.value && (hall === "none" || hall === "failed")) void bring();
    }),
  };
}
