/**
 * The live channel: at most one drawing is on its way, the newest one follows. A lost connection is opened again.
 *
 * It watches the drawing and the shown layers and asks the server to read them; answers go to the state. The next drawing
 * is asked for when the last one is painted. Of a growing drawing only the new points are sent. Frames are live (8 bits)
 * while the pen moves, and exact once it rests.
 */

import { computed, effect } from "@preact/signals-core";
import type { Network } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import type { Dispose } from "../state/slice.ts";
import { canInflate, decodeFrame, type Frame, inflate, isDeflated } from "../wire/frame.ts";
import type { SocketError, StepsTaken } from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import { refusalInWords } from "../words/refusals.ts";
import { readingOf, type ServerMessage, stepsOf } from "./arrived.ts";
import { ServerConnection, type Surroundings } from "./connection.ts";
import { type Asked, Credit } from "./credit.ts";
import { measurePace } from "./pace.ts";
import { needsEverything, offNow, readNow, Wanted } from "./wanted.ts";

/** Milliseconds. A drawing without an answer for so long means that the connection is gone, whatever the socket says. */
const SILENCE = 5000;
/** Milliseconds. After so many without an answer what is shown is marked as older than the drawing. */
const LATE = 1000;
/** Milliseconds that the pen has to rest until exact values are asked for. */
const RESTS = 150;
/** Milliseconds until a server that is not ready, or has too much to do, is asked again; and between updates of the badge. */
const AGAIN = 1000;
const BADGE = 500;

export function openChannel(lab: Lab, surroundings: Surroundings): { close: Dispose } {
  const channel = new Channel(lab, surroundings);
  const stops = [...watch(lab, channel), () => channel.close()];
  return {
    close: () => {
      for (const stop of stops) stop();
    },
  };
}

/** Tells the channel what changes on the page. */
function watch(lab: Lab, channel: Channel): Dispose[] {
  const { ink, look, reader, forward, epochs, selection } = lab;
  // The other panels need nothing from the server.
  const explaining = computed(() => look.panel.value === "sees");
  const everything = computed(() => needsEverything(lab));
  const badge = setInterval(() => channel.measure(), BADGE);
  return [
    effect(() => {
      ink.drawing.value;
      ink.picture.value;
      ink.pixels.value;
      look.without.value;
      explaining.value;
      look.shown.value;
      epochs.asked.value;
      reader.network.value;
      channel.want();
    }),
    effect(() => {
      // An exact reading has the values before ReLU already.
      if (forward.showsBefore.value.size > 0 && reader.reading.peek()?.exact === false)
        channel.want();
    }),
    effect(() => {
      if (everything.value) channel.wantDetails();
    }),
    effect(() => channel.painted(reader.painted.value)),
    effect(() => {
      if (selection.selected.value !== null) channel.wantDetails();
    }),
    () => clearInterval(badge),
  ];
}

