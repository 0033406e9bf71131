/**
 * The live channel: one drawing in flight, the newest one next, and back again after every interruption.
 *
 * Watches what the page wants read (drawing and layers shown) and asks for it; answers go to the store.
 */
import { effect } from "@preact/signals-core";
import { toWire } from "./drawing/strokes.ts";
import type { Steps } from "./math/steps.ts";
import type { Network } from "./network.ts";
import { BRUSH, type Reading, type Store } from "./store.ts";
import type { Tensor } from "./tensor.ts";
import { fromBase64, toBase64 } from "./wire/bytes.ts";
import { decodeFrame, type Frame } from "./wire/frame.ts";
import type {
  Draw,
  Hello,
  SocketError,
  StepsTaken,
  Welcome,
  Steps as WireSteps,
} from "./wire/messages.ts";

export const PROTOCOL = 1;

/** Milliseconds. */
const FIRST_RETRY = 250;
const LONGEST_RETRY = 5000;
/** A drawing without an answer for so long means that the connection is gone, whatever the socket says. */
const SILENCE = 5000;

type ServerMessage = Welcome | StepsTaken | SocketError;

export interface Channel {
  close(): void;
}

/** What the channel takes from its surroundings; tests put their own in place. */
export interface Surroundings {
  readonly open: () => WebSocket;
  readonly random: () => number;
}

export function openChannel(store: Store, { open, random }: Surroundings): Channel {
  let socket: WebSocket | null = null;
  let greeted = false;
  let closed = false;
  let seq = 0;
  let inFlight: number | null = null;
  let wanted = false; // something changed since the last drawing was sent
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const send = () => {
    const network = store.network.peek();
    if (socket === null || !greeted || inFlight !== null || !wanted || network === null) return;
    wanted = false;
    seq += 1;
    inFlight = seq;
    const draw: Draw = {
      type: "draw",
      seq,
      network: network.description.name,
      layers: [...store.shown.peek()],
      ...sourceOf(store),
      without: [...store.without.peek()],
      explain: store.panel.peek() === "sees",
    };
    socket.send(JSON.stringify(draw));
    silence = setTimeout(lose, SILENCE);
  };

  const answered = (answer: number | null) => {
    if (answer !== inFlight) return;
    inFlight = null;
    clearTimeout(silence);
    send();
  };

  const receive = (message: MessageEvent) => {
    if (typeof message.data === "string") hear(JSON.parse(message.data) as ServerMessage);
    else show(message.data as ArrayBuffer);
  };

  const hear = (message: ServerMessage) => {
    if (message.type === "steps") {
      // Whoever looked may have stopped looking meanwhile.
      if (store.panel.peek() === "sees")
        store.explain(message.steps === null ? null : stepsOf(message.steps));
      return;
    }
    if (message.type === "welcome") {
      greeted = true;
      failures = 0;
      store.connect("live");
      store.notify(null);
      send();
      return;
    }
    store.notify(message.detail);
    if (message.error === "wrong_protocol") closed = true;
    if (message.error === "not_ready" || message.error === "overloaded") {
      setTimeout(want, 1000);
    }
    answered(message.seq ?? inFlight);
  };

  const show = (data: ArrayBuffer) => {
    const network = store.network.peek();
    if (network === null) return;
    try {
      const frame = decodeFrame(data);
      store.receive(readingOf(frame, network));
      store.notify(null);
      answered(frame.seq);
    } catch (error) {
      store.notify(error instanceof Error ? error.message : String(error));
      answered(inFlight);
    }
  };

  const lose = () => {
    const lost = socket;
    socket = null;
    greeted = false;
    inFlight = null;
    clearTimeout(silence);
    lost?.close();
    if (closed) return;
    wanted = true; // the current drawing is read again
    failures += 1;
    store.connect("lost");
    // Full jitter: three hundred pages that lost the same server do not come back in one moment.
    const longest = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(failures, 10));
    clearTimeout(retry);
    retry = setTimeout(connect, FIRST_RETRY / 2 + random() * longest);
  };

  const connect = () => {
    const opened = open();
    socket = opened;
    opened.binaryType = "arraybuffer";
    opened.onopen = () => {
      const hello: Hello = { type: "hello", protocol: PROTOCOL };
      opened.send(JSON.stringify(hello));
    };
    opened.onmessage = (message) => {
      if (socket === opened) receive(message);
    };
    opened.onclose = () => {
      if (socket === opened) lose();
    };
  };

  const want = () => {
    wanted = true;
    send();
  };

  const stopWatching = effect(() => {
    store.drawing.value;
    store.picture.value;
    store.pixels.value;
    store.without.value;
    store.panel.value;
    store.shown.value;
    store.network.value;
    want();
  });
  connect();

  return {
    close: () => {
      closed = true;
      stopWatching();
      clearTimeout(retry);
      clearTimeout(silence);
      socket?.close();
    },
  };
}

function stepsOf(steps: WireSteps): Steps {
  const done = steps.done.map((each) => ({ ...each, picture: fromBase64(each.picture) }));
  return { ...steps, done };
}

/** Strokes, or what takes their place: edited pixels before a picture. */
function sourceOf(store: Store): Pick<Draw, "strokes" | "picture" | "pixels" | "pen"> {
  const pixels = store.pixels.peek();
  const picture = store.picture.peek();
  if (pixels !== null) return { strokes: [], pixels: toBase64(pixels) };
  if (picture !== null) return { strokes: [], picture: toBase64(picture) };
  const drawing = store.drawing.peek();
  const widths = drawing.map((stroke) => stroke.width);
  const pen = widths.length > 0 ? Math.max(...widths) : BRUSH;
  return { strokes: toWire(drawing), pen };
}

function readingOf(frame: Frame, network: Network): Reading {
  let image: Tensor | null = null;
  const maps = new Map<string, Tensor>();
  for (const { operation, values, low, high } of frame.tensors) {
    const shape = network.operations[operation]?.output_shape ?? [values.length];
    const tensor: Tensor = { shape, values, low, high };
    const layer = network.shownBy.get(operation);
    if (layer !== undefined) maps.set(layer.name, tensor);
    if (operation === 0) image = tensor;
  }
  const { seq, blank, doubtful, firstGuess, secondGuess, probabilities } = frame;
  return { seq, blank, doubtful, firstGuess, secondGuess, probabilities, image, maps };
}
