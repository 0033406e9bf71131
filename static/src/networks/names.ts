/** Texts that the server has written about the page's first network, written again for one that takes its place. */
import { effect } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { course, phrase } from "../words/phrases.ts";
import { votesIn } from "../words/votes.ts";

export function followNames(page: HTMLElement, lab: Lab): Dispose {
  let named = lab.reader.network.peek()?.description.name;
  return effect(() => {
    const network = lab.reader.network.value;
    if (network === null || network.description.name === named) return;
    named = network.description.name;
    nameNetwork(page, network);
    sayCaption(need("[data-part=caption]", page), network, lab);
  });
}

function nameNetwork(page: HTMLElement, { description }: Network): void {
  const { name, title, year, parameters } = description;
  for (const each of page.querySelectorAll("[data-says=network]")) say(each, course(title));
  const size = phrase("network.parameters", { count: parameters });
  say(need("[data-says=size]", page), [year, size].filter(Boolean).join(" · "));
  page.dataset.network = name;
  for (const link of page.querySelectorAll<HTMLAnchorElement>('a[href*="network="]')) {
    const address = new URL(link.href);
    address.searchParams.set("network", name);
    link.href = address.href;
  }
}

/** The sentence of `app/pages/routes.py`; while the forward pass is shown, its steps use the line. */
function sayCaption(caption: HTMLElement, { description }: Network, lab: Lab): void {
  caption.dataset.plain = phrase("head.caption", { votes: votesIn(description) });
  if (lab.forward.step.peek() === null)
    say(caption, lab.epochs.caption.peek() ?? caption.dataset.plain);
}
