/** Several networks on one page: what a link's network is, and the list of all, which comes when it is asked for. */
import { tidied } from "../address/tidy.ts";
import { need } from "../dom/element.ts";
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import { listen } from "../events/listen.ts";
import { ownInkIn } from "../ink/from-link.ts";
import type { Network } from "../network/network.ts";
import { INK } from "../state/ink.ts";
import type { Lab, Opened } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import { type Dispose, endAll, valuesOf } from "../state/slice.ts";
import { beginningOf } from "../storage/beginning.ts";
import { phrase, withItsWords } from "../words/phrases.ts";

export interface Links {
  /** Makes a link's state, over the user's own ink. */
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

const NETWORKS = "static/dist/networks.css";

export interface NetworksNeeds {
  prepare(network: Network): Promise<() => void>;
  mark(): void;
  correct(): void;
  readonly links: Links;
}

/** The list of networks, and what puts another one on the stage: wanted by those who ask, or by a lesson, or on the way back. */
export function mountNetworksLater(
  page: HTMLElement,
  lab: Lab,
  { links, ...needs }: NetworksNeeds,
): Dispose {
  const opener = need("[data-part=network]", page);
  const beside = [need(".pad-side", page), need("[data-part=open-networks]", page)];
  const answering = need("[data-part=answering]", page);
  let isThere = false;
  const load = async () => {
    const [{ mountNetworks }] = await Promise.all([
      withItsWords(() => import("../networks/networks.ts")),
      fetchStyleSheet(document, NETWORKS),
    ]);
    return () => {
      isThere = true;
      return mountNetworks(need("[data-room=networks]", page), lab, {
        ...needs,
        page,
        opener,
        beside,
        answers: need('[data-room="networks/answers"]', page),
        stage: need("[data-room=stage]", page),
        word: answering,
      });
    };
  };
  const press = () => {
    if (!isThere) lab.session.chooseNetwork();
  };
  const goBack = () => {
    const link = new URL(location.href);
    const [network, opened] = [links.otherNetwork(link), links.open(link)];
    lab.ask(network === null ? null : { network, link: opened, inHistory: true });
    const compared = opened.look?.compare ?? null;
    if (network === null && compared !== lab.look.compare.peek()) lab.look.compareWith(compared);
  };
  return endAll(
    listen(opener, { click: press }),
    listen(answering, {
      click: () => {
        if (!isThere) lab.session.chooseAnswer();
      },
    }),
    listen(window, { popstate: goBack }),
    mountLater(lab, {
      load,
      asked: () =>
        lab.wish.value ?? (lab.session.choosing.value || lab.session.answering.value || null),
      fail: () => lab.session.notify(phrase("page.failed")),
      rare: true,
    }),
  );
}
