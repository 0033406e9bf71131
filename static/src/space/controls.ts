/** Mouse, fingers and keyboard on the 3D view, as gestures. */
import { listen } from "../events/listen.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import type { ViewPoint } from "./marks.ts";

export interface Gestures {
  /** Turns by so many degrees. */
  orbit(yaw: number, pitch: number): void;
  /** Shifts by so many CSS pixels. */
  pan(x: number, y: number): void;
  /** Nearer or further, keeping what is at this point (CSS pixels of the canvas). */
  zoom(factor: number, x: number, y: number): void;
  /** A gesture has ended: where the camera is now is worth keeping. */
  settle(): void;
  point(x: number, y: number): void;
  leave(): void;
  press(x: number, y: number): void;
  /** Flies to what is at this point. */
  approach(x: number, y: number): void;
  /** Returns whether the view has used the key. */
  key(event: KeyboardEvent): boolean;
}

/** A pointer that moves further, in CSS pixels, drags; otherwise it presses. */
const SLACK = 5;
const DEGREES = 0.35;
/** Milliseconds after the last turn of a wheel or press of a key until its gesture has ended. */
const SETTLED = 220;
/** Of the middle button: how much a pixel zooms. */
const PULL = 0.006;
/** CSS pixels of a line, for wheels that count in lines, and the most that count of one turn. */
const LINE = 18;
const MOST_TURNED = 240;

export function followHand(canvas: HTMLCanvasElement, gestures: Gestures): Dispose {
  const pointers = new Pointers(gestures);
  let settling: ReturnType<typeof setTimeout> | undefined;
  const settleSoon = () => {
    clearTimeout(settling);
    settling = setTimeout(gestures.settle, SETTLED);
  };
  const lift = (event: PointerEvent) => pointers.lift(event);
  const stopListening = listen(
    canvas,
    {
      pointerdown: (event) => {
        canvas.setPointerCapture(event.pointerId);
        pointers.putDown(event);
        if (event.button === 1) event.preventDefault(); // no scrolling by the wheel's button
      },
      pointermove: (event) => pointers.move(event),
      pointerup: lift,
      pointercancel: lift,
      pointerleave: () => pointers.leave(),
      contextmenu: (event) => event.preventDefault(),
      dblclick: ({ offsetX, offsetY }) => gestures.approach(offsetX, offsetY),
      wheel: (event) => {
        event.preventDefault();
        gestures.zoom(zoomOf(event), event.offsetX, event.offsetY);
        settleSoon();
      },
      keydown: (event) => {
        if (event.metaKey || event.altKey || !gestures.key(event)) return;
        event.preventDefault();
        event.stopPropagation();
        settleSoon();
      },
    },
    { passive: false },
  );
  return endAll(stopListening, () => clearTimeout(settling));
}

/** By which factor a turn of the wheel, or a pinch on a touchpad, zooms. */
function zoomOf({ deltaY, deltaMode, ctrlKey }: WheelEvent): number {
  const pixels = deltaY * (deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1);
  const turned = Math.max(-MOST_TURNED, Math.min(MOST_TURNED, pixels));
  return Math.exp(turned * (ctrlKey ? 0.01 : 0.0016));
}

const pointUnder = ({ offsetX, offsetY }: PointerEvent): ViewPoint => ({ x: offsetX, y: offsetY });

/** The pointers that are down on the canvas, and what their movements mean. */
class Pointers {
  readonly #gestures: Gestures;
  readonly #down = new Map<number, ViewPoint>();
  /** CSS pixels that they have moved since the first came down, and the most fingers since then. */
  #moved = 0;
  #fingers = 0;
  #shifts = false;
  /** Where the middle button zooms, while it is down. */
  #zoomsAt: ViewPoint | null = null;

  constructor(gestures: Gestures) {
    this.#gestures = gestures;
  }

  putDown(event: PointerEvent): void {
    this.#down.set(event.pointerId, pointUnder(event));
    if (this.#down.size === 1) this.#moved = 0;
    this.#fingers = this.#down.size === 1 ? 1 : Math.max(this.#down.size, this.#fingers);
    this.#shifts = event.button === 2 || event.shiftKey;
    this.#zoomsAt = event.button === 1 && !this.#shifts ? pointUnder(event) : null;
  }

  move(event: PointerEvent): void {
    const [before, now] = [this.#down.get(event.pointerId), pointUnder(event)];
    if (before === undefined) {
      if (event.pointerType !== "touch") this.#gestures.point(now.x, now.y);
      return;
    }
    this.#moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (this.#moved < SLACK && this.#down.size === 1) return; // still a press: nothing moves under it
    const [other] = [...this.#down].filter(([id]) => id !== event.pointerId);
    this.#down.set(event.pointerId, now);
    if (other === undefined) this.#drag(now.x - before.x, now.y - before.y);
    else pinch(before, now, other[1], this.#gestures);
  }

  lift(event: PointerEvent): void {
    if (!this.#down.delete(event.pointerId) || this.#down.size > 0) return;
    const pressed = this.#moved < SLACK && this.#fingers === 1 && event.type === "pointerup";
    this.#fingers = 0;
    if (!pressed) this.#gestures.settle();
    else if (event.button === 0) this.#gestures.press(event.offsetX, event.offsetY);
  }

  leave(): void {
    if (this.#down.size === 0) this.#gestures.leave();
  }

  #drag(dx: number, dy: number): void {
    const at = this.#zoomsAt;
    if (this.#shifts) this.#gestures.pan(dx, dy);
    else if (at !== null) this.#gestures.zoom(Math.exp(dy * PULL), at.x, at.y);
    else this.#gestures.orbit(-dx * DEGREES, dy * DEGREES);
  }
}

/** Two fingers: their middle shifts, their distance zooms. */
function pinch(before: ViewPoint, now: ViewPoint, other: ViewPoint, gestures: Gestures): void {
  gestures.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  const [was, is] = [before, now].map((at) => Math.hypot(at.x - other.x, at.y - other.y));
  if (was && is) gestures.zoom(was / is, (now.x + other.x) / 2, (now.y + other.y) / 2);
}
