/** How a lecture shows an exhibit that is higher than the wall it is projected on: its parts one after the other. */

/** What an exhibit shows step by step between its answer and the next exhibit; false: there is no further step. */
export interface WallSteps {
  next(): boolean;
  back(): boolean;
}

/** The page as a wall sees it, in CSS pixels: where it is scrolled to, how high the wall is, where its parts begin and where the last one ends. */
export interface WallView {
  readonly top: number;
  readonly height: number;
  readonly parts: readonly number[];
  readonly end: number;
}

/** The part of the wall's height that is shown again after scrolling, so that a reader finds the last lines. */
const OVERLAP = 0.15;
/** Parts whose beginnings are at most this many pixels apart count as one. */
const TOGETHER = 8;

/** Where to scroll so that the next part that is not seen whole begins at the upper edge; null: all has been seen. */
export function nextTop({ top, height, parts, end }: WallView): number | null {
  const bottom = top + height;
  if (end <= bottom + TOGETHER) return null;
  const begins = [...parts].sort((one, other) => one - other);
  const hidden = begins.find((begin, at) => {
    const ends = begins.slice(at + 1).find((other) => other > begin + TOGETHER) ?? end;
    return begin > top + TOGETHER && ends > bottom + TOGETHER;
  });
  const onward = top + height * (1 - OVERLAP);
  return hidden === undefined || hidden > bottom ? onward : hidden;
}

const PARTS = "h2, h3, [data-part=moments]";
/** CSS pixels left above a heading. */
const MARGIN = 16;

/** Goes through the parts of an exhibit's page, and back the same way. */
export function stepsOn(host: HTMLElement): WallSteps {
  const before: number[] = [];
  return {
    next(): boolean {
      const onward = host.querySelector(".onward");
      const end = onward === null ? document.documentElement.scrollHeight : placeOf(onward);
      const parts = [...host.querySelectorAll<HTMLElement>(PARTS)]
        .filter((each) => each.getClientRects().length > 0)
        .map((each) => placeOf(each) - MARGIN);
      const height = innerHeight - heightOf(host.querySelector("[data-part=lesson]"));
      const to = nextTop({ top: scrollY, height, parts, end });
      const last = document.documentElement.scrollHeight - innerHeight;
      if (to === null || scrollY >= last - 1) return false;
      before.push(scrollY);
      scrollTo({ top: to });
      return true;
    },
    back(): boolean {
      const to = before.pop();
      if (to === undefined) return false;
      scrollTo({ top: to });
      return true;
    },
  };
}

const placeOf = (element: Element) => element.getBoundingClientRect().top + scrollY;

const heightOf = (row: Element | null) => row?.getBoundingClientRect().height ?? 0;
