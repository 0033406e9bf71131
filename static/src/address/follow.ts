/** Keeps the page's address true to its state, so that a reload and a copied address open what is on the screen. */
import { effect } from "@preact/signals-core";
import { listen } from "../events/listen.ts";
import { isAsLinked } from "../ink/from-link.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { isShared, linkTo, withState } from "./address.ts";

/** So many addresses in so many milliseconds: Safari allows a page a hundred in half a minute. */
const MOST = 30;
const SPAN = 10_000;

export interface Following {
  /** The address of what is on the screen now, which the page's address follows later; with edited pixels, which that leaves out. */
  now(): URL;
  /** Updates the page's address at once. */
  write(): void;
  /** Keeps what is on the screen now in the browser's history: later changes go into a new entry. */
  mark(): void;
  readonly stop: Dispose;
}

export function followAddress(lab: Lab): Following {
  const times: number[] = [];
  let comparisons = lab.look.comparisons.peek();
  let later: ReturnType<typeof setTimeout> | undefined;
  const now = () => addressOf(lab);
  const write = () => {
    clearTimeout(later);
    const address = now();
    const hasBegun = lab.look.comparisons.peek() > comparisons;
    comparisons = lab.look.comparisons.peek();
    if (address.href === location.href) return;
    if (times.push(performance.now()) > MOST) times.shift();
    // A comparison is a new entry in the history: the Back button leads out of it.
    if (hasBegun) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  };
  const stop = effect(() => {
    now(); // reads the signals on whose change this runs again
    const oldest = times.length < MOST ? undefined : times[0];
    const due = oldest === undefined ? 0 : oldest + SPAN - performance.now();
    clearTimeout(later);
    if (due <= 0) write();
    else later = setTimeout(write, due);
  });
  // A link to this page with another drawing differs only behind the #, and the browser does not load it.
  const changed = () => isShared(new URL(location.href)) && location.reload();
  const stopListening = listen(window, { pagehide: write, hashchange: changed });
  return {
    now: () => (lab.ink.pixels.peek() === null ? now() : linkTo(new URL(location.href), lab)),
    write,
    mark: () => {
      write();
      history.pushState(null, "", location.href);
    },
    stop: () => {
      stop();
      clearTimeout(later);
      stopListening();
    },
  };
}

/** A link's drawing stays in the address until there is another one on the pad. Reads signals. */
function addressOf(lab: Lab): URL {
  const address = new URL(location.href);
  const [{ drawing }, picture] = [lab.ink.history.value, lab.ink.picture.value];
  const [pixels, fromLink] = [lab.ink.pixels.value, lab.ink.fromLink.value];
  if (isAsLinked({ drawing, picture, pixels, fromLink }) && pixels === fromLink?.pixels)
    return linkTo(address, lab);
  if (isShared(address)) address.hash = "";
  return withState(address, lab);
}
