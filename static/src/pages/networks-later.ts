/** Brings the list of networks, and what puts another one on the stage: wanted by those who ask, or by a lesson, or on the way back. */
import { need } from "../dom/element.ts";
import { fetchStyleSheet } from "../dom/style-sheet.ts";
import { listen } from "../events/listen.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { mountLater } from "../state/later.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { withItsWords } from "../words/phrases.ts";
import { failure } from "./failure.ts";
import type { Links } from "./links.ts";

const NETWORKS = "static/dist/networks.css";

export interface NetworksNeeds {
  prepare(network: Network): Promise<() => void>;
  mark(): void;
  correct(): void;
  readonly links: Links;
}

export function mountNetworksLater(
  page: HTMLElement,
  lab: Lab,
  { links, ...needs }: NetworksNeeds,
): Dispose {
  const opener = need("[data-part=network]", page);
  const word = need("[data-part=answering]", page);
  let isThere = false;
  const load = async () => {
    const mount = await fetchNetworks();
    return () => {
      isThere = true;
      return mount(page, lab, { ...needs, opener, word });
    };
  };
  /** Once the list is there, it listens itself. */
  const before = (ask: () => void) => () => {
    if (!isThere) ask();
  };
  return endAll(
    listen(opener, { click: before(lab.session.chooseNetwork) }),
    listen(word, { click: before(lab.session.chooseAnswer) }),
    listen(window, { popstate: () => goBack(lab, links) }),
    mountLater(lab, {
      load,
      asked: () =>
        lab.wish.value ?? (lab.session.choosing.value || lab.session.answering.value || null),
      fail: failure(lab),
      rare: true,
    }),
  );
}

interface Fetched extends Omit<NetworksNeeds, "links"> {
  readonly opener: HTMLElement;
  readonly word: HTMLElement;
}

async function fetchNetworks() {
  const [{ mountNetworks }] = await Promise.all([
    withItsWords(() => import("../networks/networks.ts")),
    fetchStyleSheet(document, NETWORKS),
  ]);
  return (page: HTMLElement, lab: Lab, given: Fetched) =>
    mountNetworks(need("[data-room=networks]", page), lab, {
      ...given,
      page,
      beside: [need(".pad-side", page), need("[data-part=open-networks]", page)],
      answers: need('[data-room="networks/answers"]', page),
      stage: need("[data-room=stage]", page),
    });
}

/** After the browser's Back or Forward button: to the link's network and comparison. */
function goBack(lab: Lab, links: Links): void {
  const link = new URL(location.href);
  const [network, opened] = [links.otherNetwork(link), links.open(link)];
  lab.ask(network === null ? null : { network, link: opened, inHistory: true });
  const compared = opened.look?.compare ?? null;
  if (network === null && compared !== lab.look.compare.peek()) lab.look.compareWith(compared);
}
