/** What is opened or chosen on a phone comes out from under the sheet that explains it. */
import { effect, type ReadonlySignal } from "@preact/signals-core";
import { rectanglesOf } from "../layout/outlines.ts";
import { positionIn } from "../math/shape.ts";
import { planes } from "../math/tensor.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** CSS pixels between what is opened and what lies over the page. */
const AROUND = 12;
/** Upper and lower edge in the window, in CSS pixels. */
type Extent = { readonly top: number; readonly bottom: number };
const PHONES = "(max-width: 700px)";

/** Scrolls what is opened into view where the stage shows one layer; `strip` stays at the page's upper edge, `sheet` at its foot. */
export function keepAboveSheet(
  stage: HTMLElement,
  strip: HTMLElement,
  root: HTMLElement,
  lab: Lab,
): Dispose {
  let request = 0;
  /** What is opened has not been scrolled to: its layer may come later than the page. */
  let isDue = false;
  const scroll = () => {
    const sheet = Number.parseFloat(root.style.getPropertyValue("--foot")) || 0;
    const place = placeOfOpened(stage, lab);
    isDue = place === null && lab.selection.pinned.peek() !== null;
    if (sheet !== 0 && !isDue) scrollBetween(place, stage, strip, sheet);
  };
  const scrollSoon = () => {
    cancelAnimationFrame(request);
    // After the layer is there, and the sheet has got its height.
    if (stage.classList.contains("alone")) request = requestAnimationFrame(scroll);
  };
  let known = lab.reader.network.peek();
  return endAll(
    effect(() => {
      const { pinned, alone } = lab.selection;
      alone.value;
      const network = lab.reader.network.value;
      const isOther = network !== known;
      known = network;
      // Another network is not a choice of a layer: the page does not scroll.
      if (pinned.value === null && isOther) return;
      isDue = true;
      scrollSoon();
    }),
    effect(() => {
      lab.reader.placed.value;
      if (isDue) scrollSoon();
    }),
    () => cancelAnimationFrame(request),
  );
}

/** Scrolls what is opened between the strip and the sheet, which is `sheet` high; with nothing opened, the strip to the upper edge. */
function scrollBetween(
  place: Extent | null,
  stage: HTMLElement,
  strip: HTMLElement,
  sheet: number,
): void {
  // On phones the page scrolls, or its body while steps are shown; beside the pad the stage's column scrolls.
  const column = stage.parentElement as HTMLElement;
  const isColumn = getComputedStyle(column).overflowY === "auto";
  const edge = isColumn ? column.getBoundingClientRect().top : 0;
  // In low windows the strip goes with the page while something is opened.
  const isFixed = getComputedStyle(strip).position === "sticky";
  const below = isFixed ? Math.max(0, strip.getBoundingClientRect().top - edge) : 0;
  const high = isFixed ? strip.offsetHeight : 0;
  const [highest, lowest] = [edge + high + AROUND, innerHeight - sheet - AROUND];
  const way = wayTo(place, highest, lowest);
  const middle = place === null ? 0 : (place.top + place.bottom - highest - lowest) / 2;
  // Without the strip there is room for the map around it.
  const toPlace = isFixed || way === 0 ? way : middle;
  const by = below > 0 ? Math.max(below, toPlace) : toPlace;
  for (const scroller of [document.documentElement, document.body, column])
    if (by !== 0) scroller.scrollTop += by;
}

/** Scrolls the strip up to the sheet's edge where a half sheet would cut or cover it, and back unless somebody has scrolled meanwhile. */
export function keepStripWhole(
  strip: HTMLElement,
  root: HTMLElement,
  height: ReadonlySignal<string>,
): Dispose {
  const scroller = () =>
    getComputedStyle(root).overflowY === "hidden" ? root.ownerDocument.body : root;
  let [request, moved, end] = [0, 0, 0];
  const makeRoom = () => {
    if (!matchMedia(PHONES).matches) return; // elsewhere the sheet moves nothing
    const page = scroller();
    const sheet = Number.parseFloat(root.style.getPropertyValue("--foot")) || 0;
    const { top, bottom } = strip.getBoundingClientRect();
    const before = page.scrollTop;
    page.scrollTop += Math.max(0, Math.min(top, bottom - (innerHeight - sheet)));
    end = page.scrollTop;
    moved += end - before;
  };
  const stop = effect(() => {
    cancelAnimationFrame(request);
    if (height.value === "half") request = requestAnimationFrame(makeRoom);
    if (height.value !== "peek") return;
    const page = scroller();
    if (moved > 0 && page.scrollTop === end) page.scrollTop -= moved;
    moved = 0;
  });
  return () => {
    stop();
    cancelAnimationFrame(request);
  };
}

/** Where the opened cell of the shown layer stands. */
function placeOfOpened(stage: HTMLElement, lab: Lab): Extent | null {
  const [pinned, network] = [lab.selection.pinned.peek(), lab.reader.network.peek()];
  const placed = lab.reader.placed.peek().find(({ name }) => name === pinned?.layer);
  const shape = network?.layer.get(pinned?.layer ?? "")?.shape;
  if (pinned === null || placed === undefined || shape === undefined) return null;
  const { channel, row, column } = positionIn(planes(shape), pinned.index);
  const box = {
    channels: [channel, channel],
    rows: [row, row],
    columns: [column, column],
  } as const;
  const unit = { channels: [pinned.index, pinned.index], rows: [0, 0], columns: [0, 0] } as const;
  const [at] = rectanglesOf(placed, shape.length < 3 ? unit : box, devicePixelRatio);
  if (at === undefined) return null;
  const top = stage.getBoundingClientRect().top + at.y;
  return { top, bottom: top + at.height };
}

/** How far to scroll until `place` stands between `highest` and `lowest`, its upper edge before its lower one. */
function wayTo(place: Extent | null, highest: number, lowest: number): number {
  if (place === null) return 0;
  const [above, over] = [place.top - highest, place.bottom - lowest];
  return over > 0 ? Math.min(over, Math.max(0, above)) : Math.min(0, above);
}
