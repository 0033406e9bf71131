/**
 * Puts another network in the place of the one on the stage, without loading the page. Until its description is here and it
 * has read the drawing, the old one stays and works; where it does not come, the old one stays for good, and the page says why.
 */

import { effect, untracked } from "@preact/signals-core";
import { listen } from "../events/listen.ts";
import { withOneOpen } from "../network/blocks.ts";
import type { Network } from "../network/network.ts";
import { RefusedError } from "../server/api.ts";
import { learnWeights } from "../server/learn.ts";
import type { Lab, Wish } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { phrase } from "../words/phrases.ts";
import { askForReading, type Descriptions, reasonOf } from "./ask.ts";

/** Milliseconds: after so many without an answer the page says that it waits, and after so many it gives up. */
const SLOW = 400;
const LATE = 20_000;
const NOT_FOUND = 404;

/** The state of a wish, for as long as the page has something to say about it. */
export interface Outlook {
  readonly wish: Wish;
  /** Why it did not come; null: it is on its way. */
  readonly problem: string | null;
}

export interface Changing {
  readonly descriptions: Descriptions;
  /** Fetches what the page needs to show a network; the function that it returns shows the network. */
  prepare(network: Network): Promise<() => void>;
  /** What is on the screen now keeps its place in the browser's history. */
  mark(): void;
  /** Sets the page's address back to what is shown. */
  correct(): void;
  tell(outlook: Outlook | null): void;
}

export function followWishes(lab: Lab, changing: Changing): Dispose {
  const changes = new Changes(lab, changing);
  const stop = effect(() => {
    const wish = lab.wish.value;
    untracked(() => changes.follow(wish));
  });
  return () => {
    stop();
    changes.stop();
  };
}

class Changes {
  readonly #lab: Lab;
  readonly #changing: Changing;
  /** The newest wish counts: those before it are given up. */
  #going = new AbortController();
  #slow: ReturnType<typeof setTimeout> | undefined;

  constructor(lab: Lab, changing: Changing) {
    this.#lab = lab;
    this.#changing = changing;
  }

  stop(): void {
    this.#going.abort();
    clearTimeout(this.#slow);
  }

  follow(wish: Wish | null): void {
    this.stop();
    this.#changing.tell(null);
    if (wish !== null) void this.#go(wish);
  }

  async #go(wish: Wish): Promise<void> {
    const going = new AbortController();
    this.#going = going;
    this.#slow = setTimeout(() => this.#changing.tell({ wish, problem: null }), SLOW);
    const late = setTimeout(() => going.abort(new Error(phrase("networks.late"))), LATE);
    try {
      await this.#bring(wish, going.signal);
    } catch (error) {
      // Otherwise the wish was given up, for another one or for none.
      if (this.#going === going && this.#lab.wish.peek() === wish) this.#refuse(wish, error);
    } finally {
      clearTimeout(late);
    }
  }

  async #bring(wish: Wish, signal: AbortSignal): Promise<void> {
    const { descriptions, prepare, mark } = this.#changing;
    const network = await orAborted(descriptions.get(wish.network), signal);
    const [show, reading] = await Promise.all([
      orAborted(prepare(network), signal),
      askForReading(network, shownAtFirst(network), this.#lab, signal),
    ]);
    if (signal.aborted) throw signal.reason;
    clearTimeout(this.#slow);
    if (!wish.inHistory) mark();
    const { reader } = this.#lab;
    const seq = Math.max(reader.painted.peek(), reader.reading.peek()?.seq ?? 0);
    this.#lab.change(network, show, wish.link);
    // A link brings another drawing, which nobody has read yet.
    if (wish.link === null) reader.receive({ ...reading, seq });
    void learnWeights(this.#lab, network);
  }

  #refuse(wish: Wish, error: unknown): void {
    clearTimeout(this.#slow);
    this.#changing.descriptions.forget(wish.network);
    const isUnknown = error instanceof RefusedError && error.status === NOT_FOUND;
    // As on a page that this link opens: the parts that cannot be used are listed, and the rest is shown.
    if (wish.link !== null && isUnknown) this.#lab.begin(without(wish));
    else {
      this.#changing.tell({ wish, problem: reasonOf(error) });
      this.#changing.correct();
    }
  }
}

/** Layers of the network with its blocks closed. */
function shownAtFirst(network: Network): readonly string[] {
  const shown = network.description.blocks.length > 0 ? withOneOpen(network, null) : network;
  return shown.layers.map(({ name }) => name);
}

function without({ network, link }: Wish): NonNullable<Wish["link"]> {
  const ignored = [...(link?.look?.ignored ?? []), `network ${network}`];
  return { ...link, look: { ...link?.look, ignored } };
}

/** The awaited value; fails if the signal is aborted before. */
function orAborted<Value>(waited: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((done, fail) => {
    const abort = () => fail(signal.reason);
    if (signal.aborted) abort();
    const end = listen(signal, { abort });
    waited.then(done, fail).finally(end);
  });
}
