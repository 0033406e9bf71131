/** Ink that a link brought lies over one's own, which is neither lost nor written over by what is made of the other. */

import type { Ink, Own } from "./ink.ts";
import { EMPTY, type History } from "./strokes.ts";

/** One's own ink, or a link's over it. */
interface Pad extends Own {
  readonly lent: Ink | null;
  readonly own: Own | null;
}
/** Ink that a link may bring. */
interface Brought {
  readonly history?: History;
  readonly picture?: Uint8Array | null;
  readonly pixels?: Uint8Array | null;
}

export const NOTHING: Own = { history: EMPTY, picture: null, pictures: new Map() };

/** Whether the pad shows what a link brought, or what was made of it. */
export function isBorrowed({ lent, history }: Pick<Pad, "lent" | "history">): boolean {
  return lent !== null && [history.drawing, ...history.past].includes(lent.drawing);
}

/** Whether it shows just what the link brought. */
export function isLent(pad: Ink & Pick<Pad, "lent">): boolean {
  const { lent } = pad;
  return lent !== null && pad.drawing === lent.drawing && pad.picture === lent.picture;
}

/** What is on the pad, or waits under what a link brought. */
export function ownIn({ history, picture, pictures, lent, own }: Pad): Own {
  return isBorrowed({ lent, history }) ? (own ?? NOTHING) : { history, picture, pictures };
}

/** What a link shows over one's own ink, which undo brings back; one's own where it brings none. */
export function laidOver(own: Own, link: Brought): Pad & Pick<Ink, "pixels"> {
  const { history = own.history, picture = null, pixels = null } = link;
  const brings = link.history !== undefined || picture !== null || pixels !== null;
  if (!brings) return { ...own, pixels: null, lent: null, own: null };
  const { drawing } = history;
  const pad = link.history === undefined ? own : over(own, history);
  const shown = link.history === undefined ? (picture ?? own.picture) : picture;
  return { ...pad, picture: shown, pixels, lent: { drawing, picture: shown, pixels }, own };
}

function over(own: Own, history: History): Pick<Own, "history" | "pictures"> {
  const { drawing, past, greeting } = own.history;
  const blank = greeting || (drawing.length === 0 && own.picture === null);
  const pictures =
    own.picture === null ? own.pictures : new Map(own.pictures).set(drawing, own.picture);
  return { history: { ...history, past: blank ? past : [...past, drawing] }, pictures };
}
