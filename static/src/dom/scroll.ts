/** Scrolling of the page: the document's, or the body's while steps of the forward pass are explained on a phone. */

const scrollers = () => [document.documentElement, document.body];

/** Keeps the page scrolled to where it is while `act` makes it lower for a moment. */
export function keepScrolled(act: () => void): void {
  const tops = scrollers().map(({ scrollTop }) => scrollTop);
  act();
  for (const [i, scroller] of scrollers().entries()) {
    const top = tops[i] ?? 0;
    if (scroller.scrollTop !== top) scroller.scrollTop = top;
  }
}

/**
 * Scrolls what lies `top` below an element's upper edge to the middle of the screen; what is higher than the screen begins
 * at the screen's upper edge.
 */
export function scrollToMiddle(within: Element, top: number, height: number): void {
  const [page, body] = [document.documentElement, document.body];
  const scroller = getComputedStyle(page).overflowY === "hidden" ? body : page;
  if (scroller === body) page.scrollTop = 0;
  const above = Math.max(0, (scroller.clientHeight - height) / 2);
  scroller.scrollTop += within.getBoundingClientRect().top + top - above;
}

export function scrollToTop(): void {
  for (const scroller of scrollers()) scroller.scrollTop = 0;
}
