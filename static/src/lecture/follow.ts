/** Where layers stand one below another, as on phones, not all fit the screen: the current step's layer comes into view. */
import { effect } from "@preact/signals-core";
import { scrollToMiddle } from "../dom/scroll.ts";
import { type Placed, standBelow } from "../layout/placed.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

export function followLayers(stage: HTMLElement, lab: Lab): Dispose {
  let last: Placed | undefined;
  let turns = lab.lesson.turns.peek();
  return effect(() => {
    const layer = lab.forward.currentStep.value?.layer;
    const placed = lab.reader.placed.value.find(({ name }) => name === layer);
    if (placed?.name === last?.name && placed?.y === last?.y) return;
    // After the last step the layer stays in view. A lesson's next link begins at the top of the page.
    const shown = placed ?? (turns === lab.lesson.turns.peek() ? last : undefined);
    const moves = shown !== undefined && standBelow(lab.reader.placed.value);
    // In the next frame: the transport bar appears first, and changes which element scrolls.
    if (moves) requestAnimationFrame(() => showLayer(stage, shown));
    [last, turns] = [placed, lab.lesson.turns.peek()];
  });
}

/** Scrolls to the layer's final position; a layer that is shown alone begins below the strip, which then stays at the screen's upper edge. */
function showLayer(stage: HTMLElement, { y, height }: Placed): void {
  const inSpace = stage.clientHeight === 0; // the 3D view takes its place
  if (inSpace) return;
  if (!stage.classList.contains("alone")) scrollToMiddle(stage, y, height);
  else scrollToMiddle(stage.parentElement as HTMLElement, 0, Infinity);
}
