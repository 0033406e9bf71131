/**
 * One pointer held on an element, from its press to its release. The browser may never report a release (another window in
 * front, a lost capture, a hidden part): any sign that the pointer is up ends the hold, and the next press begins another.
 */
import { listen } from "../events/listen.ts";

export interface Hand {
  /** `erases`: with the eraser end of a stylus. */
  press(event: PointerEvent, erases: boolean): void;
  /** All that has moved since the last time. */
  move(events: readonly PointerEvent[]): void;
  release(): void;
  /** Takes back what the hold has done: it was a palm that rests beside a stylus. */
  takeBack?(): void;
}

/** Values of an event's `button`, and the eraser's in `buttons`. */
const MAIN = 0;
const ERASER = 5;
const ERASER_HELD = 32;

export function followHold(element: HTMLElement, hand: Hand): () => void {
  let held: PointerEvent | null = null;
  const end = () => {
    if (held === null) return;
    held = null;
    hand.release();
  };
  const pointerdown = (event: PointerEvent) => {
    if (event.button !== MAIN && event.button !== ERASER) return;
    const before = held;
    if (before !== null && isBeside(event, before)) return;
    end();
    if (before?.pointerType === "touch" && event.pointerType === "pen") hand.takeBack?.();
    held = event;
    capture(element, event.pointerId);
    event.preventDefault();
    hand.press(event, event.button === ERASER || (event.buttons & ERASER_HELD) !== 0);
  };
  const move = (event: PointerEvent) => {
    if (event.pointerId !== held?.pointerId) return;
    if (event.buttons === 0) return end();
    const coalesced = event.getCoalescedEvents?.() ?? [];
    hand.move(coalesced.length > 0 ? coalesced : [event]);
  };
  const endOf = (event: PointerEvent) => {
    if (event.pointerId === held?.pointerId) end();
  };
  // Before the browser gathers them for the next animation frame, where it can (on https and localhost).
  const moved = "onpointerrawupdate" in element ? "pointerrawupdate" : "pointermove";
  const ends = [
    listen(element, { pointerdown, [moved]: move, lostpointercapture: endOf }),
    listen(window, { pointerup: endOf, pointercancel: endOf, blur: end }),
    listen(document, { visibilitychange: end }),
    whenHidden(element, end),
  ];
  return () => {
    for (const stop of ends) stop();
    end();
  };
}

/** Acts when an element is no longer shown, for which the browser has no event. */
export function whenHidden(element: Element, act: () => void): () => void {
  const observer = new ResizeObserver((seen) => {
    if (seen.at(-1)?.contentRect.width === 0) act();
  });
  observer.observe(element);
  return () => observer.disconnect();
}

/** A palm beside a stylus, or another finger beside the first; a first finger is one that is alone on the screen. */
function isBeside(event: PointerEvent, held: PointerEvent): boolean {
  if (event.pointerId === held.pointerId || event.pointerType !== "touch") return false;
  return held.pointerType === "pen" || (held.pointerType === "touch" && !event.isPrimary);
}

/** The browser throws where the pointer has left already: its stroke then ends with its next event. */
function capture(element: Element, pointer: number): void {
  try {
    element.setPointerCapture(pointer);
  } catch {
    // Moves over the element still arrive.
  }
}
