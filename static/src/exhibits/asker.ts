/** Asks a server for one thing at a time: after each answer for the newest, after a failure again. An old answer never replaces a newer one. */
import { effect, type ReadonlySignal, signal } from "@preact/signals-core";

const RETRY = 2000;

export class Asker<Asked, Answer> {
  /** The last answer, and what it was asked of; null until one has come. */
  readonly #answer = signal<{ readonly asked: Asked; readonly reply: Answer } | null>(null);
  readonly #problem = signal("");
  readonly #ask: (asked: Asked) => Promise<Answer>;
  readonly #newest: ReadonlySignal<Asked>;
  readonly #stop: () => void;
  #asks = false;
  #ended = false;

  /** `newest` is asked for at once, and whenever it changes. */
  constructor(newest: ReadonlySignal<Asked>, ask: (asked: Asked) => Promise<Answer>) {
    this.#newest = newest;
    this.#ask = ask;
    this.#stop = effect(() => void this.#read(newest.value));
  }

  get answer(): ReadonlySignal<{ readonly asked: Asked; readonly reply: Answer } | null> {
    return this.#answer;
  }

  /** Why no answer comes, in words; "" where it does. */
  get problem(): ReadonlySignal<string> {
    return this.#problem;
  }

  end(): void {
    this.#ended = true;
    this.#stop();
  }

  async #read(asked: Asked): Promise<void> {
    if (this.#asks || this.#ended) return;
    this.#asks = true;
    let rest = 0;
    try {
      const reply = await this.#ask(asked);
      if (this.#ended) return;
      this.#answer.value = { asked, reply: reply };
      this.#problem.value = "";
    } catch (error) {
      this.#problem.value = error instanceof Error ? error.message : String(error);
      rest = RETRY;
    }
    if (rest > 0) await new Promise((rested) => setTimeout(rested, rest));
    this.#asks = false;
    const newest = this.#newest.peek();
    if (rest > 0 || newest !== asked) await this.#read(newest);
  }
}
