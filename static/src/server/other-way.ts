/**
 * What to do while no live channel stays open: finds out why, and reads drawings by one request each where the server answers
 * those. It comes when two sockets in a row have failed: nobody else needs it.
 */
import type {
  Alive,
  ChannelState,
  Draw,
  Extend,
  Hello,
  Prediction,
  SocketError,
  StepsTaken,
  Welcome,
} from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import { ask, postJson, send } from "./api.ts";
import { type OtherWay, PROTOCOL, type SocketLike } from "./connection.ts";

const FRAME = "application/vnd.inkling.frame";
/** Where a frame says which drawing it answers. */
const SEQ = 8;

/** Why there is no channel, what to do about it, and the way that is left. */
export async function findOtherWay(): Promise<OtherWay> {
  const { origin } = location;
  const state = await ask<ChannelState>(`channel?origin=${encodeURIComponent(origin)}`).catch(
    () => null,
  );
  if (state === null) return { cause: phrase("channel.away"), open: null };
  const cause = {
    full: () => phrase("channel.full"),
    origin: () => phrase("channel.origin", { origin }),
    none: () => phrase("channel.blocked"),
  }[state.refused ?? "none"]();
  return { cause, open: () => new Requests() };
}

/** A socket for the connection whose messages are sent as requests. */
class Requests implements SocketLike {
  binaryType: BinaryType = "arraybuffer";
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  /** The drawing so far, with its settings. */
  #drawn: Draw | null = null;
  readonly #ended = new AbortController();

  constructor() {
    queueMicrotask(() => this.onopen?.());
  }

  send(text: string): void {
    const message = JSON.parse(text) as Hello | Draw | Extend | Alive;
    if (message.type === "hello") this.#say(WELCOME);
    else if (message.type === "alive") this.#hand(text);
    else void this.#answer(message);
  }

  close(): void {
    this.#ended.abort();
  }

  #say(message: Welcome | StepsTaken | SocketError): void {
    this.#hand(JSON.stringify(message));
  }

  #hand(data: unknown): void {
    if (!this.#ended.signal.aborted) this.onmessage?.({ data });
  }

  async #answer(message: Draw | Extend): Promise<void> {
    const drawn = message.type === "draw" ? message : extended(this.#drawn, message);
    this.#drawn = drawn;
    try {
      if (drawn.explain) await this.#explain(drawn);
      await this.#read(drawn);
    } catch {
      if (!this.#ended.signal.aborted) this.onclose?.();
    }
  }

  async #read(drawn: Draw): Promise<void> {
    const answer = await this.#post(drawn, FRAME);
    if (answer.ok) {
      const frame = await answer.arrayBuffer();
      new DataView(frame).setUint32(SEQ, drawn.seq, true);
      return this.#hand(frame);
    }
    // An answer that is not JSON is a proxy's: this way is lost, too.
    const { error, detail } = (await answer.json()) as SocketError;
    this.#say({ type: "error", error, detail, seq: drawn.seq });
  }

  async #explain(drawn: Draw): Promise<void> {
    const answer = await this.#post(drawn, "application/json");
    if (!answer.ok) return;
    const { steps } = (await answer.json()) as Prediction;
    this.#say({ type: "steps", seq: drawn.seq, steps });
  }

  #post(drawn: Draw, accept: string): Promise<Response> {
    const { strokes, picture, pixels, without, off, pen, film, explain } = drawn;
    const how = postJson({ strokes, picture, pixels, without, off, pen, film, explain });
    const headers = { ...how.headers, Accept: accept };
    const path = `api/models/${encodeURIComponent(drawn.network)}/predictions`;
    return send(path, { ...how, headers, signal: this.#ended.signal });
  }
}

const WELCOME: Welcome = {
  type: "welcome",
  protocol: PROTOCOL,
  version: "",
  networks: [],
  device: "",
  device_problem: null,
};

/** The drawing with what the pen has added. */
function extended(drawn: Draw | null, { at: [stroke], points, seq }: Extend): Draw {
  if (drawn === null) throw new Error("there is no drawing to extend");
  const before = drawn.strokes.slice(0, stroke);
  return { ...drawn, seq, strokes: [...before, [...(drawn.strokes[stroke] ?? []), ...points]] };
}
