/** Twelve small networks that differ in one layer, each reading the drawing: which guesses what, and what it costs. */
import { effect, type Signal } from "@preact/signals-core";
import { need, say } from "../dom/element.ts";
import { listen } from "../events/listen.ts";
import { ask, postJson } from "../server/api.ts";
import type { VariantReading, VariantReadings } from "../wire/messages.ts";
import { chance, percent } from "../words/numbers.ts";
import { phrase, written } from "../words/phrases.ts";
import { Asker } from "./asker.ts";
import { type ExhibitDrawing, messageOf, type Shown } from "./drawn.ts";
import { guessIn } from "./run.ts";
import { barsOf } from "./ten-bars.ts";

/** The one that is shown first. */
export const VARIANT = "kernel_5_maximum";

/** All networks' guesses come in one answer; `chosen` is the name of the network that is described. Returns what ends it. */
export function mountVariants(
  host: HTMLElement,
  drawn: ExhibitDrawing,
  chosen: Signal<string>,
): () => void {
  const reader = new Asker(drawn.ink, async (shown: Shown) => {
    return await ask<VariantReadings>("variants/readings", postJson(messageOf(shown)));
  });
  const buttons = [...host.querySelectorAll<HTMLButtonElement>("[data-variant]")];
  if (!buttons.some(({ dataset }) => dataset.variant === chosen.peek())) chosen.value = VARIANT;
  const press = ({ target }: Event) => {
    const name = (target as Element).closest<HTMLElement>("[data-variant]")?.dataset.variant;
    if (name !== undefined) chosen.value = name;
  };
  const ended = [
    () => reader.end(),
    listen(host, { click: press }),
    effect(() => {
      const read = reader.answer.value?.reply.variants ?? [];
      for (const button of buttons) {
        const name = button.dataset.variant;
        showIn(
          button,
          read.find((each) => each.name === name),
        );
        button.setAttribute("aria-pressed", String(name === chosen.value));
      }
      const one = read.find(({ name }) => name === chosen.value);
      need("[data-part=of-variant]", host).hidden = one === undefined;
      if (one !== undefined) tell(host, one);
    }),
    effect(() => {
      const reason = reader.problem.value;
      const problem = reason === "" ? "" : phrase("exhibits.drawing.failed", { reason });
      say(need("[data-part=failed]", host), problem);
    }),
  ];
  return () => {
    for (const end of ended) end();
  };
}

function showIn(button: HTMLButtonElement, read: VariantReading | undefined): void {
  button.disabled = read === undefined;
  if (read === undefined) return;
  const guess = guessIn(read.outcome);
  say(need("[data-part=guess]", button), guess === null ? "–" : String(guess));
  const sure = guess === null ? "" : chance(read.outcome[guess] ?? 0);
  say(need("[data-part=chance]", button), sure);
}

function tell(host: HTMLElement, read: VariantReading): void {
  const guess = guessIn(read.outcome);
  const name = phrase("exhibits.size.variant", {
    size: phrase(`exhibits.size.of.${read.kernel as 1 | 3 | 5 | 7}`),
    way: phrase(`exhibits.size.way.${read.shrinking}`),
  });
  say(need("[data-part=variant-name]", host), name);
  const figures = {
    kernels: phrase("exhibits.size.of-all", { part: read.of_kernels, all: read.weights }),
    products: phrase("exhibits.size.of-all", {
      part: read.of_convolution,
      all: read.multiply_adds,
    }),
    test: phrase("exhibits.size.right-of", { right: percent(read.test), count: read.test_count }),
    pens: phrase("exhibits.size.right-of", { right: percent(read.pens), count: read.pens_count }),
  };
  for (const [figure, text] of Object.entries(figures))
    say(need(`[data-figure=${figure}]`, host), text);
  const sure = chance(read.outcome[guess ?? 0] ?? 0);
  const sentence =
    guess === null
      ? phrase("exhibits.size.variant.blank")
      : phrase("exhibits.size.variant.reads", { label: written(guess), chance: sure });
  say(need("[data-part=told-variant]", host), sentence);
  need("[data-part=bars]", host).replaceChildren(
    barsOf(read.outcome, guess, `${name}: ${sentence}`),
  );
}
