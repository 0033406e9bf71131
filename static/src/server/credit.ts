/**
 * Lets one drawing at a time through: the next may be asked for once the last was answered and painted. A slow phone or
 * connection therefore gets fewer frames, and slows down nobody else.
 */
import type { ReadInk } from "../ink/trace.ts";

export interface Asked {
  readonly seq: number;
  /** Milliseconds. */
  readonly at: number;
  readonly of: ReadInk | null;
  /** Who is to read it: a network, or a film of one. */
  readonly network: string;
  /** The moment of the film; null without one. */
  readonly moment: number | null;
  /** The network's switches that are off, as text. */
  readonly off: string;
}

export class Credit {
  #inFlight: Asked | null = null;
  /** Answered, but not on the screen yet. */
  #toPaint: Asked | null = null;
  #last = 0;

  get inFlight(): Asked | null {
    return this.#inFlight;
  }

  /** Whether the next drawing may be asked for. */
  get isFree(): boolean {
    return this.#inFlight === null && this.#toPaint === null;
  }

  get nextSeq(): number {
    return this.#last + 1;
  }

  ask(of: ReadInk | null, network: string, off = "", moment: number | null = null): void {
    this.#last += 1;
    this.#inFlight = { seq: this.#last, at: performance.now(), of, network, off, moment };
  }

  /** Notes an answer; returns whether it was the one that the page waits for. */
  answer(seq: number | null): boolean {
    if (seq !== this.#inFlight?.seq) return false;
    this.#inFlight = null;
    return true;
  }

  /** Notes that the awaited answer has come and is to be painted; null for any other answer. */
  arrive(seq: number): Asked | null {
    const asked = this.#inFlight?.seq === seq ? this.#inFlight : null;
    if (asked !== null) this.#toPaint = asked;
    return asked;
  }

  /** Notes what was painted; returns whether the page waited for that. */
  paint(seq: number): boolean {
    if (this.#toPaint === null || seq < this.#toPaint.seq) return false;
    this.#toPaint = null;
    return true;
  }

  /** Another network is shown: what this one has not read will not be painted. */
  paintOnlyOf(network: string): void {
    if (this.#toPaint?.network !== network) this.#toPaint = null;
  }

  /** The connection is lost: what was asked for will not be answered. */
  drop(): void {
    this.#inFlight = null;
    this.#toPaint = null;
  }
}
