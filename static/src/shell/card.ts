import { effect } from "@preact/signals-core";
import { make, need } from "../dom/element.ts";
import type { Card } from "../network/network.ts";
import { scoresOf } from "../network/scores.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase, translated } from "../words/phrases.ts";
import { scoreInWords } from "../words/scores.ts";
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
  const scores = scoresOf(card);
  const measures = [...new Set(scores.map(({ measure }) => measure))];
  return measures.map((measure) => {
    const rows = scores
      .filter((score) => score.measure === measure)
      .map((score) =>
        make("tr", {}, [
          make("th", {
            scope: "row",
            text: translated("about.text.", card.sets?.[score.set] ?? score.set),
          }),
          make("td", { text: scoreInWords(score) }),
          make("td", { text: phrase("about.of", { count: score.count }) }),
        ]),
      );
    const caption =
      measure === "accuracy" || measure === "ways"
        ? phrase("about.accuracy")
        : phrase("about.score", { measure: phrase(`score.${measure}`) });
    return make("table", {}, [make("caption", { text: caption }), make("tbody", {}, rows)]);
  });
}

function limits(card: Card): HTMLElement {
  const items = (card.limits ?? []).map((text) =>
    make("li", { text: translated("about.text.", text) }),
  );
  return make("div", {}, [make("h3", { text: phrase("about.limits") }), make("ul", {}, items)]);
}
