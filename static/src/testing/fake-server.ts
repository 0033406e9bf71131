/** The server as the live channel sees it, played by a test. */

import { indexNetwork } from "../network/network.ts";
import { openChannel } from "../server/channel.ts";
import type { OtherWay } from "../server/connection.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { DESCRIPTION } from "./description.ts";
import { frameBytes } from "./frame.ts";

/** A socket whose other end is the test. */
export class FakeSocket {
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  readonly sent: Record<string, unknown>[] = [];
  binaryType = "";
  closed = false;
  /** Nothing gets through any more, and no event says so. */
  isDead = false;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  send(text: string) {
    const message = JSON.parse(text);
    if (message.type !== "alive") this.sent.push(message);
    else if (!this.isDead) this.say(message);
  }
  close() {
    this.closed = true;
  }
  welcome() {
    this.onopen?.();
    this.say({
      type: "welcome",
      protocol: 3,
      version: "0",
      networks: ["lenet5"],
      device: "cpu",
      device_problem: null,
    });
  }
  say(message: object) {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  /** The frame arrives; a stage that is there paints it. */
  answer(seq: number, painted = true) {
    this.onmessage?.({ data: frameBytes(seq) });
    if (painted) this.#lab.reader.finishPainting(seq);
  }
  /** The same frame in 8 bits, painted. */
  answerLive(seq: number) {
    this.onmessage?.({ data: liveFrame(seq) });
    this.#lab.reader.finishPainting(seq);
  }
  /** Every request but hello. */
  get draws() {
    return this.sent.filter(({ type }) => type !== "hello");
  }
}

export class FakeServer {
  readonly lab = createLab({ reader: { network: indexNetwork(DESCRIPTION) } });
  readonly sockets: FakeSocket[] = [];
  /** Whether the screen shows the exact values of what is on the pad. */
  settled: boolean | undefined;

  /** Opens the page's channel. */
  start(random = () => 0, findOtherWay?: () => Promise<OtherWay>) {
    const open = () => {
      this.sockets.push(new FakeSocket(this.lab));
      return this.newest as unknown as WebSocket;
    };
    const settle = (now: boolean) => {
      this.settled = now;
    };
    const way = findOtherWay === undefined ? {} : { findOtherWay };
    return openChannel(this.lab, { open, random, device: "test-device", settle, ...way });
  }

  get newest(): FakeSocket {
    return this.sockets.at(-1) as FakeSocket;
  }
}

/** As `frameBytes`, but in 8 bits. */
function liveFrame(seq: number): ArrayBuffer {
  const buffer = new ArrayBuffer(20 + 8 + 40 + 8 + 8 + 784);
  const view = new DataView(buffer);
  new Uint8Array(buffer).set([0x49, 0x4e, 0x4b, 0x46, 4, 0, 1, 0]);
  view.setUint32(8, seq, true);
  view.setUint16(16, 1, true);
  view.setUint32(24, 10, true);
  view.setUint8(78, 1);
  view.setUint32(80, 784, true);
  return buffer;
}
