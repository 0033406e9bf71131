/**
 * Fills the pen trace: from the frames that come while the pen moves, and the rest in one request once it rests.
 *
 * Only while the trace is open: a hall of students costs the server nothing until they look.
 */
import { effect } from "@preact/signals-core";
import { toWire } from "../ink/strokes.ts";
import { keptFor, missingFrom, type PenTrace, withReading } from "../ink/trace.ts";
import { howRead, penOf } from "../state/asked.ts";
import type { Lab } from "../state/lab.ts";
import { type Dispose, endAll } from "../state/slice.ts";
import type { PenTraceRequest, PenTrace as WireTrace } from "../wire/messages.ts";
import { ask, postJson, RefusedError } from "./api.ts";

/** Milliseconds that the drawing has to be still. */
const STILL = 400;
/** Milliseconds until a server that was too busy, or not there, is asked again: at least, and up to so many more. */
const RETRY = 1500;
const JITTER = 3000;

/** Asks for some moments of a trace; throws a RefusedError where the server would not. */
export type AskForMoments = (
  network: string,
  asked: PenTraceRequest,
  signal: AbortSignal,
) => Promise<WireTrace>;

export function followPen(lab: Lab, askForMoments: AskForMoments = askTheServer): Dispose {
  const filler = new Filler(lab, askForMoments);
  const stopAsking = effect(() => {
    lab.ink.history.value;
    lab.reader.network.value;
    lab.look.without.value;
    filler.stop();
    lab.trace.failTrace(null);
    if (!lab.session.penDown.value && lab.trace.traceable.value) filler.fillAfter(STILL);
  });
  const stopListening = effect(() => {
    const reading = lab.reader.reading.value;
    if (!lab.trace.traceable.value || reading === null || reading.of === null) return;
    const before = lab.trace.penTrace.peek();
    const next = withReading(traceNow(lab), reading.of, reading.probabilities);
    if (next !== before) lab.trace.learnTrace(next);
  });
  return endAll(stopAsking, stopListening, () => filler.stop());
}

/** What is known about the drawing on the pad. */
function traceNow(lab: Lab): PenTrace {
  const { drawing } = lab.ink.history.peek();
  return keptFor({ drawing, how: howRead(lab) }, lab.trace.penTrace.peek());
}

/** Asks for the moments that are missing, one request at a time. */
class Filler {
  readonly #lab: Lab;
  readonly #ask: AskForMoments;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = new AbortController();

  constructor(lab: Lab, ask: AskForMoments) {
    this.#lab = lab;
    this.#ask = ask;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
  }

  fillAfter(milliseconds: number): void {
    this.#timer = setTimeout(() => void this.#fill(), milliseconds);
  }

  async #fill(): Promise<void> {
    const network = this.#lab.reader.network.peek();
    const trace = traceNow(this.#lab);
    this.#lab.trace.learnTrace(trace);
    const asked = requestFor(trace, this.#lab);
    if (network === null || asked === null) return;
    this.#asking = new AbortController();
    const { signal } = this.#asking;
    try {
      const answer = await this.#ask(network.description.name, asked, signal);
      this.#learn(trace, answer);
    } catch (error) {
      if (signal.aborted) return;
      this.#lab.trace.failTrace(error instanceof Error ? error.message : String(error));
      if (isWorthAnotherTry(error)) this.fillAfter(RETRY + Math.random() * JITTER);
    }
  }

  /** Frames may have brought the same moments meanwhile; both are the network's answers. */
  #learn(trace: PenTrace, { moments, outcomes }: WireTrace): void {
    const now = traceNow(this.#lab);
    if (now.drawing !== trace.drawing || now.how !== trace.how) return;
    const read = moments.map((moment, i) => [moment, outcomes[i] ?? []] as const);
    this.#lab.trace.failTrace(null);
    this.#lab.trace.learnTrace({ ...now, probabilities: new Map([...now.probabilities, ...read]) });
  }
}

/** null where no moment is missing. */
function requestFor(trace: PenTrace, lab: Lab): PenTraceRequest | null {
  const [first, ...rest] = missingFrom(trace);
  if (first === undefined) return null;
  const off = lab.reader.network.peek()?.off;
  return {
    strokes: toWire(trace.drawing),
    moments: [first, ...rest],
    without: [...lab.look.without.peek()],
    ...(off !== undefined && off.size > 0 && { off: [...off] }),
    pen: penOf(lab),
  };
}

function askTheServer(
  network: string,
  asked: PenTraceRequest,
  signal: AbortSignal,
): Promise<WireTrace> {
  const path = `models/${encodeURIComponent(network)}/pen-traces`;
  return ask<WireTrace>(path, { ...postJson(asked), signal });
}

/** The server was too busy, or did not answer at all; whatever else it refuses, it refuses again. */
function isWorthAnotherTry(error: unknown): boolean {
  return !(error instanceof RefusedError) || error.status === 503;
}
