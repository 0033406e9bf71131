/** One drawing at a time: asked for, answered, painted. A slow phone or a tired network lowers its own rate and nobody else's. */
import type { ReadInk } from "../ink/trace.ts";

export interface Asked {
  readonly seq: number;
  /** Milliseconds. */
  readonly at: number;
  readonly of: ReadInk | null;
}

export class Credit {
  #inFlight: Asked | null = null;
  /** Answered, but not on the screen yet. */
  #toPaint: number | null = null;
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

  ask(of: ReadInk | null): void {
    this.#last += 1;
    this.#inFlight = { seq: this.#last, at: performance.now(), of };
  }

  /** Whether an answer is the one that is waited for; then it is no longer. */
  answer(seq: number | null): boolean {
    if (seq !== this.#inFlight?.seq) return false;
    this.#inFlight = null;
    return true;
  }

  /** The answer that is waited for is going to be painted. */
  arrive(seq: number): Asked | null {
    const asked = this.#inFlight?.seq === seq ? this.#inFlight : null;
    if (asked !== null) this.#toPaint = seq;
    return asked;
  }

  /** Whether this was what had to be painted. */
  paint(seq: number): boolean {
    if (this.#toPaint === null || seq < this.#toPaint) return false;
    this.#toPaint = null;
    return true;
  }

  /** Nothing that was asked for will be answered. */
  drop(): void {
    this.#inFlight = null;
    this.#toPaint = null;
  }
}
