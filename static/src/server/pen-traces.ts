/**
 * Fills the pen trace: from the frames that come while the pen moves, and the rest in one request once it rests.
 *
 * Only while the trace is open: a hall of students costs the server nothing until they look.
 */
import { effect } from "@preact/signals-core";
import { toWire } from "../ink/strokes.ts";
import { keptFor, missingFrom, type PenTrace, withReading } from "../ink/trace.ts";
import { howRead, penOf } from "../state/asked.ts";
import type { Store } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
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

export function followPen(store: Store, askForMoments: AskForMoments = askTheServer): Dispose {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();

  const current = (): PenTrace => {
    const { drawing } = store.history.peek();
    return keptFor({ drawing, how: howRead(store) }, store.penTrace.peek());
  };

  const fill = async () => {
    const network = store.network.peek();
    const trace = current();
    const moments = missingFrom(trace);
    store.learnTrace(trace);
    const [first, ...rest] = moments;
    if (network === null || first === undefined) return;
    asking = new AbortController();
    const { signal } = asking;
    const asked: PenTraceRequest = {
      strokes: toWire(trace.drawing),
      moments: [first, ...rest],
      without: [...store.without.peek()],
      pen: penOf(store),
    };
    try {
      const answer = await askForMoments(network.description.name, asked, signal);
      const read = answer.moments.map(
        (moment, i) => [moment, answer.probabilities[i] ?? []] as const,
      );
      // Frames may have come meanwhile; both are the network's own.
      const now = current();
      if (now.drawing !== trace.drawing || now.how !== trace.how) return;
      store.troubleTrace(null);
      store.learnTrace({ ...now, probabilities: new Map([...now.probabilities, ...read]) });
    } catch (error) {
      if (signal.aborted) return;
      store.troubleTrace(error instanceof Error ? error.message : String(error));
      if (isWorthAnotherTry(error)) timer = setTimeout(fill, RETRY + Math.random() * JITTER);
    }
  };

  const stopAsking = effect(() => {
    store.history.value;
    store.network.value;
    store.without.value;
    clearTimeout(timer);
    asking.abort();
    store.troubleTrace(null);
    if (store.penDown.value || !store.traceable.value) return;
    timer = setTimeout(fill, STILL);
  });
  const stopListening = effect(() => {
    const reading = store.reading.value;
    if (!store.traceable.value || reading === null || reading.of === null) return;
    const before = store.penTrace.peek();
    const next = withReading(current(), reading.of, reading.probabilities);
    if (next !== before) store.learnTrace(next);
  });
  return () => {
    stopAsking();
    stopListening();
    clearTimeout(timer);
    asking.abort();
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
