/** Says when the screen shows what it will go on showing: `data-settled` on the page, for whoever waits for that. */

/** Frames without a movement, after which none follows from what has happened: views paint in the next frame. */
const STILL = 2;

/** Marks `root` while what it is called with last was true and nothing on the page moves. */
export function markSettled(root: HTMLElement): (upToDate: boolean) => void {
  let current = false;
  let request = 0;
  let still = 0;
  const look = () => {
    still = isMoving() ? 0 : still + 1;
    request = current && still < STILL ? requestAnimationFrame(look) : 0;
    if (current && request === 0) root.dataset.settled = "";
  };
  const unsettle = () => {
    delete root.dataset.settled;
    still = 0;
    if (request === 0 && current) request = requestAnimationFrame(look);
  };
  for (const name of ["transitionrun", "animationstart"]) root.addEventListener(name, unsettle);
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
