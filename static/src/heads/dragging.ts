/** Dragging by a mouse or a pen from one button onto another; a finger scrolls, and presses both. */
import { listen } from "../events/listen.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** Pixels that a press may move without being a drag. */
const STILL = 6;
/** Where a drag nears the edge of what scrolls, that goes on by so many pixels a frame. */
const EDGE = 40;
const PER_FRAME = 12;
const ENDS = "[data-label], [data-group]";

export function draggedOnto(
  host: HTMLElement,
  drop: (from: HTMLElement, to: HTMLElement) => void,
): Dispose {
  let from: HTMLElement | null = null;
  let start: readonly [number, number] = [0, 0];
  let isDragged = false;
  let over: Element | null = null;
  let [scroller, scrolled]: [Element | null, number] = [null, 0];
  const mark = (next: Element | null) => {
    over?.classList.remove("over");
    over = next;
    over?.classList.add("over");
  };
  const under = ({ clientX, clientY }: MouseEvent) => {
    const end = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>(ENDS) ?? null;
    return end !== from && host.contains(end) ? end : null;
  };
  let request = 0;
  const place = (event: MouseEvent, scroller: Element | null, before: number) => {
    const [x, y] = [event.clientX - start[0], event.clientY - start[1]];
    if (from !== null) from.style.translate = `${x}px ${y + (scroller?.scrollTop ?? 0) - before}px`;
    mark(under(event));
  };
  const scrollAlong = (event: MouseEvent) => {
    cancelAnimationFrame(request);
    place(event, scroller, scrolled);
    const by = scroller === null ? 0 : towards(event.clientY, scroller);
    if (by === 0 || scroller === null || from === null) return;
    const at = scroller.scrollTop;
    scroller.scrollTop += by;
    if (scroller.scrollTop !== at) request = requestAnimationFrame(() => scrollAlong(event));
  };
  const leave = () => {
    cancelAnimationFrame(request);
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
          scroller = scrollerOf(host);
          scrolled = scroller?.scrollTop ?? 0;
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
        scrollAlong(event);
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

/** What scrolls around it. */
function scrollerOf(host: HTMLElement): Element | null {
  for (let each: Element | null = host; each !== null; each = each.parentElement) {
    const isScrolled = ["auto", "scroll"].includes(getComputedStyle(each).overflowY);
    if (isScrolled && each.scrollHeight > each.clientHeight) return each;
  }
  return null;
}

/** How far to scroll for a pointer near an edge of what is seen; 0 elsewhere. */
function towards(y: number, scroller: Element): number {
  const { top, bottom } = scroller.getBoundingClientRect();
  if (y < Math.max(0, top) + EDGE) return -PER_FRAME;
  return y > Math.min(innerHeight, bottom) - EDGE ? PER_FRAME : 0;
}
