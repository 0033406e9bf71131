/** The right column of a comparison: how the networks differ, the chosen layer of both, their numbers. */
import { make, say } from "../dom/element.ts";
import { sayMoreBelow } from "../dom/more-below.ts";
import type { Scale } from "../math/colour.ts";
import { firstThing, overlapsOf } from "../network/overlaps.ts";
import type { Pair } from "../network/pairs.ts";
import { type Score, scoresOf } from "../network/scores.ts";
import { ThumbPicture } from "../stage/thumb.ts";
import type { Dispose } from "../state/slice.ts";
import { number, percent, scientific } from "../words/numbers.ts";
import { course, phrase, translated, written } from "../words/phrases.ts";
import { scoreInWords } from "../words/scores.ts";
import { noteOf } from "../words/titles.ts";
import type { Points } from "./chart.ts";
import { paintOne } from "./row.ts";
import { sentencesOf, trainedOf } from "./sentences.ts";
import { BOTH, type Shown, type Side, type Sides, titlesOf, type Which } from "./side.ts";
import { blockOf } from "./sizes.ts";

/** The width of a chosen layer's maps, in rem. */
const WIDTH = 17;

interface Chosen {
  readonly at: number;
  readonly pictures: ReadonlyMap<Which, ThumbPicture>;
  readonly peaks: ReadonlyMap<Which, HTMLElement>;
}

export class Differences {
  readonly #host: HTMLElement;
  readonly #pairs: readonly Pair[];
  readonly #sides: Sides;
  readonly #place = make("div", { class: "chosen" });
  readonly #stop: Dispose;
  #chosen: Chosen | null = null;

  constructor(host: HTMLElement, pairs: readonly Pair[], sides: Sides, points: Points) {
    this.#host = host;
    this.#pairs = pairs;
    this.#sides = sides;
    host.replaceChildren(
      make("h2", { text: phrase("compare.differ") }),
      ...sentencesOf(sides, points).map((text) => make("p", { text })),
      this.#place,
      make("h2", { text: phrase("compare.figures") }),
      figures(sides),
      ...gradients(pairs, sides, points),
    );
    this.#stop = sayMoreBelow(host);
  }

  end(): void {
    this.#stop();
    this.#host.replaceChildren();
  }

  /** Shows this layer of both networks with all of its maps; without a layer, how to choose one. */
  choose(at: number): void {
    const pair = this.#pairs[at];
    if (pair === undefined) {
      this.#chosen = null;
      this.#place.replaceChildren(make("p", { class: "note", text: phrase("compare.choose") }));
      return;
    }
    const [pictures, peaks] = [new Map<Which, ThumbPicture>(), new Map<Which, HTMLElement>()];
    const parts = BOTH.map((which) => {
      const { title, network } = this.#sides[which];
      const layer = pair[which];
      if (layer === null)
        return make("p", { class: "note", text: phrase("compare.none", { network: title }) });
      const picture = new ThumbPicture(layer, blockOf(layer, WIDTH), network);
      const value = make("span", { class: "peak" });
      pictures.set(which, picture);
      peaks.set(which, value);
      return make("figure", {}, [
        make("figcaption", {}, [
          make("b", { text: title }),
          document.createTextNode(` ${noteOf(layer)} · `),
          value,
        ]),
        picture.element,
      ]);
    });
    this.#chosen = { at, pictures, peaks };
    this.#place.replaceChildren(make("h2", { text: titlesOf(pair).join(" · ") }), ...parts);
  }

