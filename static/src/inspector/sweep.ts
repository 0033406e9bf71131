import { effect } from "@preact/signals-core";
import { make, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { positionIn } from "../math/shape.ts";
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
  const named = (key: "back" | "play" | "next" | "strongest", act: () => void) =>
    button(phrase(`inspector.${key}`), phrase(`inspector.${key}.hint`), act);
  const go = (indexIn: (map: PinnedMap) => number) => () => {
    playing.stop();
    const map = pinnedMap(lab);
    if (map !== null) pinIn(lab, map, indexIn(map));
  };
  const play = named("play", () => playing.toggle());
  const playing = new Playing(lab, (on) => {
    say(play, phrase(on ? "inspector.pause" : "inspector.play"));
  });
  const back = named(
    "back",
    go(({ at }) => at - 1),
  );
  const next = named(
    "next",
    go(({ at }) => at + 1),
  );
  const strongest = named(
    "strongest",
    go((map) => strongestIn(lab, map)),
  );
  const scrub = make("input", {
    type: "range",
    min: "0",
    "aria-label": phrase("inspector.position"),
  });
  listen(scrub, { input: go(() => Number(scrub.value)) });
  const label = phrase("inspector.slide");
  const row = [back, play, next, strongest, scrub];
  const element = make("div", { class: "sweep line", role: "group", "aria-label": label }, row);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const stopFollowing = effect(() => {
    lab.selection.pinned.value;
    lab.reader.network.value;
    const map = pinnedMap(lab);
    element.hidden = map === null;
    play.hidden = still.matches;
    if (map === null) return;
    scrub.max = String(map.size - 1);
    scrub.value = String(map.at);
  });
  const stop = () => {
    playing.stop();
    stopFollowing();
  };
  return { element, stop };
}

/** The map of the pinned cell. */
interface PinnedMap {
  readonly layer: string;
  /** Where it begins in the layer's values, and how many it has. */
  readonly from: number;
  readonly size: number;
  /** The pinned cell in it. */
  readonly at: number;
}

/** null while no cell of a map is pinned. */
function pinnedMap({ selection, reader }: Lab): PinnedMap | null {
  const cell = selection.pinned.peek();
  const shape = cell && reader.network.peek()?.layer.get(cell.layer)?.shape;
  if (!cell || !shape || shape.length < 3) return null;
  const { rows, columns } = planes(shape);
  const size = rows * columns;
  const from = positionIn({ rows, columns }, cell.index).channel * size;
  return { layer: cell.layer, from, size, at: cell.index - from };
}

/** Pins a cell of the map, the first or the last if there is none of this number. */
function pinIn(lab: Lab, { layer, from, size }: PinnedMap, at: number): void {
  lab.selection.pin({ layer, index: from + Math.max(0, Math.min(size - 1, at)) });
}

/** Where the map, as it is shown, is furthest from zero. */
function strongestIn(lab: Lab, { layer, from, size }: PinnedMap): number {
  const tensor = lab.reader.tensorOf(layer);
  if (tensor === undefined) return 0;
  const sizes = Array.from({ length: size }, (_, at) => Math.abs(valueAt(tensor, from + at) ?? 0));
  return sizes.indexOf(Math.max(...sizes));
}

/** Pins one cell of the map after the other, to its end or until somebody pins another cell. */
class Playing {
  readonly #lab: Lab;
  readonly #show: (playing: boolean) => void;
  #request = 0;

  constructor(lab: Lab, show: (playing: boolean) => void) {
    this.#lab = lab;
    this.#show = show;
  }

  /** Plays from the pinned cell, or from the first one if the last is pinned; stops if it plays. */
  toggle(): void {
    const map = pinnedMap(this.#lab);
    if (this.#request !== 0 || map === null) {
      this.stop();
      return;
    }
    this.#show(true);
    const first = map.at >= map.size - 1 ? 0 : map.at;
    this.#step(map, { first, began: performance.now(), last: null });
  }

  stop(): void {
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    this.#show(false);
  }

  /** `last`: the cell that the step before pinned; if another cell is pinned now, it stops. */
  #step(map: PinnedMap, play: { first: number; began: number; last: number | null }): void {
    this.#request = requestAnimationFrame((now) => {
      const current = pinnedMap(this.#lab);
      const isTaken = play.last !== null && current?.at !== play.last;
      const isLost = current?.layer !== map.layer || current.from !== map.from || isTaken;
      const pace = Math.min(STEP, SWEEP / map.size);
      const at = play.first + Math.max(0, Math.floor((now - play.began) / pace));
      if (!isLost) pinIn(this.#lab, map, at);
      if (isLost || at >= map.size - 1) this.stop();
      else this.#step(map, { ...play, last: at });
    });
  }
}
