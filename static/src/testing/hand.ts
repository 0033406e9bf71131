/** A hand on an element: presses, moves and lost releases as browsers send them, and an element that can be hidden. */
import { vi } from "vitest";

type Sign = Partial<PointerEventInit>;

const MOUSE: Sign = { pointerId: 1, pointerType: "mouse", isPrimary: true };

/** Sends a pointer's events to an element of 100 x 100 pixels; the main button is held unless it is said otherwise. */
export function handOn(element: HTMLElement, pointer: Sign = MOUSE) {
  const send = (name: string, x: number, y: number, more: Sign) =>
    element.dispatchEvent(
      new PointerEvent(name, {
        bubbles: true,
        cancelable: true,
        clientX: x,
        clientY: y,
        buttons: 1,
        ...MOUSE,
        ...pointer,
        ...more,
      }),
    );
  return {
    press: (x: number, y: number, more: Sign = {}) => send("pointerdown", x, y, more),
    move: (x: number, y: number, more: Sign = {}) => send("pointermove", x, y, more),
    lift: (x: number, y: number) => send("pointerup", x, y, { buttons: 0 }),
    loseCapture: () => send("lostpointercapture", 0, 0, {}),
  };
}

/** Gives elements a place, 100 x 100 pixels; `hide` hides them all, and tells their observers. */
export function placeElements(): { hide(): void } {
  const watching: ResizeObserverCallback[] = [];
  class Observer implements ResizeObserver {
    constructor(act: ResizeObserverCallback) {
      watching.push(act);
    }
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  vi.stubGlobal("ResizeObserver", Observer);
  let side = 100;
  const box = () => new DOMRect(0, 0, side, side);
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(box);
  return {
    hide: () => {
      side = 0;
      const entry = { contentRect: box() } as ResizeObserverEntry;
      for (const act of watching) act([entry], {} as ResizeObserver);
    },
  };
}
