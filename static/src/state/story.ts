/** The story in eight short chapters: opened where the network is explained, over whatever was open there. */
import { batch } from "@preact/signals-core";
import type { Lab } from "./lab.ts";
import type { Chapter } from "./look.ts";

export function openStory({ look, selection }: Lab, chapter: Chapter): void {
  batch(() => {
    selection.pin(null);
    selection.openKernel(null);
    look.openPanel(null);
    look.openChapter(chapter);
  });
}
