/** One of two networks that are compared: its description, its card, and its reading of the drawing now. */
import { peak, type Tensor } from "../math/tensor.ts";
import type { Gradients } from "../network/gradients.ts";
import type { Card, Network } from "../network/network.ts";
import { nameOfPair, type Pair } from "../network/pairs.ts";
import { GUESSES } from "../state/covers.ts";
import type { Lab } from "../state/lab.ts";

/** What a comparison takes of a whole card; models/training/card.py writes it. */
export interface WholeCard extends Card {
  readonly story?: { readonly idea?: string };
  readonly epochs?: readonly { readonly training?: number }[];
  readonly gradients?: Gradients | null;
}

/** A network as the server's list has it. */
export interface Listed {
  readonly name: string;
  readonly title: string;
  readonly depth: number;
  readonly milliseconds: number | null;
  readonly ready: boolean;
}

export interface Side {
  readonly title: string;
  /** The network with its blocks closed. */
  readonly network: Network;
  readonly card: WholeCard | null;
  readonly listed: Listed | undefined;
  /** The lab that has the network's reading. */
  readonly lab: Lab;
}

export type Which = "one" | "other";
export const BOTH: readonly Which[] = ["one", "other"];
/** `one` is the network on the stage, `other` the one that it is compared with. */
export type Sides = Readonly<Record<Which, Side>>;

/** Which values of both networks may be shown: covers and the steps of the forward pass apply to both. */
export class Shown {
  readonly #pairs: readonly Pair[];
  readonly #sides: Sides;
  readonly #lab: Lab;
  #tensors: Readonly<Record<Which, readonly (Tensor | null)[]>> = { one: [], other: [] };
  #largest = 0;

  /** `lab`: that of the page. */
  constructor(pairs: readonly Pair[], sides: Sides, lab: Lab) {
    this.#pairs = pairs;
    this.#sides = sides;
    this.#lab = lab;
  }

  /** Reads the values that may be shown now, once for all pictures that are painted next. */
  read(): void {
    const of = (which: Which) => this.#pairs.map((_, at) => this.#now(at, which));
    this.#tensors = { one: of("one"), other: of("other") };
    const peaks = this.#pairs.flatMap((_, at) => BOTH.map((which) => this.peakOf(at, which)));
    this.#largest = Math.max(0, ...peaks);
  }

  /** The values of a layer; null where they are not there or not to be seen. */
  tensorOf(at: number, which: Which): Tensor | null {
    return this.#tensors[which][at] ?? null;
  }

  /** Where the colours of a layer end; null: each map has its own peak. */
  endOf(at: number): number | null {
    const scope = this.#lab.look.scope.peek();
    if (scope === "map") return null;
    if (scope === "network") return this.#largest;
    return Math.max(...BOTH.map((which) => this.peakOf(at, which)));
  }

  peakOf(at: number, which: Which): number {
    const tensor = this.tensorOf(at, which);
    return tensor === null ? 0 : peak(tensor);
  }

  /** Whether the networks' answers may be shown. */
  get areGuessesOpen(): boolean {
    return this.#lab.forward.atEnd.peek() && !this.#lab.lecture.isCovered(GUESSES);
  }

  #now(at: number, which: Which): Tensor | null {
    const layer = this.#pairs[at]?.[which];
    if (layer == null || !this.#isOpen(at)) return null;
    return this.#sides[which].lab.reader.tensorOf(layer.name) ?? null;
  }

  /** A layer that only the other network has is seen with the one that stands before it. */
  #isOpen(at: number): boolean {
    for (let i = at; i >= 0; i--) {
      const one = this.#pairs[i]?.one;
      if (one == null) continue;
      return !this.#lab.lecture.isCovered(one.name) && this.#lab.forward.hasReached(one.name);
    }
    return true;
  }
}

/** The titles of a pair of layers, without repeats: first that of the network on the stage. */
export function titlesOf(pair: Pair): readonly string[] {
  const titles = [pair.one?.title, pair.other?.title].filter((each) => each !== undefined);
  return [...new Set(titles)];
}

export function placeOf(pairs: readonly Pair[], name: string | null): number {
  return pairs.findIndex(
    (pair) => nameOfPair(pair) === name || [pair.one?.name, pair.other?.name].includes(name ?? ""),
  );
}
