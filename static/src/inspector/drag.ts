/** Dragging something up and down by a part of it. */
import { listen } from "../events/listen.ts";

export interface Drag {
  /** How high it is now, in CSS pixels. */
  begin(): number;
  move(pixels: number): void;
  /** `upwards`: how far it would go on, by the speed at the end. */
  end(pixels: number, upwards: number): void;
}

/** Less is a press. */
const MOVED = 6;
/** Milliseconds that it goes on. */
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
    // A drag is no press.
    click: (event) => {
      if (isDragged) event.stopImmediatePropagation();
      isDragged = false;
    },
  });
}
