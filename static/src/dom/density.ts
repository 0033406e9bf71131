import { listen } from "../events/listen.ts";

/** Calls `act` when a pixel of the page gets another number of device pixels: on another screen, and by zoom. */
export function followDensity(act: () => void): () => void {
  const current = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
  let stop = listen(current, {
    change: () => {
      stop();
      act();
      stop = followDensity(act);
    },
  });
  return () => stop();
}
