/** A finger that goes sideways over an element. */
import { listen } from "../events/listen.ts";

/** CSS pixels sideways, and how many times more than up or down. */
const FAR = 40;
const STRAIGHT = 1.5;

/** Calls `go` with 1 when a finger went to the left, with −1 when it went to the right. */
export function followSwipes(host: HTMLElement, go: (by: 1 | -1) => void): () => void {
  let from: Touch | null = null;
  return listen(
    host,
    {
      touchstart: ({ touches }) => {
        from = touches.length === 1 ? (touches[0] ?? null) : null;
      },
      touchend: ({ changedTouches }) => {
        const [start, end] = [from, changedTouches[0]];
        from = null;
        if (start === null || end === undefined) return;
        const [dx, dy] = [end.clientX - start.clientX, end.clientY - start.clientY];
        if (Math.abs(dx) >= FAR && Math.abs(dx) > STRAIGHT * Math.abs(dy)) go(dx < 0 ? 1 : -1);
      },
      touchcancel: () => {
        from = null;
      },
    },
    { passive: true },
  );
}
