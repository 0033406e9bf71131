/** Dragging by a mouse or a pen from one button onto another; a finger scrolls, and presses both. */
import { listen } from "../dom/listen.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** Pixels that a press may move without being a drag. */
const STILL = 6;
const ENDS = "[data-label], [data-group]";

export function draggedOnto(
  host: HTMLElement,
  drop: (from: HTMLElement, to: HTMLElement) => void,
): Dispose {
  let from: HTMLElement | null = null;
  let start: readonly [number, number] = [0, 0];
  let isDragged = false;
  let over: Element | null = null;
  const mark = (next: Element | null) => {
    over?.classList.remove("over");
    over = next;
    over?.classList.add("over");
  };
  const under = ({ clientX, clientY }: MouseEvent) => {
    const end = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>(ENDS) ?? null;
    return end !== from && host.contains(end) ? end : null;
  };
  const leave = () => {
    from?.style.removeProperty("translate");
    from?.classList.remove("dragged");
    mark(null);
    from = null;
  };
  return endAll(
    listen(
      host,
      {
        pointerdown: (event) => {
          isDragged = false;
          if (event.pointerType === "touch" || event.button !== 0) return;
          from = (event.target as Element).closest<HTMLElement>(`${ENDS}:not([data-group="next"])`);
          start = [event.clientX, event.clientY];
        },
        click: (event) => {
          // What ends a drag is no press.
          if (isDragged) event.stopImmediatePropagation();
          isDragged = false;
        },
      },
      { capture: true },
    ),
    listen(window, {
      pointermove: (event) => {
        if (from === null) return;
        const [x, y] = [event.clientX - start[0], event.clientY - start[1]];
        if (!isDragged && Math.hypot(x, y) < STILL) return;
        isDragged = true;
        from.classList.add("dragged");
        from.style.translate = `${x}px ${y}px`;
        mark(under(event));
      },
      pointerup: (event) => {
        const [one, other] = [from, isDragged ? under(event) : null];
        leave();
        if (one !== null && other !== null) drop(one, other);
      },
      pointercancel: leave,
    }),
  );
}