  paint(shown: Shown, scale: Scale): void {
    if (this.#chosen === null) return;
    const { at, pictures, peaks } = this.#chosen;
    for (const [which, picture] of pictures) {
      paintOne(picture, { at, which }, this.#sides[which], shown, this.#pairs, scale);
      const isThere = shown.tensorOf(at, which) !== null;
      const value = isThere ? number(shown.peakOf(at, which)) : "–";
      say(peaks.get(which) as HTMLElement, phrase("compare.peak", { value }));
    }
  }
}

type Fact = readonly [name: string, of: (side: Side) => string];

function figures(sides: Sides): HTMLElement {
  const facts: Fact[] = [
    [phrase("compare.depth"), ({ listed }) => (listed ? written(listed.depth) : "–")],
    [phrase("level.parameters"), ({ network }) => written(network.description.parameters)],
    [phrase("level.multiply-adds"), ({ network }) => written(network.description.multiply_adds)],
    [phrase("compare.trained"), (side) => partOf(trainedOf(side))],
    ...scores(sides),
    ...overlaps(sides),
    [phrase("cost.took"), ({ listed }) => took(listed?.milliseconds ?? null)],
  ];
  return table(
    phrase("compare.figures"),
    sides,
    facts.map(([name, of]) => [name, ...BOTH.map((which) => of(sides[which]))]),
  );
}

/** How well both do on drawings kept aside: a row for each measure and set; `ways` (a digit by sums) shares the row of `accuracy` (a digit). */
function scores(sides: Sides): Fact[] {
  const found = BOTH.flatMap((which) => scoresOf(sides[which].card));
  const keyOf = ({ measure, set }: Score) => `${measure === "ways" ? "accuracy" : measure} ${set}`;
  const rows = new Map(found.map((score) => [keyOf(score), score]));
  return [...rows].map(([key, { measure, set }]): Fact => {
    const name = setOf(sides, set);
    const isDigit = measure === "accuracy" || measure === "ways";
    return [
      isDigit ? name : phrase("compare.score", { measure: phrase(`score.${measure}`), set: name }),
      ({ card }) => {
        const measured = scoresOf(card).find((score) => keyOf(score) === key);
        return measured === undefined ? "–" : scoreInWords(measured);
      },
    ];
  });
}

/** For networks whose answer is a mask: the overlap of the first label, and the same without any network. */
function overlaps(sides: Sides): Fact[] {
  const found = BOTH.flatMap((which) => overlapsOf(sides[which].card));
  const names = [...new Set(found.map(([name]) => name))];
  const [label] = firstThing(found[0]?.[1].network ?? {});
  const rowOf = (key: "compare.overlap" | "compare.overlap.baseline", name: string): Fact => [
    phrase(key, { label: course(label), set: setOf(sides, name) }),
    ({ card }) => {
      const [, each] = overlapsOf(card).find(([set]) => set === name) ?? [];
      const parts = key === "compare.overlap" ? each?.network : each?.baseline;
      return partOf(parts && firstThing(parts)[1]);
    },
  ];
  return names.flatMap((name) => [
    rowOf("compare.overlap", name),
    rowOf("compare.overlap.baseline", name),
  ]);
}

/** A set's name in the page's language. */
function setOf(sides: Sides, name: string): string {
  const known = BOTH.map((which) => sides[which].card?.sets?.[name]);
  return translated("about.text.", known.find((each) => each !== undefined) ?? name);
}

const partOf = (part: number | undefined) => (part === undefined ? "–" : percent(part));
const took = (milliseconds: number | null) =>
  milliseconds === null ? "–" : phrase("cost.milliseconds", { milliseconds: number(milliseconds) });

/** The chart's values as a table, for people who cannot see the picture. */
function gradients(pairs: readonly Pair[], sides: Sides, points: Points): HTMLElement[] {
  const written = (value: number | null | undefined) =>
    value == null ? "–" : value === 0 ? "0" : scientific(value);
  const rows = pairs.flatMap((pair, at) => {
    const values = BOTH.map((which) => points[which][at]);
    if (values.every((value) => value == null)) return [];
    return [[titlesOf(pair).join(" · "), ...values.map(written)]];
  });
  if (rows.length === 0) return [];
  return [
    make("details", {}, [
      make("summary", { text: phrase("compare.gradients") }),
      table(phrase("compare.gradients"), sides, rows),
    ]),
  ];
}

function table(label: string, sides: Sides, rows: readonly (readonly string[])[]): HTMLElement {
  const heads = [phrase("compare.what"), ...BOTH.map((which) => sides[which].title)];
  return make("table", { "aria-label": label }, [
    make("thead", {}, [
      make(
        "tr",
        {},
        heads.map((text) => make("th", { scope: "col", text })),
      ),
    ]),
    make(
      "tbody",
      {},
      rows.map(([name = "", ...values]) =>
        make("tr", {}, [
          make("th", { scope: "row", text: name }),
          ...values.map((text) => make("td", { text })),
        ]),
      ),
    ),
  ]);
}
