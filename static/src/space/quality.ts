/** How many pixels to draw: many when nothing moves, fewer while something moves on a slow machine. */

export interface Quality {
  /** Pixels of the drawing in a CSS pixel. */
  readonly ratio: number;
  /** Nothing has moved for a while. */
  readonly still: boolean;
  /** A frame begins; `moving`: the next one is wanted at once. */
  tick(now: number, moving: boolean): void;
  /** Something moves from now on. */
  stir(): void;
  /** Nothing moves any more: soon there is time for a fine picture. */
  rest(): void;
  stop(): void;
}

/** Milliseconds without motion before the fine picture. */
const PAUSE = 180;
/** Frames further apart than this are too slow; so many of them in a row, and drawing gets coarser. */
const SLOW = 27;
const PATIENCE = 3;

export function makeQuality(redraw: () => void, rested: () => void): Quality {
  const fine = Math.min(3, Math.max(2, devicePixelRatio));
  let coarse = fine;
  let still = true;
  let last: number | null = null;
  let slow = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return {
    get ratio() {
      return still ? fine : coarse;
    },
    get still() {
      return still;
    },
    tick: (now, moving) => {
      if (moving) still = false;
      const took = last === null ? 0 : now - last;
      last = moving ? now : null;
      // A long gap is a pause of the hand, not of the machine.
      slow = took > SLOW && took < 400 ? slow + 1 : 0;
      if (slow >= PATIENCE) coarse = 1;
    },
    stir: () => {
      still = false;
    },
    rest: () => {
      clearTimeout(waiting);
      if (still) return;
      waiting = setTimeout(() => {
        still = true;
        if (coarse !== fine) redraw();
        else rested();
      }, PAUSE);
    },
    stop: () => clearTimeout(waiting),
  };
}
