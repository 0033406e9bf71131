import { effect } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { planes, valueAt } from "../math/tensor.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { button } from "./frame.ts";

/** Milliseconds: a sweep over a whole map, and a step of a small one. */
const SWEEP = 9_500;
const STEP = 60;

/** Slides the window over the whole map: played, scrubbed or step by step. */
export function makeSweep(lab: Lab): { readonly element: HTMLElement; readonly stop: Dispose } {
  const back = button(phrase("inspector.back"), phrase("inspector.back.hint"), () => move(-1));
  const play = button(phrase("inspector.play"), phrase("inspector.play.hint"), () => toggle());
  const next = button(phrase("inspector.next"), phrase("inspector.next.hint"), () => move(1));
  const strongest = button(
    phrase("inspector.strongest"),
    phrase("inspector.strongest.hint"),
    () => {
      halt();
      go(strongestOf());
    },
  );
  const scrub = make("input", { type: "range", min: "0", "aria-label": phrase("inspector.place") });
  const element = make(
    "div",
    { class: "sweep", role: "group", "aria-label": phrase("inspector.slide") },
    [back, play, next, strongest, scrub],
  );
  let request = 0;

  /** The pinned cell's map: where it begins in the layer's values, and its number of cells. */
  const map = () => {
    const cell = lab.selection.pinned.peek();
    const layer = cell === null ? undefined : lab.reader.network.peek()?.layer.get(cell.layer);
    if (cell === null || layer === undefined || layer.shape.length < 3) return null;
    const { rows, columns } = planes(layer.shape);
    const size = rows * columns;
    return { cell, size, from: Math.floor(cell.index / size) * size };
  };
  const go = (at: number) => {
    const own = map();
    if (own === null) return;
    const inside = Math.max(0, Math.min(own.size - 1, at));
    lab.selection.pin({ layer: own.cell.layer, index: own.from + inside });
  };
  /** Where the map, as it is shown, is furthest from zero. */
  const strongestOf = () => {
    const own = map();
    const tensor = own === null ? undefined : lab.reader.tensorOf(own.cell.layer);
    if (own === null || tensor === undefined) return 0;
    const sizes = Array.from({ length: own.size }, (_, at) =>
      Math.abs(valueAt(tensor, own.from + at) ?? 0),
    );
    return sizes.indexOf(Math.max(...sizes));
  };
  const move = (by: number) => {
    const own = map();
    halt();
    if (own !== null) go(own.cell.index - own.from + by);
  };
  const halt = () => {
    cancelAnimationFrame(request);
    request = 0;
    say(play, phrase("inspector.play"));
  };
  const toggle = () => {
    const own = map();
    if (request !== 0 || own === null) return halt();
    const { layer } = own.cell;
    const at = own.cell.index - own.from;
    const first = at >= own.size - 1 ? 0 : at;
    const pace = Math.min(STEP, SWEEP / own.size);
    const began = performance.now();
    let last = -1;
    const step = (now: number) => {
      const current = map();
      const place = first + Math.max(0, Math.floor((now - began) / pace));
      const taken = last >= 0 && current?.cell.index !== own.from + last;
      if (current?.cell.layer !== layer || taken) return halt(); // somebody pinned another cell
      last = Math.min(place, own.size - 1);
      go(last);
      if (place >= own.size - 1) return halt();
      request = requestAnimationFrame(step);
    };
    say(play, phrase("inspector.pause"));
    request = requestAnimationFrame(step);
  };
  scrub.addEventListener("input", () => {
    halt();
    go(Number(scrub.value));
  });
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const stopFollowing = effect(() => {
    const pinned = lab.selection.pinned.value;
    lab.reader.network.value;
    const own = map();
    element.hidden = pinned === null || own === null;
    play.hidden = still.matches;
    if (own === null) return;
    scrub.max = String(own.size - 1);
    scrub.value = String(own.cell.index - own.from);
  });
  const stop = () => {
    halt();
    stopFollowing();
  };
  return { element, stop };
}