class Channel {
  readonly #lab: Lab;
  readonly #wanted: Wanted;
  readonly #credit = new Credit();
  readonly #pace = measurePace();
  readonly #connection: ServerConnection;
  readonly #settle: (settled: boolean) => void;
  #isGreeted = false;
  /** The server refused the connection: the sentence that says why must stay when the socket closes. */
  #isRefused = false;
  /** The request that the reading on the page answers; null before the first reading. */
  #read: Asked | null = null;
  /** Why there is no live channel, in words, until there is one. */
  #cause: string | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(lab: Lab, surroundings: Surroundings) {
    this.#lab = lab;
    this.#wanted = new Wanted(lab);
    this.#settle = surroundings.settle ?? (() => {});
    this.#connection = new ServerConnection(surroundings, {
      received: (data) => this.#receive(data),
      lost: () => this.#lost(),
      replaced: () => this.#beginAnew(),
      explain: (cause) => this.#explain(cause),
    });
  }

  close(): void {
    this.#connection.close();
    this.#wait(false);
    clearTimeout(this.#rest);
  }

  measure(): void {
    this.#lab.session.measure(this.#pace.measure(performance.now()));
  }

  /** Something changed: asks for a new reading. */
  want(): void {
    this.#credit.paintOnlyOf(this.#shown());
    this.#wanted.change();
    clearTimeout(this.#rest);
    this.#send();
  }

  /** What reads on the page: the network's name and, at a moment of a film, the film's. */
  #shown(): string {
    const film = this.#lab.epochs.asked.peek()?.name ?? "";
    return `${this.#lab.reader.network.peek()?.description.name ?? ""} ${film}`;
  }

  /** A cell was selected: asks for exact values at once, unless a new reading is on its way. */
  wantDetails(): void {
    if (this.#credit.inFlight === null && !this.#wanted.isChanged) this.#wantExactly();
  }

  painted(seq: number): void {
    if (this.#credit.paint(seq)) this.#send();
  }

  #send(): void {
    this.#sendIfDue();
    this.#tell();
  }

  /** Whether the screen shows the exact values of what is on the pad. */
  #tell(): void {
    const reading = this.#lab.reader.reading.peek();
    const isWhole = reading !== null && (reading.exact || reading.blank);
    this.#settle(isWhole && this.#isGreeted && this.#credit.isFree && !this.#wanted.isChanged);
  }

  #sendIfDue(): void {
    if (!this.#isGreeted || !this.#credit.isFree) return;
    const deflate = this.#pace.slow && canInflate();
    const message = this.#wanted.next(this.#credit.nextSeq, deflate);
    if (message === null) return;
    const moment = this.#lab.epochs.asked.peek()?.moment ?? null;
    this.#credit.ask(readNow(this.#lab), this.#shown(), offNow(this.#lab), moment);
    this.#connection.send(message);
    this.#wait(true);
  }

  /** Whether something is on its way. */
  #wait(waits: boolean): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#late);
    this.#lab.session.beLate(false);
    if (!waits) return;
    this.#silence = setTimeout(() => this.#connection.lose(), SILENCE);
    this.#late = setTimeout(() => this.#lab.session.beLate(true), LATE);
  }

  #wantExactly(): void {
    this.#wanted.wantExactly();
    this.#send();
  }

  #lost(): void {
    this.#beginAnew();
    this.#lab.session.connect("lost");
    if (!this.#isRefused) this.#lab.session.tellTrouble(this.#cause);
  }

  #beginAnew(): void {
    this.#isGreeted = false;
    this.#credit.drop();
    this.#wait(false);
    this.#wanted.forget();
    this.#wanted.change(); // the current drawing is read again
    this.#tell();
  }

  /** A reason that the server itself has given is more exact, and stays. */
  #explain(cause: string | null): void {
    const { session } = this.#lab;
    this.#cause = this.#isRefused ? session.trouble.peek() : cause;
    session.tellTrouble(this.#cause);
  }

  #answered(seq: number | null): void {
    if (!this.#credit.answer(seq)) return;
    this.#wait(false);
    this.#send();
  }

  #receive(data: unknown): void {
    if (typeof data === "string") this.#hear(JSON.parse(data) as ServerMessage);
    else void this.#unpack(data as ArrayBuffer);
  }

  async #unpack(data: ArrayBuffer): Promise<void> {
    try {
      const frame = isDeflated(data) ? await inflate(data) : data;
      this.#show(decodeFrame(frame), data.byteLength);
    } catch (error) {
      this.#fail(error);
    }
  }

  #hear(message: ServerMessage): void {
    if (message.type === "steps") this.#showSteps(message);
    else if (message.type === "error") this.#refuse(message);
    else if (message.type !== "alive") this.#lab.session.reportDevice(message.device_problem);
    if (message.type === "welcome") this.#greet();
  }

  #greet(): void {
    this.#isGreeted = true;
    this.#isRefused = false;
    this.#connection.succeed();
    if (!this.#connection.isByRequests) this.#cause = null;
    this.#lab.session.connect(this.#connection.isByRequests ? "requests" : "live");
    this.#lab.session.tellTrouble(this.#cause);
    this.#send();
  }

  #showSteps({ steps }: StepsTaken): void {
    // The panel may have been closed meanwhile.
    if (this.#lab.look.panel.peek() === "sees")
      this.#lab.reader.receiveSteps(steps === null ? null : stepsOf(steps));
  }

  #refuse(message: SocketError): void {
    this.#wanted.forget();
    if (message.error === "out_of_step") this.#wanted.change();
    else if (!this.#isOfAnother(message.seq ?? null)) this.#report(message);
    this.#answered(message.seq ?? this.#credit.inFlight?.seq ?? null);
  }

  #report(message: SocketError): void {
    this.#lab.session.tellTrouble(refusalInWords(message));
    this.#isRefused = message.error === "too_many_sockets";
    if (message.error === "wrong_protocol") this.#connection.giveUp();
    const isLater = ["not_ready", "overloaded", "late"].includes(message.error);
    if (isLater) setTimeout(() => this.want(), AGAIN);
    // This drawing will never be read, or the reading is another network's: its guess must not stand beside the drawing.
    if (!isLater || !this.#isReadByAsked()) this.#lab.reader.receive(null);
  }

  /** Whether the reading on the page is of the network, and the moment of its film, that are asked now. */
  #isReadByAsked(): boolean {
    const [read, asked] = [this.#read, this.#credit.inFlight];
    return read === null || (read.network === asked?.network && read.moment === asked.moment);
  }

  #show(frame: Frame, bytes: number): void {
    const network = this.#lab.reader.network.peek();
    if (network === null) return;
    if (this.#isOfAnother(frame.seq)) this.#answered(frame.seq);
    else this.#showOf(network, frame, bytes);
  }

  #showOf(network: Network, frame: Frame, bytes: number): void {
    const asked = this.#credit.arrive(frame.seq);
    const at = performance.now();
    this.#read = asked ?? this.#read;
    if (asked !== null) this.#pace.note({ at, roundTrip: at - asked.at, took: frame.took, bytes });
    this.#lab.reader.receive(readingOf(frame, network, asked));
    this.#lab.session.tellTrouble(this.#cause);
    if (!frame.exact) this.#restSoon();
    this.#answered(frame.seq);
  }

  /** Whether this answers a request to a network that has been replaced since: it must not be shown. */
  #isOfAnother(seq: number | null): boolean {
    const asked = this.#credit.inFlight;
    return asked !== null && asked.seq === seq && asked.network !== this.#shown();
  }

  #fail(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#lab.session.tellTrouble(phrase("error.frame", { reason }));
    this.#answered(this.#credit.inFlight?.seq ?? null);
  }

  #restSoon(): void {
    clearTimeout(this.#rest);
    const looked = this.#lab.selection.selected.peek() !== null;
    this.#rest = setTimeout(() => this.#wantExactly(), looked ? 0 : RESTS);
  }
}
