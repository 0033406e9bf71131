import { say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { type Dispose, endAll } from "../state/slice.ts";

/** Milliseconds that a finger or the keyboard stays on an element until its title is shown, as it is for a mouse. */
const RESTS = 550;
/** A finger that has moved so many pixels is scrolling, not holding. */
const MOVED = 10;
const GAP = 6;

/** Shows an element's title while a finger holds it or the keyboard stays on it; the next touch or key hides it. */
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
