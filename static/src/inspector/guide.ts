/** What the right column says while nothing is pointed at or opened: how to read the page, and what to try. */
import { effect } from "@preact/signals-core";
import { make, need, say } from "../dom/element.ts";
import { sayMoreBelow } from "../dom/more-below.ts";
import { explainWithin } from "../dom/term.ts";
import { listen } from "../events/listen.ts";
import { firstClasses } from "../network/answers.ts";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import { offInWords } from "../words/off.ts";
import { meaningOfOperations } from "../words/operations.ts";
import { knows, phrase } from "../words/phrases.ts";

export function mountGuide(host: HTMLElement, lab: Lab): Dispose {
  const [list, attempt] = [need("dl", host), need(".try", host)];
  return endAll(
    effect(() => {
      const network = lab.reader.network.value;
      if (network === null) return;
      list.replaceChildren(...entries(network));
      explainWithin([host]);
    }),
    effect(() => say(attempt, attemptOf(lab))),
    sayMoreBelow(host),
    listen(need("[data-part=card]", host), { click: () => lab.look.openPanel("about") }),
  );
}

function entries(network: Network): HTMLElement[] {
  return meaningOfOperations(network).map(({ name, sentence }) =>
    make("div", {}, [make("dt", { text: name }), make("dd", { text: sentence })]),
  );
}

/** The second guess is mentioned where it is at least so probable. */
const WAVERS = 0.02;

/** What to draw next, by what the network makes of the drawing now. */
function attemptOf({ reader, look }: Lab): string {
  const [reading, network] = [reader.reading.value, reader.network.value];
  const { firstGuess = null, secondGuess = null } = reading ?? {};
  if (network === null || reading === null || reading.blank || firstGuess === null)
    return phrase("guide.try.blank");
  const off = look.off.value;
  if (off.size > 0) return phrase("guide.try.off", { off: offInWords(off, network.description) });
  const answer = firstClasses(network.description.answers);
  if (answer?.activation === "sigmoid") return phrase("guide.try.several");
  if (answer?.groups.length) return phrase("guide.try.ways");
  const named = (index: number | null) => network.classes[index ?? -1] ?? "";
  const [first, second] = [named(firstGuess), named(secondGuess)];
  const likely = reading.probabilities[secondGuess ?? -1] ?? 0;
  if (likely < WAVERS || second === "") return phrase("guide.try.sure", { first });
  const how = `guide.try.${[first, second].sort().join("-")}`;
  const wavers = phrase("guide.try.wavers", { first, second });
  return `${wavers} ${knows(how) ? phrase(how as "guide.try.4-9") : phrase("guide.try.on")}`;
}
