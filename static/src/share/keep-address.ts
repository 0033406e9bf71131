/** Keeps the page's address true to its state, so that a reload and a copied address open what is on the screen. */
import { effect } from "@preact/signals-core";
import type { Dispose } from "../dom/element.ts";
import type { Store } from "../store.ts";
import { withState } from "./address.ts";

/** So many addresses in so many milliseconds: Safari allows a page a hundred in half a minute. */
const MOST = 30;
const SPAN = 10_000;

export function keepAddress(store: Store): Dispose {
  const times: number[] = [];
  let later: ReturnType<typeof setTimeout> | undefined;
  const write = () => {
    clearTimeout(later);
    const address = withState(new URL(location.href), store);
    if (address.href === location.href) return;
    if (times.push(performance.now()) > MOST) times.shift();
    history.replaceState(null, "", address);
  };
  const stop = effect(() => {
    withState(new URL(location.href), store); // what it reads is what calls again
    const oldest = times.length < MOST ? undefined : times[0];
    const due = oldest === undefined ? 0 : oldest + SPAN - performance.now();
    clearTimeout(later);
    if (due <= 0) write();
    else later = setTimeout(write, due);
  });
  addEventListener("pagehide", write);
  return () => {
    stop();
    clearTimeout(later);
    removeEventListener("pagehide", write);
  };
}
