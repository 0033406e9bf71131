/** The way to the server's channel: opened, lost, and opened again after a while. */
import type { Hello } from "../wire/messages.ts";

export const PROTOCOL = 3;

/** Milliseconds. */
const FIRST_RETRY = 250;
const LONGEST_RETRY = 5000;

/** What the connection takes from its surroundings; tests put their own in place. */
export interface Surroundings {
  readonly open: () => WebSocket;
  readonly random: () => number;
  readonly device: string;
  /** Hears whether the screen shows the exact values of what is on the pad. */
  readonly settle?: (settled: boolean) => void;
}

export interface Listener {
  received(data: unknown): void;
  /** It will be opened again. */
  lost(): void;
}

export class ServerConnection {
  readonly #surroundings: Surroundings;
  readonly #listener: Listener;
  #socket: WebSocket | null = null;
  #failures = 0;
  #isOver = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(surroundings: Surroundings, listener: Listener) {
    this.#surroundings = surroundings;
    this.#listener = listener;
    this.#open();
  }

  #open(): void {
    const { open, device } = this.#surroundings;
    const socket = open();
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      const hello: Hello = { type: "hello", protocol: PROTOCOL, device };
      socket.send(JSON.stringify(hello));
    };
    socket.onmessage = ({ data }) => {
      if (this.#socket === socket) this.#listener.received(data);
    };
    socket.onclose = () => {
      if (this.#socket === socket) this.lose();
    };
  }

  send(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** The server has greeted the page: after the next loss it is asked again at once. */
  succeed(): void {
    this.#failures = 0;
  }

  /** The connection is gone, whatever the socket says. */
  lose(): void {
    const lost = this.#socket;
    this.#socket = null;
    lost?.close();
    if (this.#isOver) return;
    this.#failures += 1;
    this.#listener.lost();
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), this.#pause());
  }

  /** Full jitter: three hundred pages that lost the same server do not come back in one moment. */
  #pause(): number {
    const longest = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(this.#failures, 10));
    return FIRST_RETRY / 2 + this.#surroundings.random() * longest;
  }

  /** Once it is lost, it is not opened again. */
  giveUp(): void {
    this.#isOver = true;
  }

  close(): void {
    this.giveUp();
    clearTimeout(this.#retry);
    this.#socket?.close();
  }
}

export function openSocket(): WebSocket {
  const address = new URL("ws", document.baseURI);
  address.protocol = address.protocol.replace("http", "ws");
  address.search = "";
  return new WebSocket(address);
}
