/** What is opened on a phone comes out from under the sheet that explains it. */
import { effect } from "@preact/signals-core";
import { rectanglesOf } from "../layout/outlines.ts";
import { positionIn } from "../math/shape.ts";
import { planes } from "../math/tensor.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";

/** CSS pixels between what is opened and what lies over the page. */
const AROUND = 12;

/** Scrolls the page where one layer has the room; `strip` stays at its upper edge, `sheet` at its foot. */
export function keepAboveSheet(
  stage: HTMLElement,
  strip: HTMLElement,
  root: HTMLElement,
  lab: Lab,
): Dispose {
  let request = 0;
  const scroll = () => {
    const [pinned, network] = [lab.selection.pinned.peek(), lab.reader.network.peek()];
    const placed = lab.reader.placed.peek().find(({ name }) => name === pinned?.layer);
    const shape = network?.layer.get(pinned?.layer ?? "")?.shape;
    if (pinned === null || placed === undefined || shape === undefined) return;
    const { channel, row, column } = positionIn(planes(shape), pinned.index);
    const box = {
      channels: [channel, channel],
      rows: [row, row],
      columns: [column, column],
    } as const;
    const unit = { channels: [pinned.index, pinned.index], rows: [0, 0], columns: [0, 0] } as const;
    const [at] = rectanglesOf(placed, shape.length < 3 ? unit : box, devicePixelRatio);
    if (at === undefined) return;
    const top = stage.getBoundingClientRect().top + at.y;
    const sheet = Number.parseFloat(root.style.getPropertyValue("--foot")) || 0;
    const lowest = innerHeight - sheet - AROUND;
    const highest = strip.offsetHeight + AROUND;
    const over = top + at.height - lowest;
    const by = over > 0 ? Math.min(over, Math.max(0, top - highest)) : Math.min(0, top - highest);
    // The page scrolls on phones, or its body while steps are shown; beside the pad the stage's column.
    for (const scroller of [document.documentElement, document.body, stage.parentElement])
      if (scroller !== null && by !== 0) scroller.scrollTop += by;
  };
  const stop = effect(() => {
    const { pinned } = lab.selection;
    cancelAnimationFrame(request);
    if (pinned.value === null || !stage.classList.contains("alone")) return;
    // After the layer is there, and the sheet has got its height.
    request = requestAnimationFrame(scroll);
  });
  return () => {
    stop();
    cancelAnimationFrame(request);
  };
}
