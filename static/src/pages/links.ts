/** What a link's network is, and what the link opens. */
import { tidied } from "../address/tidy.ts";
import { ownInkIn } from "../ink/from-link.ts";
import { INK } from "../state/ink.ts";
import type { Lab, Opened } from "../state/lab.ts";
import { valuesOf } from "../state/slice.ts";
import { beginningOf } from "../storage/beginning.ts";

export interface Links {
  /** The state that a link opens, over the user's own ink. */
  open(link: URL): Opened;
  /** The name of a link's network; null: the one that is shown. */
  otherNetwork(link: URL): string | null;
}

/** `first`: the network that the page was opened with. */
export function linksOf(lab: Lab, local: Storage | null, first: string): Links {
  const shown = () => lab.reader.network.peek()?.description.name ?? first;
  const askedIn = (link: URL) =>
    tidied(link).searchParams.get("network") || (lab.reader.plain.peek() ?? shown());
  return {
    open: (link) => beginningOf(link, local, askedIn(link), ownInkIn(valuesOf(INK, lab.ink))),
    otherNetwork: (link) => (askedIn(link) === shown() ? null : askedIn(link)),
  };
}
