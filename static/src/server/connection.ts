/** The way to the server's channel: opened, lost, and opened again after a while; in between by requests, where these get through. */
import type { Hello } from "../wire/messages.ts";

export const PROTOCOL = 3;

/** Milliseconds. */
const FIRST_RETRY = 250;
const LONGEST_RETRY = 5000;
/** A socket without a greeting or an answer after so long counts as lost: something on the way swallows what it sends. */
const GREETING = 5000;
/** After so long without a word the server is asked whether it is there: a link can die without a sign. */
const QUIET = 10_000;
/** While drawings are read by requests, a socket is tried again so often. */
const WHILE_BY_REQUESTS = 15_000;
/** Lost sockets in a row, none of them greeted, until another way is looked for. */
const PATIENCE = 2;

/** What the connection needs of a socket. */
export interface SocketLike {
  binaryType: BinaryType;
  onopen: ((event: never) => void) | null;
  onmessage: ((message: never) => void) | null;
  onclose: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

/** Why there is no channel, in words, and what takes its place; null where nothing does. */
export interface OtherWay {
  readonly cause: string;
  readonly open: (() => SocketLike) | null;
}

/** What the connection takes from its surroundings; tests put their own in place. */
export interface Surroundings {
  readonly open: () => WebSocket;
  readonly random: () => number;
  readonly device: string;
  /** Looks why no socket stays open, and for another way. */
  readonly findOtherWay?: () => Promise<OtherWay>;
  /** Called with whether the screen shows the exact values of what is on the pad. */
  readonly settle?: (settled: boolean) => void;
}

export interface Listener {
  received(data: unknown): void;
  /** The connection is lost, and will be opened again. */
  lost(): void;
  /** Another socket has taken over: it knows nothing of what was sent. */
  replaced(): void;
  /** Why there is no channel; null where that is not known. */
  explain(cause: string | null): void;
}

export class ServerConnection {
  readonly #surroundings: Surroundings;
  readonly #listener: Listener;
  #socket: SocketLike | null = null;
  /** A socket that may take over from requests. */
  #next: SocketLike | null = null;
  #isByRequests = false;
  #isLooking = false;
  #failures = 0;
  #isOver = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(surroundings: Surroundings, listener: Listener) {
    this.#surroundings = surroundings;
    this.#listener = listener;
    this.#open();
  }

  get isByRequests(): boolean {
    return this.#isByRequests;
  }

  #open(): void {
    const socket: SocketLike = this.#surroundings.open();
    if (this.#isByRequests) this.#next = socket;
    else this.#socket = socket;
    this.#follow(socket);
  }

  #follow(socket: SocketLike): void {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const within = (milliseconds: number, act: () => void) => {
      clearTimeout(waiting);
      waiting = setTimeout(act, milliseconds);
    };
    const giveUp = () => within(GREETING, () => this.#end(socket));
    giveUp();
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      const hello: Hello = { type: "hello", protocol: PROTOCOL, device: this.#surroundings.device };
      socket.send(JSON.stringify(hello));
    };
    socket.onmessage = ({ data }: { data: unknown }) => {
      within(QUIET, () => {
        giveUp();
        if (this.#socket === socket) this.send({ type: "alive" });
      });
      if (this.#socket === socket || this.#takesOver(socket, data)) this.#listener.received(data);
    };
    socket.onclose = () => {
      clearTimeout(waiting);
      this.#end(socket);
    };
  }

  #end(socket: SocketLike): void {
    if (this.#socket === socket) this.lose();
    if (this.#next !== socket) return;
    this.#next = null;
    socket.close();
    this.#openAfter(WHILE_BY_REQUESTS * (0.5 + this.#surroundings.random()));
  }

  /** Whether this socket is one that takes over from requests: the server has greeted the page on it. */
  #takesOver(socket: SocketLike, data: unknown): boolean {
    if (this.#next !== socket || typeof data !== "string") return false;
    if ((JSON.parse(data) as { type?: unknown }).type !== "welcome") return false;
    this.#socket?.close();
    this.#socket = socket;
    this.#next = null;
    this.#isByRequests = false;
    this.#listener.replaced();
    return true;
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
    for (const lost of [this.#socket, this.#next]) lost?.close();
    this.#socket = null;
    this.#next = null;
    this.#isByRequests = false;
    if (this.#isOver) return;
    this.#failures += 1;
    this.#listener.lost();
    this.#openAfter(this.#pause());
    if (this.#failures >= PATIENCE) void this.#lookElsewhere();
  }

  #openAfter(milliseconds: number): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), milliseconds);
  }

  async #lookElsewhere(): Promise<void> {
    const { findOtherWay } = this.#surroundings;
    if (this.#isLooking || findOtherWay === undefined) return;
    this.#isLooking = true;
    const found = await findOtherWay().catch(() => null); // where its script does not come, the server is away
    this.#isLooking = false;
    if (this.#isOver || this.#failures === 0) return; // closed, or greeted meanwhile
    this.#listener.explain(found?.cause ?? null);
    if (found?.open) this.#goBy(found.open());
  }

  /** Drawings go this way until a socket is greeted. */
  #goBy(requests: SocketLike): void {
    this.#next = this.#socket;
    this.#socket = requests;
    this.#isByRequests = true;
    this.#follow(requests);
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
    for (const each of [this.#socket, this.#next]) each?.close();
    this.#socket = null;
    this.#next = null;
  }
}

export function openSocket(): WebSocket {
  const address = new URL("ws", document.baseURI);
  address.protocol = address.protocol.replace("http", "ws");
  address.search = "";
  return new WebSocket(address);
}
