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

export function followPen(lab: Lab, askForMoments: AskForMoments = askTheServer): Dispose {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();

  const current = (): PenTrace => {
    const { drawing } = lab.ink.history.peek();
    return keptFor({ drawing, how: howRead(lab) }, lab.trace.penTrace.peek());
  };

  const fill = async () => {
    const network = lab.reader.network.peek();
    const trace = current();
    const moments = missingFrom(trace);
    lab.trace.learnTrace(trace);
    const [first, ...rest] = moments;
    if (network === null || first === undefined) return;
    asking = new AbortController();
    const { signal } = asking;
    const asked: PenTraceRequest = {
      strokes: toWire(trace.drawing),
      moments: [first, ...rest],
      without: [...lab.look.without.peek()],
      pen: penOf(lab),
    };
    try {
      const answer = await askForMoments(network.description.name, asked, signal);
      const read = answer.moments.map((moment, i) => [moment, answer.outcomes[i] ?? []] as const);
      // Frames may have come meanwhile; both are the network's own.
      const now = current();
      if (now.drawing !== trace.drawing || now.how !== trace.how) return;
      lab.trace.failTrace(null);
      lab.trace.learnTrace({ ...now, probabilities: new Map([...now.probabilities, ...read]) });
    } catch (error) {
      if (signal.aborted) return;
      lab.trace.failTrace(error instanceof Error ? error.message : String(error));
      if (isWorthAnotherTry(error)) timer = setTimeout(fill, RETRY + Math.random() * JITTER);
    }
  };

  const stopAsking = effect(() => {
    lab.ink.history.value;
    lab.reader.network.value;
    lab.look.without.value;
    clearTimeout(timer);
    asking.abort();
    lab.trace.failTrace(null);
    if (lab.session.penDown.value || !lab.trace.traceable.value) return;
    timer = setTimeout(fill, STILL);
  });
  const stopListening = effect(() => {
    const reading = lab.reader.reading.value;
    if (!lab.trace.traceable.value || reading === null || reading.of === null) return;
    const before = lab.trace.penTrace.peek();
    const next = withReading(current(), reading.of, reading.probabilities);
    if (next !== before) lab.trace.learnTrace(next);
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
