import { effect } from "@preact/signals-core";
import { make, need } from "../dom/element.ts";
import type { Card } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { percent } from "../words/numbers.ts";
import { own, phrase } from "../words/phrases.ts";
import { withOwnLanguage } from "./language.ts";

/** What the model card says, in short: what the network learned from, how well it reads, its limits. */
export function mountCard(host: HTMLElement, lab: Lab): Dispose {
  const body = need(".card", host);
  const more = need<HTMLAnchorElement>("a", host);
  return effect(() => {
    const network = lab.reader.network.value;
    if (network === null) return;
    more.search = withOwnLanguage({ network: network.description.name });
    body.replaceChildren(
      ...(network.card === null
        ? [make("p", { text: phrase("about.none", { problem: phrase("about.untrained") }) })]
        : [...accuracies(network.card), limits(network.card)]),
    );
  });
}

function accuracies(card: Card): HTMLElement[] {
  const rows = Object.entries(card.accuracy ?? {}).map(([name, { count, first_guess }]) =>
    make("tr", {}, [
      make("th", { scope: "row", text: own("about.text.", card.sets?.[name] ?? name) }),
      make("td", { text: first_guess === null ? "" : percent(first_guess) }),
      make("td", { text: phrase("about.of", { count }) }),
    ]),
  );
  const caption = make("caption", { text: phrase("about.accuracy") });
  return rows.length === 0 ? [] : [make("table", {}, [caption, make("tbody", {}, rows)])];
}

function limits(card: Card): HTMLElement {
  const items = (card.limits ?? []).map((text) => make("li", { text: own("about.text.", text) }));
  return make("div", {}, [make("h3", { text: phrase("about.limits") }), make("ul", {}, items)]);
}
