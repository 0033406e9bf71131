/** Scrolling of the page: the document's, or the body's while steps of the forward pass are explained on a phone. */

const scrollers = () => [document.documentElement, document.body];

/** Runs what makes the page low for a moment and high again: it stays scrolled to where it is. */
export function keepScrolled(act: () => void): void {
  const tops = scrollers().map(({ scrollTop }) => scrollTop);
  act();
  for (const [i, scroller] of scrollers().entries()) {
    const top = tops[i] ?? 0;
    if (scroller.scrollTop !== top) scroller.scrollTop = top;
  }
}

/** Brings what lies so far below an element's upper edge to the middle of what is seen, or its upper edge if it is higher than that. */
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
