/** One network, or one form in several depths, in the list: its place in time, form, idea, guess and figures. */

import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import { freeId } from "../dom/free-id.ts";
import { coloursOfLabels, paintMask } from "../dom/mask.ts";
import { listen } from "../events/listen.ts";
import type { Card, Network } from "../network/network.ts";
import { firstThing, overlapsOf } from "../network/overlaps.ts";
import type { ModelSummary } from "../wire/messages.ts";
import { chance, decimals, inPercent, percent } from "../words/numbers.ts";
import { counted, course, type Key, knows, phrase, written } from "../words/phrases.ts";
import { formOf } from "./form.ts";
import { pictureOf } from "./form-picture.ts";
import { type Guess, type MaskGuess, partOf } from "./guess.ts";
import { type Column, stemOf } from "./lineage.ts";

/** The rows of figures, from top to bottom. */
export const FIGURES = ["depth", "parameters", "multiply-adds", "right", "time"] as const;
export type Figure = (typeof FIGURES)[number];

export interface ColumnActs {
  choose(name: string): void;
  /** Shows this depth of a form. */
  pick(name: string): void;
}

export class ColumnView {
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly #column: Column;
  readonly #glyph = make("span", { class: "form" });
  readonly #guess = make("span", { class: "says" });
  readonly #figures: Readonly<Record<Figure, HTMLElement>>;
  readonly #depths: readonly HTMLButtonElement[];
  #name = "";
  #drawn: Network | null = null;
  #shown: { readonly guess: Guess | string | null; readonly colours: string } | null = null;

