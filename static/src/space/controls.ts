/** Hands on the 3D view: mouse, fingers, keyboard. Turns them into what is wanted of camera and cells. */
import type { Dispose } from "../state/slice.ts";

export interface Wishes {
  /** Turns by so many degrees. */
  orbit(yaw: number, pitch: number): void;
  /** Shifts by so many CSS pixels. */
  pan(x: number, y: number): void;
  /** Nearer or further, keeping what is at this place (CSS pixels of the canvas). */
  zoom(factor: number, x: number, y: number): void;
  /** A gesture has ended: where the camera is now is worth keeping. */
  settle(): void;
  point(x: number, y: number): void;
  leave(): void;
  press(x: number, y: number): void;
  /** Flies to what is there. */
  approach(x: number, y: number): void;
  key(event: KeyboardEvent): boolean;
}

/** Further than this, a press was a drag. */
const SLACK = 5;
const DEGREES = 0.35;
const SETTLED = 220;
/** Of the middle button: how much a pixel zooms. */
const PULL = 0.006;

export function handle(canvas: HTMLCanvasElement, wishes: Wishes): Dispose {
  const held = new Map<number, { x: number; y: number }>();
  let moved = 0;
  let shifting = false;
  let pulling: { x: number; y: number } | null = null; // the middle button zooms, there
  let fingers = 0;
  let settling: ReturnType<typeof setTimeout> | undefined;
  const listening = new AbortController();
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    act: (event: HTMLElementEventMap[Name]) => void,
  ) => canvas.addEventListener(name, act, { signal: listening.signal, passive: false });
  const settleSoon = () => {
    clearTimeout(settling);
    settling = setTimeout(wishes.settle, SETTLED);
  };

  on("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    held.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    if (held.size === 1) moved = 0;
    fingers = Math.max(held.size, held.size === 1 ? 1 : fingers);
    shifting = event.button === 2 || event.shiftKey;
    pulling = event.button === 1 && !shifting ? { x: event.offsetX, y: event.offsetY } : null;
    if (event.button === 1) event.preventDefault(); // no scrolling by the wheel's button
  });
  on("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType !== "touch") wishes.point(event.offsetX, event.offsetY);
      return;
    }
    const [dx, dy] = [event.offsetX - before.x, event.offsetY - before.y];
    const others = [...held].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    moved += Math.hypot(dx, dy);
    if (moved < SLACK && held.size === 1) {
      return; // still a press: nothing moves under it
    }
    held.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    const [other] = others;
    if (other !== undefined) pinch(before, { x: event.offsetX, y: event.offsetY }, other, wishes);
    else if (shifting) wishes.pan(dx, dy);
    else if (pulling !== null) wishes.zoom(Math.exp(dy * PULL), pulling.x, pulling.y);
    else wishes.orbit(-dx * DEGREES, dy * DEGREES);
  });
  const lift = (event: PointerEvent) => {
    if (!held.delete(event.pointerId) || held.size > 0) return;
    const pressed = moved < SLACK && fingers === 1 && event.type === "pointerup";
    fingers = 0;
    if (!pressed) wishes.settle();
    else if (event.button === 0) wishes.press(event.offsetX, event.offsetY);
  };
  on("pointerup", lift);
  on("pointercancel", lift);
  on("pointerleave", () => {
    if (held.size === 0) wishes.leave();
  });
  on("contextmenu", (event) => event.preventDefault());
  on("dblclick", (event) => wishes.approach(event.offsetX, event.offsetY));
  on("wheel", (event) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 18 : 1;
    const by = Math.max(-240, Math.min(240, event.deltaY * lines));
    wishes.zoom(Math.exp(by * (event.ctrlKey ? 0.01 : 0.0016)), event.offsetX, event.offsetY);
    settleSoon();
  });
  on("keydown", (event) => {
    if (event.metaKey || event.altKey || !wishes.key(event)) return;
    event.preventDefault();
    event.stopPropagation();
    settleSoon();
  });
  return () => {
    listening.abort();
    clearTimeout(settling);
  };
}

/** Two fingers: their middle shifts, their distance zooms. */
function pinch(
  before: { x: number; y: number },
  now: { x: number; y: number },
  other: { x: number; y: number },
  wishes: Wishes,
): void {
  wishes.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
  const [was, is] = [before, now].map((at) => Math.hypot(at.x - other.x, at.y - other.y));
  if (was && is) wishes.zoom(was / is, (now.x + other.x) / 2, (now.y + other.y) / 2);
}
