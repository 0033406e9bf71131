/** The row of one network: its name, its guesses, and a picture of each layer or closed block. */
import { makeButton } from "../dom/button.ts";
import { make, say } from "../dom/element.ts";
import { rove } from "../dom/rove.ts";
import type { Scale } from "../math/colour.ts";
import { firstClasses } from "../network/answers.ts";
import { maskOf } from "../network/mask.ts";
import { isFirstClasses, type Layer, type Network } from "../network/network.ts";
import { nameOfPair, type Pair } from "../network/pairs.ts";
import { mapsOf, ThumbPicture } from "../stage/thumb.ts";
import type { Dispose } from "../state/slice.ts";
import { chance } from "../words/numbers.ts";
import { course, phrase } from "../words/phrases.ts";
import { likeliestFirst, type Named, namedIn } from "../words/sums.ts";
import type { Shown, Side, Which } from "./side.ts";
import type { Columns } from "./sizes.ts";

interface Cell {
  readonly at: number;
  readonly button: HTMLButtonElement;
  picture: ThumbPicture | null;
}

export class Row {
  readonly element: HTMLElement;
  /** The host of the pictures; they may be as high as it is. */
  readonly pictures = make("div", { class: "pictures" });
  readonly stop: Dispose;
  readonly #which: Which;
  readonly #side: Side;
  readonly #pairs: readonly Pair[];
  readonly #cells: readonly Cell[];
  /** How many of their maps layers show, where that is not all. */
  readonly #maps = make("p", { class: "maps" });
  readonly #guesses = make("p", { class: "guesses" });
  readonly #trouble = make("p", { class: "trouble", role: "status" });

  /** `name`: the element with the network's name. */
  constructor(
    which: Which,
    side: Side,
    pairs: readonly Pair[],
    name: HTMLElement,
    choose: (at: number) => void,
  ) {
    this.#which = which;
    this.#side = side;
    this.#pairs = pairs;
    const { year, parameters } = side.network.description;
    const parts = [year, phrase("network.parameters", { count: parameters })];
    const note = parts.filter((each) => each !== null).join(" · ");
    this.#cells = pairs.flatMap((pair, at) => {
      const layer = pair[which];
      if (layer === null) return [];
      const button = makeButton(() => choose(at), {
        "data-pair": nameOfPair(pair),
        "aria-label": layer.title,
        "aria-pressed": "false",
        title: layer.title,
      });
      button.style.gridColumn = String(at + 1);
      return [{ at, button, picture: null }];
    });
    const buttons = this.#cells.map(({ button }) => button);
    this.pictures.append(...buttons);
    this.stop = rove(this.pictures, buttons, "across", true);
    this.element = make(
      "section",
      { class: "row", "data-which": which, "aria-label": side.title },
      [
        make("header", {}, [
          name,
          make("p", { class: "note", text: note }),
          this.#maps,
          this.#trouble,
          this.#guesses,
        ]),
        this.pictures,
      ],
    );
  }

  /** Makes the pictures anew, of these sizes. */
  fit({ thumbOf }: Columns): void {
    const { network } = this.#side;
    for (const cell of this.#cells) {
      const layer = this.#pairs[cell.at]?.[this.#which];
      if (layer == null) continue;
      cell.picture = new ThumbPicture(layer, thumbOf(layer, network), network);
      cell.button.replaceChildren(cell.picture.element);
    }
    const layers = this.#cells.map(({ at }) => this.#pairs[at]?.[this.#which] ?? null);
    say(this.#maps, mapsInWords(layers, network, thumbOf));
  }

  mark(chosen: number): void {
    for (const { at, button } of this.#cells)
      button.setAttribute("aria-pressed", String(at === chosen));
  }

  sayTrouble(trouble: string): void {
    say(this.#trouble, trouble);
  }

  paint(shown: Shown, scale: Scale): void {
    for (const { at, picture } of this.#cells)
      if (picture !== null)
        paintOne(picture, { at, which: this.#which }, this.#side, shown, this.#pairs, scale);
    this.#sayGuesses(shown);
  }

  #sayGuesses(shown: Shown): void {
    const { network, lab } = this.#side;
    const [first] = network.description.answers;
    if (network.classes.length === 0) {
      say(this.#guesses, phrase("compare.answers", { answer: course(first?.title ?? "") }));
      return;
    }
    const reading = lab.reader.reading.peek();
    const isThere = shown.areGuessesOpen && reading?.blank === false;
    const answer = firstClasses(network.description.answers);
    const [most, next] =
      isThere && answer
        ? likeliestFirst(namedIn(answer, lab.look.groups.peek(), reading.probabilities))
        : [];
    const guess = (named: Named | undefined): Guess =>
      named === undefined ? ["–", ""] : [named.name, chance(named.part)];
    const both = [guess(most), guess(next)] as const;
    if (this.#guesses.dataset.said === both.join()) return;
    this.#guesses.dataset.said = both.join();
    this.#guesses.replaceChildren(
      guessParts(phrase("reads.first"), both[0], "first"),
      guessParts(phrase("reads.second"), both[1], "second"),
    );
  }
}

/** "6 of 8, 8 of 16 maps"; "" where all maps of all layers are shown. */
function mapsInWords(
  layers: readonly (Layer | null)[],
  network: Network,
  thumbOf: Columns["thumbOf"],
): string {
  const counts = layers.flatMap((layer) => {
    const thumb = layer && thumbOf(layer, network);
    if (!layer || !thumb) return [];
    const { channels: count } = mapsOf(layer, network);
    const shown = thumb.across * thumb.down;
    return shown < count ? [phrase("compare.maps.of", { shown, count })] : [];
  });
  const all = [...new Set(counts)].join(", ");
  return all === "" ? "" : phrase("compare.maps", { counts: all });
}

/** A class, and how sure the network is of it; "–" where there is none. */
type Guess = readonly [name: string, sure: string];

const guessParts = (label: string, [name, sure]: Guess, which: string) =>
  make("span", { class: which }, [
    document.createTextNode(`${label} `),
    make("b", { text: name }),
    document.createTextNode(` ${sure}`),
  ]);

interface PairSide {
  readonly at: number;
  readonly which: Which;
}

/** Paints one layer of one network: if it is the one that the network guesses by, as bars of its chances. */
export function paintOne(
  picture: ThumbPicture,
  { at, which }: PairSide,
  { network, lab }: Side,
  shown: Shown,
  pairs: readonly Pair[],
  scale: Scale,
): void {
  const layer = pairs[at]?.[which];
  if (layer == null) return;
  const reading = lab.reader.reading.peek();
  const mask = maskOf(network, layer.name);
  if (mask !== null && picture.isOne) {
    const isThere = shown.areGuessesOpen && reading?.blank === false;
    picture.paintMask(
      mask,
      isThere ? (reading?.outcomes.get(mask.name)?.values ?? null) : null,
      scale,
    );
    return;
  }
  if (!isFirstClasses(network, layer.name)) {
    picture.paintValues(shown.tensorOf(at, which), scale, shown.endOf(at));
    return;
  }
  const isThere = shown.areGuessesOpen && reading?.blank === false;
  const guesses = [reading?.firstGuess ?? null, reading?.secondGuess ?? null] as const;
  picture.paintChances(isThere ? (reading?.probabilities ?? null) : null, scale, guesses);
}
