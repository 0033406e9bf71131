import { say } from "../dom/element.ts";
import { listen } from "../dom/listen.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** A finger or the keyboard that rests on something for so long, in milliseconds, is shown what a pointer is shown. */
const RESTS = 550;
/** A finger that moved so many pixels scrolls. */
const MOVED = 10;
const GAP = 6;

/** What stands in an element's title, for fingers that hold it and for the keyboard that stays on it; gone at the next touch or key. */
export function mountHints(page: Document, bubble: HTMLElement): Dispose {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from: readonly [number, number] = [0, 0];

  const hide = () => {
    clearTimeout(timer);
    bubble.hidden = true;
  };
  const show = (element: HTMLElement) => {
    say(bubble, element.title);
    bubble.hidden = false;
    const { left, top, bottom } = element.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = bubble;
    const above = top - height - GAP;
    bubble.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
    bubble.style.top = `${above < GAP ? bottom + GAP : above}px`;
  };
  const rest = (target: EventTarget | null) => {
    hide();
    const element = target instanceof Element ? target.closest<HTMLElement>("[title]") : null;
    if (element !== null && element.title !== "") timer = setTimeout(() => show(element), RESTS);
  };
  const down = (event: PointerEvent) => {
    from = [event.clientX, event.clientY];
    if (event.pointerType === "touch") rest(event.target);
    else hide();
  };
  const move = (event: PointerEvent) => {
    if (Math.hypot(event.clientX - from[0], event.clientY - from[1]) > MOVED) clearTimeout(timer);
  };
  const up = () => clearTimeout(timer);
  const focus = (event: FocusEvent) => {
    if ((event.target as Element).matches(":focus-visible")) rest(event.target);
  };
  const acts = {
    pointerdown: down,
    pointermove: move,
    pointerup: up,
    pointercancel: up,
    focusin: focus,
    focusout: hide,
    keydown: hide,
    scroll: hide,
  };
  return endAll(hide, listen(page, acts, { capture: true, passive: true }));
}
