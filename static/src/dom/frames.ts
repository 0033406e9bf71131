import { effect } from "@preact/signals-core";
import type { Dispose } from "./element.ts";

/**
 * Runs `paint` in the next animation frame after a signal that `watch` reads has changed: once, however many changed.
 * Nothing runs while the tab is hidden, because browsers give hidden tabs no frames.
 */
export function paintOnChange(watch: () => void, paint: () => void): Dispose {
  let request = 0;
  const stop = effect(() => {
    watch();
    if (request !== 0) return;
    request = requestAnimationFrame(() => {
      request = 0;
      paint();
    });
  });
  return () => {
    stop();
    cancelAnimationFrame(request);
  };
}
