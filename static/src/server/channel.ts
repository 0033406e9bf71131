/**
 * The live channel: one drawing in flight, the newest one next, and back again after every interruption.
 *
 * Watches what the page wants read (drawing and layers shown) and asks for it; answers go to the state. The next drawing
 * is asked for when the last is painted: a slow phone or a tired network lowers its own rate and nobody else's. What the
 * pen adds travels as increments. Frames are live (8 bits) while the pen moves, exact once it rests.
 */

import { computed, effect } from "@preact/signals-core";
import type { Steps } from "../ink/preprocessing.ts";
import { type Drawing, incrementOf, MAX_POINTS, pointsToWire, toWire } from "../ink/strokes.ts";
import type { Read } from "../ink/trace.ts";
import type { Tensor } from "../math/tensor.ts";
import type { Network } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { howRead, penOf } from "../state/asked.ts";
import type { Lab } from "../state/lab.ts";
import { fromBase64, toBase64 } from "../wire/bytes.ts";
import { decodeFrame, type Frame, inflate, isDeflated } from "../wire/frame.ts";
import type {
  DeviceChanged,
  Draw,
  Extend,
  Hello,
  SocketError,
  StepsTaken,
  Welcome,
  Steps as WireSteps,
} from "../wire/messages.ts";
import { phrase } from "../words/phrases.ts";
import { refusalInWords } from "../words/refusals.ts";
import { measureLink } from "./pace.ts";

export const PROTOCOL = 2;

/** Milliseconds. */
const FIRST_RETRY = 250;
const LONGEST_RETRY = 5000;
/** A drawing without an answer for so long means that the connection is gone, whatever the socket says. */
const SILENCE = 5000;
/** The pen rests: now every digit of every value is worth its bytes. */
const RESTS = 150;
const BADGE = 500;

type ServerMessage = Welcome | DeviceChanged | StepsTaken | SocketError;

export interface Channel {
  close(): void;
}

/** What the channel takes from its surroundings; tests put their own in place. */
export interface Surroundings {
  readonly open: () => WebSocket;
  readonly random: () => number;
  readonly device: string;
}

/** What the server has: the drawing, and everything else that a drawing is read with. */
interface Known {
  readonly drawing: Drawing;
  readonly rest: string;
}

interface Asked {
  readonly seq: number;
  readonly at: number;
  readonly of: Read | null;
}

