/** Live guesses of many networks for the drawing on the pad: one request at a time, of the newest drawing, each network in turn. */
import { effect, untracked } from "@preact/signals-core";
import { RefusedError } from "../server/api.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { reasonOf } from "./ask.ts";
import type { Guess } from "./guess.ts";

/** Milliseconds between two requests while the pen is down, and until a network that could not answer is asked again. */
const PAUSE = 60;
const AGAIN = 3000;

export interface Asking<Said> {
  /** Names of the networks whose guesses are shown now, in their order. */
  names(): readonly string[];
  ask(name: string, signal: AbortSignal): Promise<Said>;
  /** A guess, or in words why there is none. */
  tell(name: string, guess: Said | string): void;
}

export class LiveGuesses<Said = Guess> {
  readonly #lab: Lab;
  readonly #asking: Asking<Said>;
  /** Which state of the pad each network was asked about last. */
  readonly #asked = new Map<string, number>();
  /** Counts the states of the pad. */
  #now = 0;
  #inFlight: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #retries = new Set<ReturnType<typeof setTimeout>>();
  #isOpen = false;

  constructor(lab: Lab, asking: Asking<Said>) {
    this.#lab = lab;
    this.#asking = asking;
  }

  /** Asks from now on, until the end. */
  follow(): Dispose {
    this.#isOpen = true;
    const stop = effect(() => {
      const { ink, look } = this.#lab;
      ink.drawing.value;
      ink.picture.value;
      ink.pixels.value;
      look.without.value;
      this.#now += 1;
      untracked(() => this.go());
    });
    return () => {
      stop();
      this.#isOpen = false;
      for (const timer of [this.#timer, ...this.#retries]) clearTimeout(timer);
      this.#inFlight?.abort();
      this.#inFlight = null;
    };
  }

  /** Asks the network whose guess is the oldest, unless one is asked or all are up to date. */
  go(): void {
    if (!this.#isOpen || this.#inFlight !== null) return;
    const state = (name: string) => this.#asked.get(name) ?? 0;
    const due = this.#asking.names().filter((name) => state(name) < this.#now);
    const [first] = due.sort((one, other) => state(one) - state(other));
    if (first !== undefined) void this.#ask(first);
  }

  async #ask(name: string): Promise<void> {
    const asking = new AbortController();
    this.#inFlight = asking;
    const now = this.#now;
    const answer = await this.#asking.ask(name, asking.signal).catch((error: unknown) => {
      // A network that refuses this drawing refuses it again; one that cannot answer may be able to later.
      const isFinal = error instanceof RefusedError && error.status < 500;
      if (!isFinal && !asking.signal.aborted) this.#askAgain(name);
      return reasonOf(error);
    });
    if (asking.signal.aborted) return;
    this.#asked.set(name, now);
    this.#asking.tell(name, answer);
    const pause = this.#lab.session.penDown.peek() ? PAUSE : 0;
    this.#timer = setTimeout(() => {
      this.#inFlight = null;
      this.go();
    }, pause);
  }

  /** Asks this network again later; the others are asked meanwhile. */
  #askAgain(name: string): void {
    const timer = setTimeout(() => {
      this.#retries.delete(timer);
      this.#asked.delete(name);
      this.go();
    }, AGAIN);
    this.#retries.add(timer);
  }
}
