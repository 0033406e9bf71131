import { effect, untracked } from "@preact/signals-core";

/**
 * Runs `paint` as soon as a signal that `watch` reads has changed, but once an animation frame: what comes later in the
 * same frame is painted in the next one. Nothing is painted while the tab is hidden.
 */
export function paintAtOnce(watch: () => void, paint: () => void): () => void {
  let request = 0;
  let again = false;
  const rest = () => {
    request = 0;
    if (again) run();
  };
  const run = () => {
    again = false;
    request = requestAnimationFrame(rest);
    paint();
  };
  const stop = effect(() => {
    watch();
    if (request === 0 && !document.hidden) untracked(run);
    else again = true;
    if (request === 0) request = requestAnimationFrame(rest);
  });
  return () => {
    stop();
    cancelAnimationFrame(request);
  };
}

/**
 * Runs `paint` in the next animation frame after a signal that `watch` reads has changed: once, however many changed.
 * Nothing runs while the tab is hidden, because browsers give hidden tabs no frames.
 */
export function paintOnChange(watch: () => void, paint: () => void): () => void {
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
