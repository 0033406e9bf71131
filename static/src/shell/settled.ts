/** Sets `data-settled` on the page while nothing on the screen is about to change by itself; tests wait for that. */
import { listen } from "../events/listen.ts";

/** Frames in a row without a movement until the page counts as settled: views paint in the frame after a change. */
const STILL = 2;

/** Returns a function that takes whether the page is up to date; `root` is marked while it is and nothing moves. */
export function markSettled(root: HTMLElement): (upToDate: boolean) => void {
  let current = false;
  let request = 0;
  let still = 0;
  const look = () => {
    still = isMoving() || root.querySelector(".unmarked") !== null ? 0 : still + 1;
    request = current && still < STILL ? requestAnimationFrame(look) : 0;
    if (current && request === 0) root.dataset.settled = "";
  };
  const unsettle = () => {
    delete root.dataset.settled;
    still = 0;
    if (request === 0 && current) request = requestAnimationFrame(look);
  };
  listen(root, { transitionrun: unsettle, animationstart: unsettle });
  return (upToDate) => {
    if (upToDate === current) return;
    current = upToDate;
    unsettle();
  };
}

/** Whether anything moves that will come to its end. */
function isMoving(): boolean {
  return document.getAnimations().some(({ effect, playState }) => {
    const end = Number(effect?.getComputedTiming().endTime ?? 0);
    return playState === "running" && Number.isFinite(end);
  });
}
