/** Dragging something up and down by a part of it. */
import { listen } from "../events/listen.ts";

export interface Drag {
  /** The height before the drag, in CSS pixels. */
  begin(): number;
  move(pixels: number): void;
  /** `upwards`: how many CSS pixels it would still move, at the speed of the end. */
  end(pixels: number, upwards: number): void;
}

/** A pointer that moves less, in CSS pixels, presses. */
const MOVED = 6;
/** A drag is taken to go on for so many milliseconds at its last speed. */
const ON = 150;

export function followDrag(grip: HTMLElement, { begin, move, end }: Drag): () => void {
  let from: { y: number; height: number; id: number } | null = null;
  let isDragged = false;
  let last = { y: 0, at: 0 };
  let speed = 0;
  const heightAt = (y: number) => (from === null ? 0 : from.height + from.y - y);
  const finish = ({ clientY }: PointerEvent) => {
    if (from === null) return;
    const height = heightAt(clientY);
    from = null;
    if (isDragged) end(height, -speed * ON);
  };
  return listen(grip, {
    pointerdown: ({ clientY, pointerId, timeStamp }) => {
      from = { y: clientY, height: begin(), id: pointerId };
      [isDragged, speed, last] = [false, 0, { y: clientY, at: timeStamp }];
    },
    pointermove: ({ clientY, timeStamp }) => {
      if (from === null) return;
      if (!isDragged && Math.abs(clientY - from.y) < MOVED) return;
      if (!isDragged) grip.setPointerCapture(from.id);
      isDragged = true;
      speed = (clientY - last.y) / Math.max(1, timeStamp - last.at);
      last = { y: clientY, at: timeStamp };
      move(heightAt(clientY));
    },
    pointerup: finish,
    pointercancel: finish,
    // A drag must not count as a click.
    click: (event) => {
      if (isDragged) event.stopImmediatePropagation();
      isDragged = false;
    },
  });
}
