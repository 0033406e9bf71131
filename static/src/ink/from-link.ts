/** A link's drawing is shown over the user's; both are kept. */

import type { Ink, OwnInk } from "./ink.ts";
import { EMPTY, type History } from "./strokes.ts";

/** The user's ink, or a link's over it. */
interface Pad extends OwnInk {
  readonly fromLink: Ink | null;
  readonly ownInk: OwnInk | null;
}
/** The ink of a link. */
interface LinkInk {
  readonly history?: History;
  readonly picture?: Uint8Array | null;
  readonly pixels?: Uint8Array | null;
}

export const NO_INK: OwnInk = { history: EMPTY, picture: null, pictures: new Map() };

/** Whether the pad shows what a link brought, or what was made of it. */
export function comesFromLink({ fromLink, history }: Pick<Pad, "fromLink" | "history">): boolean {
  return fromLink !== null && [history.drawing, ...history.past].includes(fromLink.drawing);
}

/** Whether it shows just what the link brought. */
export function isAsLinked(pad: Ink & Pick<Pad, "fromLink">): boolean {
  const { fromLink } = pad;
  return fromLink !== null && pad.drawing === fromLink.drawing && pad.picture === fromLink.picture;
}

/** The user's ink: on the pad, or kept while a link's is there. */
export function ownInkIn({ history, picture, pictures, fromLink, ownInk }: Pad): OwnInk {
  return comesFromLink({ fromLink, history }) ? (ownInk ?? NO_INK) : { history, picture, pictures };
}

/** The pad that a link opens: its ink, and undo brings back the user's; the user's where the link has none. */
export function showLinkOver(ownInk: OwnInk, link: LinkInk): Pad & Pick<Ink, "pixels"> {
  const { history = ownInk.history, picture = null, pixels = null } = link;
  const brings = link.history !== undefined || picture !== null || pixels !== null;
  if (!brings) return { ...ownInk, pixels: null, fromLink: null, ownInk: null };
  const { drawing } = history;
  const pad = link.history === undefined ? ownInk : over(ownInk, history);
  const shown = link.history === undefined ? (picture ?? ownInk.picture) : picture;
  const fromLink = { drawing, picture: shown, pixels };
  return { ...pad, picture: shown, pixels, fromLink, ownInk };
}

function over(ownInk: OwnInk, history: History): Pick<OwnInk, "history" | "pictures"> {
  const { drawing, past, greeting } = ownInk.history;
  const blank = greeting || (drawing.length === 0 && ownInk.picture === null);
  const pictures =
    ownInk.picture === null
      ? ownInk.pictures
      : new Map(ownInk.pictures).set(drawing, ownInk.picture);
  return { history: { ...history, past: blank ? past : [...past, drawing] }, pictures };
}