  /** `before`, `after`: the columns beside it. */
  constructor(column: Column, acts: ColumnActs, before?: Column, after?: Column) {
    const [first] = column.networks as [ModelSummary];
    this.#column = column;
    this.button = makeButton(() => acts.choose(this.#name), { class: "choose" });
    this.button.textContent = titleOf(column);
    this.#guess.id = freeId(document, `${first.name}-says`);
    this.button.setAttribute("aria-describedby", this.#guess.id);
    const figures = FIGURES.map((figure) => [figure, make("span", { class: "value" })] as const);
    this.#figures = Object.fromEntries(figures) as Record<Figure, HTMLElement>;
    this.#depths =
      column.networks.length > 1 ? column.networks.map((each) => depth(each, acts)) : [];
    this.element = make("li", { role: "listitem" }, [
      yearOf(column, before, after),
      this.button,
      this.#glyph,
      make("span", { class: "idea", text: inOwnWords(first.idea) }),
      this.#guess,
      make(
        "span",
        { class: "figures" },
        FIGURES.map((figure) => this.#row(figure)),
      ),
    ]);
    // A click anywhere in the column; the button is for keyboards and screen readers.
    listen(this.element, {
      click: ({ target }) => {
        if ((target as Element).closest("button") === null) acts.choose(this.#name);
      },
    });
  }

  #row(figure: Figure): HTMLElement {
    const label = make("span", { class: "label", text: phrase(`networks.${figure}` as Key) });
    const value = this.#figures[figure];
    if (figure === "depth" && this.#depths.length > 0) {
      const name = phrase("networks.depths", { network: titleOf(this.#column) });
      const choice = make("span", { class: "segments", role: "group", "aria-label": name }, [
        ...this.#depths,
      ]);
      return make("span", { class: "figure depth" }, [label, choice]);
    }
    return make("span", { class: `figure ${figure}` }, [label, value]);
  }

  /** Shows this network of the column; `onStage`: it is the one that is chosen. */
  show(network: ModelSummary, onStage: boolean): void {
    this.#name = network.name;
    this.element.dataset.network = network.name;
    this.button.setAttribute("aria-current", String(onStage));
    this.button.setAttribute("aria-label", labelOf(network));
    this.element.classList.toggle("on-stage", onStage);
    for (const each of this.#depths)
      each.setAttribute("aria-pressed", String(each.dataset.name === network.name));
    say(this.#figures.depth, counted("networks.layers", network.depth));
    say(this.#figures.parameters, written(network.parameters));
    say(this.#figures["multiply-adds"], inShort(network.multiply_adds));
    say(this.#figures.time, timeOf(network.milliseconds));
  }

  /** Its form, and how well it reads, once it is described. */
  describe(network: Network | null): void {
    if (network === this.#drawn) return;
    this.#drawn = network;
    this.#glyph.replaceChildren(...(network === null ? [] : [pictureOf(formOf(network))]));
    const right = network === null ? "" : rightOf(network.card);
    say(this.#figures.right, right);
  }

  /** null: not known yet; a text: why there is none. `colours`: the theme and palette that it is painted in. */
  guess(guess: Guess | string | null, colours: string): void {
    if (this.#shown?.guess === guess && this.#shown.colours === colours) return;
    this.#shown = { guess, colours };
    this.#guess.replaceChildren(...guessParts(guess));
    this.#guess.classList.toggle("problem", typeof guess === "string");
  }
}

/** From so many years between two networks on, the gap is shown. */
const LONG = 10;

/** Networks of one year share its number; a long gap to the next is shown. */
function yearOf({ year }: Column, before?: Column, after?: Column): HTMLElement {
  const text = year === null || before?.year === year ? "" : String(year);
  const place = make("span", { class: "year", text });
  const gap = (after?.year ?? 0) - (year ?? 0);
  if (year !== null && after?.year != null && gap >= LONG)
    place.append(make("span", { class: "gap", text: phrase("networks.years", { count: gap }) }));
  return place;
}

/** Looked up as a whole: an idea may end in a number, which is part of it. */
function inOwnWords(idea: string): string {
  const key = `about.text.${idea}`;
  return knows(key) ? phrase(key as Key) : idea;
}

/** In the page's language, which has words for titles with their numbers. */
function titleOf({ networks }: Column): string {
  const [first] = networks as [ModelSummary];
  return networks.length > 1 ? stemOf(course(first.title)) : course(first.title);
}

function depth({ name, depth }: ModelSummary, acts: ColumnActs): HTMLButtonElement {
  return makeButton(() => acts.pick(name), { "data-name": name, text: String(depth) });
}

function labelOf({ title, year }: ModelSummary): string {
  return [course(title), year].filter((each) => each !== null).join(", ");
}

const MILLION = 1_000_000;

/** "2.3 million" where every digit would say less. */
function inShort(count: number): string {
  if (count < MILLION) return written(count);
  return phrase("networks.million", { count: decimals(count / MILLION, 1) });
}

function timeOf(milliseconds: number | null): string {
  if (milliseconds === null) return phrase("networks.time.none");
  return phrase("networks.time.value", { time: decimals(milliseconds, milliseconds < 1 ? 2 : 1) });
}

/** The accuracy on the first held-out set; of a mask, how far it overlaps with the right one. */
function rightOf(card: Card | null): string {
  const [scored] = Object.values(card?.accuracy ?? {});
  if (scored?.first_guess != null) return inHundredths(scored.first_guess);
  const [measured] = overlapsOf(card);
  if (measured === undefined) return phrase("networks.right.none");
  const [, part] = firstThing(measured[1].network);
  return phrase("networks.right.overlap", { part: percent(part) });
}

/** With two decimals: twins differ in hundredths of a percent. */
function inHundredths(part: number): string {
  return inPercent(decimals(100 * part, 2));
}

function guessParts(guess: Guess | string | null): Node[] {
  if (guess === null) return [];
  if (typeof guess === "string") return [make("span", { class: "note", text: guess })];
  if (guess.kind === "blank")
    return [make("span", { class: "note", text: phrase("networks.blank") })];
  if (guess.kind === "other") return [make("span", { class: "note", text: course(guess.title) })];
  if (guess.kind === "mask")
    return [maskPicture(guess), make("span", { class: "sure", text: maskInWords(guess) })];
  const { label, probability } = guess;
  return [
    make("span", { class: "digit", text: label }),
    make("span", { class: "sure", text: chance(probability) }),
  ];
}

/** "digit: 81 % of the ink": what has the second label; the first one is paper. */
function maskInWords(guess: MaskGuess): string {
  const [, label = ""] = guess.labels;
  return phrase("networks.mask", { part: percent(partOf(guess, 1)), label: course(label) });
}

function maskPicture({ best, columns, labels }: MaskGuess): HTMLElement {
  const rows = Math.ceil(best.length / columns);
  const picture = make("canvas", {
    class: "mask",
    width: String(columns),
    height: String(rows),
    role: "img",
    "aria-label": labels.join(", "),
  });
  paintMask(picture, best, coloursOfLabels(labels.length, document.documentElement));
  return picture;
}