export function openChannel(lab: Lab, { open, random, device }: Surroundings): Channel {
  const link = measureLink();
  let socket: WebSocket | null = null;
  let greeted = false;
  let closed = false;
  let refused = false; // the server would not have us: what it said stays on the page
  let seq = 0;
  let inFlight: Asked | null = null;
  let toPaint: number | null = null; // answered, but not on the screen yet
  let known: Known | null = null;
  let wanted = false; // something changed since the last drawing was sent
  let exactly = false; // and the pen rests
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let rest: ReturnType<typeof setTimeout> | undefined;

  const send = () => {
    const network = lab.reader.network.peek();
    if (socket === null || !greeted || network === null) return;
    if (inFlight !== null || toPaint !== null || !(wanted || exactly)) return;
    const exact = exactly && !wanted;
    wanted = false;
    exactly = false;
    seq += 1;
    inFlight = { seq, at: performance.now(), of: readNow(lab) };
    socket.send(JSON.stringify(messageFor(network, exact)));
    silence = setTimeout(lose, SILENCE);
  };

  /** Only what the pen has added, if the server has the rest. */
  const messageFor = (network: Network, exact: boolean): Draw | Extend => {
    const drawing = lab.ink.drawing.peek();
    const context = {
      network: network.description.name,
      layers: [...lab.look.shown.peek()],
      ...sourceOf(lab),
      without: [...lab.look.without.peek()],
      explain: lab.look.panel.peek() === "sees",
    };
    const others = JSON.stringify({ ...context, strokes: null });
    // What is shown before ReLU only travels in exact frames.
    const how = { exact: exact || lab.forward.showsBefore.peek().size > 0, deflate: link.slow };
    const increment = known?.rest === others ? incrementOf(known.drawing, drawing) : null;
    const fits = drawing.reduce((sum, stroke) => sum + stroke.points.length, 0) <= MAX_POINTS;
    const inked = context.pixels === undefined && context.picture === undefined;
    known = fits && inked ? { drawing, rest: others } : null;
    if (increment === null || !fits) {
      const strokes = inked ? toWire(drawing) : [];
      return { type: "draw", seq, ...context, strokes, ...how };
    }
    const [stroke, point] = increment.at;
    const points = pointsToWire(increment.points);
    return { type: "extend", seq, at: [stroke, point], points, ...how };
  };

  const answered = (answer: number | null) => {
    if (answer !== inFlight?.seq) return;
    inFlight = null;
    clearTimeout(silence);
    send();
  };

  const receive = (message: MessageEvent) => {
    if (typeof message.data === "string") return hear(JSON.parse(message.data) as ServerMessage);
    const data = message.data as ArrayBuffer;
    if (!isDeflated(data)) return show(data, data.byteLength);
    void inflate(data).then((whole) => show(whole, data.byteLength), fail);
  };

  const hear = (message: ServerMessage) => {
    if (message.type === "steps") {
      // Whoever looked may have stopped looking meanwhile.
      if (lab.look.panel.peek() === "sees")
        lab.reader.receiveSteps(message.steps === null ? null : stepsOf(message.steps));
      return;
    }
    if (message.type === "welcome" || message.type === "device") {
      lab.session.reportDevice(message.device_problem);
      if (message.type === "device") return;
      greeted = true;
      refused = false;
      failures = 0;
      lab.session.connect("live");
      lab.session.notify(null);
      send();
      return;
    }
    if (message.error === "out_of_step") {
      known = null;
      wanted = true;
      return answered(message.seq);
    }
    lab.session.notify(refusalInWords(message));
    refused = message.error === "too_many_sockets";
    if (message.error === "wrong_protocol") closed = true;
    if (["not_ready", "overloaded", "late"].includes(message.error)) {
      setTimeout(want, 1000);
    }
    known = null;
    answered(message.seq ?? inFlight?.seq ?? null);
  };

  const show = (data: ArrayBuffer, bytes: number) => {
    const network = lab.reader.network.peek();
    if (network === null) return;
    try {
      const frame = decodeFrame(data);
      note(frame, bytes);
      if (frame.seq === inFlight?.seq) toPaint = frame.seq;
      lab.reader.receive(
        readingOf(frame, network, frame.seq === inFlight?.seq ? inFlight.of : null),
      );
      lab.session.notify(null);
      if (!frame.exact) restSoon();
      answered(frame.seq);
    } catch (error) {
      fail(error);
    }
  };

  const fail = (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    lab.session.notify(phrase("error.frame", { reason }));
    answered(inFlight?.seq ?? null);
  };

  const note = ({ seq, took }: Frame, bytes: number) => {
    if (seq !== inFlight?.seq) return;
    const at = performance.now();
    link.note({ at, roundTrip: at - inFlight.at, took, bytes });
  };

  const restSoon = () => {
    clearTimeout(rest);
    rest = setTimeout(wantExactly, lab.selection.selected.peek() === null ? RESTS : 0);
  };

  const wantExactly = () => {
    const reading = lab.reader.reading.peek();
    exactly = reading !== null && !reading.exact && !reading.blank;
    send();
  };

  const lose = () => {
    const lost = socket;
    socket = null;
    greeted = false;
    inFlight = null;
    toPaint = null;
    known = null;
    clearTimeout(silence);
    lost?.close();
    if (closed) return;
    wanted = true; // the current drawing is read again
    failures += 1;
    lab.session.connect("lost");
    if (!refused) lab.session.notify(null);
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
      const hello: Hello = { type: "hello", protocol: PROTOCOL, device };
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
    clearTimeout(rest);
    send();
  };

  // Other panels need nothing new: what is said of the values stays where it is.
  const explaining = computed(() => lab.look.panel.value === "sees");
  const stops = [
    effect(() => {
      lab.ink.drawing.value;
      lab.ink.picture.value;
      lab.ink.pixels.value;
      lab.look.without.value;
      explaining.value;
      lab.look.shown.value;
      lab.reader.network.value;
      want();
    }),
    effect(() => {
      // An exact reading has what is shown before ReLU already.
      if (lab.forward.showsBefore.value.size > 0 && lab.reader.reading.peek()?.exact === false)
        want();
    }),
    effect(() => {
      const painted = lab.reader.painted.value;
      if (toPaint === null || painted < toPaint) return;
      toPaint = null;
      send();
    }),
    effect(() => {
      if (lab.selection.selected.value !== null && inFlight === null && !wanted) wantExactly();
    }),
  ];
  const badge = setInterval(() => lab.session.measure(link.measure(performance.now())), BADGE);
  connect();

  return {
    close: () => {
      closed = true;
      for (const stop of stops) stop();
      clearInterval(badge);
      clearTimeout(retry);
      clearTimeout(silence);
      clearTimeout(rest);
      socket?.close();
    },
  };
}

function stepsOf(steps: WireSteps): Steps {
  const done = steps.done.map((each) => ({ ...each, picture: fromBase64(each.picture) }));
  return { ...steps, done };
}

/** What takes the strokes' place, if anything does: edited pixels before a picture. */
function sourceOf(lab: Lab): Pick<Draw, "picture" | "pixels" | "pen"> {
  const pixels = lab.ink.pixels.peek();
  const picture = lab.ink.picture.peek();
  if (pixels !== null) return { pixels: toBase64(pixels) };
  if (picture !== null) return { picture: toBase64(picture) };
  return { pen: penOf(lab) };
}

/** The drawing that is asked for, if strokes are what is read. */
function readNow(lab: Lab): Read | null {
  if (lab.ink.pixels.peek() !== null || lab.ink.picture.peek() !== null) return null;
  return { drawing: lab.ink.drawing.peek(), how: howRead(lab) };
}

function readingOf(frame: Frame, network: Network, of: Read | null): Reading {
  let image: Tensor | null = null;
  const maps = new Map<string, Tensor>();
  const all = new Map<string, Tensor>();
  for (const { operation, values, low, high } of frame.tensors) {
    const own = network.operations[operation];
    const shape = own?.output_shape ?? [values.length];
    const tensor: Tensor = { shape, values, low, high };
    const layer = network.shownBy.get(operation);
    if (layer !== undefined) maps.set(layer.name, tensor);
    if (own !== undefined) all.set(own.name, tensor);
    if (operation === 0) image = tensor;
  }
  const { seq, blank, doubtful, exact, firstGuess, secondGuess, probabilities, place } = frame;
  const read = { seq, blank, doubtful, exact, firstGuess, secondGuess, probabilities, place, of };
  return { ...read, image, maps, values: all };
}
