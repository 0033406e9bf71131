/** Dragging by a mouse or a pen from one button onto another; a finger scrolls, and presses both. */
import { listen } from "../events/listen.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** Pixels that a press may move without being a drag. */
const STILL = 6;
/** Pixels from its edge at which the scroller scrolls during a drag, and by how many per frame. */
const EDGE = 40;
const PER_FRAME = 12;
const ENDS = "[data-label], [data-group]";

/** `drop`: what is done once one end was dragged onto the other. */
export function draggedOnto(
  host: HTMLElement,
  drop: (from: HTMLElement, to: HTMLElement) => void,
): Dispose {
  const drag = new Drag(host);
  return endAll(
    listen(
      host,
      {
        pointerdown: (event) => drag.begin(event),
        click: (event) => {
          // The click that ends a drag is no press.
          if (drag.finish()) event.stopImmediatePropagation();
        },
      },
      { capture: true },
    ),
    listen(window, {
      pointermove: (event) => drag.move(event),
      pointerup: (event) => {
        const ends = drag.endsAt(event);
        drag.leave();
        if (ends !== null) drop(...ends);
      },
      pointercancel: () => drag.leave(),
    }),
  );
}

/** One drag at a time: the button that is dragged, the element it is over, and the scroller around it. */
class Drag {
  readonly #host: HTMLElement;
  #from: HTMLElement | null = null;
  #start: readonly [number, number] = [0, 0];
  #isDragged = false;
  #over: Element | null = null;
  #scroller: Element | null = null;
  /** The scroller's position when the drag began. */
  #scrolled = 0;
  #request = 0;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  begin(event: PointerEvent): void {
    this.#isDragged = false;
    if (event.pointerType === "touch" || event.button !== 0) return;
    const end = `${ENDS}:not([data-group="next"])`;
    this.#from = (event.target as Element).closest<HTMLElement>(end);
    this.#start = [event.clientX, event.clientY];
    this.#scroller = scrollerOf(this.#host);
    this.#scrolled = this.#scroller?.scrollTop ?? 0;
  }

  move(event: PointerEvent): void {
    if (this.#from === null) return;
    if (!this.#isDragged && Math.hypot(...this.#movedTo(event)) < STILL) return;
    this.#isDragged = true;
    this.#from.classList.add("dragged");
    this.#scrollAlong(event);
  }

  /** The dragged button, and the one it was dropped onto; null if it was no drag, or was dropped elsewhere. */
  endsAt(event: PointerEvent): readonly [HTMLElement, HTMLElement] | null {
    const to = this.#isDragged ? this.#under(event) : null;
    return this.#from !== null && to !== null ? [this.#from, to] : null;
  }

  /** Ends the drag and puts the dragged button back. */
  leave(): void {
    cancelAnimationFrame(this.#request);
    this.#from?.style.removeProperty("translate");
    this.#from?.classList.remove("dragged");
    this.#mark(null);
    this.#from = null;
  }

  /** Whether the press that comes now is the end of a drag. */
  finish(): boolean {
    const wasDragged = this.#isDragged;
    this.#isDragged = false;
    return wasDragged;
  }

  #movedTo({ clientX, clientY }: MouseEvent): [number, number] {
    return [clientX - this.#start[0], clientY - this.#start[1]];
  }

  #under({ clientX, clientY }: MouseEvent): HTMLElement | null {
    const end = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>(ENDS) ?? null;
    return end !== this.#from && this.#host.contains(end) ? end : null;
  }

  #mark(next: Element | null): void {
    this.#over?.classList.remove("over");
    this.#over = next;
    this.#over?.classList.add("over");
  }

  #place(event: MouseEvent): void {
    const [x, y] = this.#movedTo(event);
    const scrolled = (this.#scroller?.scrollTop ?? 0) - this.#scrolled;
    if (this.#from !== null) this.#from.style.translate = `${x}px ${y + scrolled}px`;
    this.#mark(this.#under(event));
  }

  #scrollAlong(event: MouseEvent): void {
    cancelAnimationFrame(this.#request);
    this.#place(event);
    const scroller = this.#scroller;
    const by = scroller === null ? 0 : towards(event.clientY, scroller);
    if (by === 0 || scroller === null || this.#from === null) return;
    const at = scroller.scrollTop;
    scroller.scrollTop += by;
    if (scroller.scrollTop !== at)
      this.#request = requestAnimationFrame(() => this.#scrollAlong(event));
  }
}

/** The nearest scroller around an element. */
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
