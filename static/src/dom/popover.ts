/** A panel over the page that a button opens: a menu, or a list of choices. */
import { listen } from "../events/listen.ts";

/**
 * The button opens and closes the panel; Escape closes it and gives the keyboard back to the button; so does whatever is
 * pressed, or gets the keyboard, elsewhere: one popover is open at a time. Buttons in it that lead elsewhere close it, by
 * `data-closes`. `beside`: what is used while it is open, and does not close it.
 */
export function mountPopover(
  opener: HTMLElement,
  panel: HTMLElement,
  beside: readonly HTMLElement[] = [],
): () => void {
  const page = opener.ownerDocument;
  if (panel.id !== "") opener.setAttribute("aria-controls", panel.id);
  const show = (open: boolean) => {
    panel.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  };
  const isElsewhere = ({ target }: Event) =>
    !panel.hidden &&
    target instanceof Node &&
    ![panel, opener, ...beside].some((each) => each.contains(target));
  const leave = (event: Event) => {
    if (isElsewhere(event)) show(false);
  };
  const leaveByButton = ({ target }: Event) => {
    if ((target as Element).closest("[data-closes]")) show(false);
  };
  const onEscape = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || panel.hidden) return;
    show(false);
    opener.focus();
    event.preventDefault();
    event.stopPropagation(); // an opened cell behind it stays
  };
  const stops = [
    listen(opener, { click: () => show(panel.hidden !== false) }),
    listen(panel, { click: leaveByButton }),
    listen(page, { pointerdown: leave, focusin: leave, keydown: onEscape }, { capture: true }),
  ];
  show(false);
  return () => {
    for (const stop of stops) stop();
  };
}
