import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { frameBytes } from "../testing/frame.ts";
import { openChannel } from "./channel.ts";

/** A socket whose other end is the test. */
class FakeSocket {
  readonly sent: Record<string, unknown>[] = [];
  binaryType = "";
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;

  send(text: string) {
    this.sent.push(JSON.parse(text));
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
    if (painted) lab.reader.finishPainting(seq);
  }
  /** Every request but hello. */
  get draws() {
    return this.sent.filter(({ type }) => type !== "hello");
  }
}

let sockets: FakeSocket[];
let lab: Lab;
let settled: boolean;

const start = (random = () => 0) => {
  const open = () => {
    const socket = new FakeSocket();
    sockets.push(socket);
    return socket as unknown as WebSocket;
  };
  const settle = (now: boolean) => {
    settled = now;
  };
  return openChannel(lab, { open, random, device: "test-device", settle });
};
const newest = () => sockets.at(-1) as FakeSocket;
const drawAt = (x: number) => lab.ink.change({ type: "begin", point: [x, 0.5], width: 0.1 });

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  lab = createLab({ reader: { network: indexNetwork(DESCRIPTION) } });
});
afterEach(() => {
  vi.useRealTimers();
});

test("says hello, then asks for the drawing with the layers shown", () => {
  lab.look.toggle("conv2");
  start();
  newest().welcome();
  expect(newest().sent[0]).toEqual({ type: "hello", protocol: 3, device: "test-device" });
  expect(newest().draws[0]).toMatchObject({ seq: 1, network: "lenet5", strokes: [] });
  expect(newest().draws[0]?.layers).not.toContain("conv2");
  expect(newest().draws[0]?.layers).toContain("conv1");
  expect(lab.session.connection.value).toBe("live");
});

test("one drawing is in flight; the newest follows its answer", () => {
  start();
  newest().welcome();
  newest().answer(1);
  drawAt(0.1);
  drawAt(0.2);
  drawAt(0.3);
  expect(newest().draws).toHaveLength(2);
  newest().answer(2);
  expect(newest().draws).toHaveLength(3);
  expect(newest().draws[2]?.strokes).toEqual([[[0.1, 0.5]], [[0.2, 0.5]], [[0.3, 0.5]]]);
  newest().answer(3);
  expect(newest().draws).toHaveLength(3);
});

test("an answer reaches the lab with its maps by layer", () => {
  start();
  newest().welcome();
  newest().answer(1);
  expect(lab.reader.reading.value?.seq).toBe(1);
  expect(lab.reader.reading.value?.image?.shape).toEqual([1, 28, 28]);
  expect([...(lab.reader.reading.value?.maps.keys() ?? [])]).toEqual(["input", "output"]);
});

test("hiding and showing a layer asks again", () => {
  start();
  newest().welcome();
  newest().answer(1);
  lab.look.toggle("fc1");
  expect(newest().draws.at(-1)?.layers).not.toContain("fc1");
});

test("a lost connection is said, comes back later each time, and the drawing is read again", () => {
  start(() => 1);
  newest().welcome();
  drawAt(0.4);
  newest().answer(1);
  const waits: number[] = [];
  for (let i = 0; i < 7; i++) {
    newest().onclose?.();
    expect(lab.session.connection.value).toBe("lost");
    const before = sockets.length;
    let waited = 0;
    while (sockets.length === before && waited < 20_000) {
      vi.advanceTimersByTime(25);
      waited += 25;
    }
    waits.push(waited);
  }
  expect(waits).toEqual([...waits].sort((one, other) => one - other));
  expect(waits.at(-1)).toBeLessThanOrEqual(5200);
  newest().welcome();
  expect(newest().draws[0]?.strokes).toEqual([[[0.4, 0.5]]]);
  expect(lab.session.connection.value).toBe("live");
});

test("pages that lost the same server come back at different moments", () => {
  const moments = [0, 0.3, 0.9].map((luck) => {
    sockets = [];
    const channel = start(() => luck);
    newest().onclose?.();
    let waited = 0;
    while (sockets.length === 1) {
      vi.advanceTimersByTime(5);
      waited += 5;
    }
    channel.close();
    return waited;
  });
  expect(new Set(moments).size).toBe(3);
});

test("a silent connection is given up and opened anew", () => {
  start();
  newest().welcome();
  expect(newest().draws).toHaveLength(1);
  vi.advanceTimersByTime(5100);
  expect(sockets[0]?.closed).toBe(true);
  expect(lab.session.connection.value).toBe("lost");
  vi.advanceTimersByTime(1000);
  expect(sockets).toHaveLength(2);
});

test("what an old socket still says is not heard", () => {
  start();
  const old = newest();
  old.welcome();
  old.onclose?.();
  vi.advanceTimersByTime(1000);
  newest().welcome();
  old.answer(1);
  expect(lab.reader.reading.value).toBeNull();
});

test("a refusal is shown and the next drawing still goes out", () => {
  start();
  newest().welcome();
  newest().say({ type: "error", error: "of_another_version", detail: "No such layer.", seq: 1 });
  expect(lab.session.notice.value).toBe("No such layer.");
  drawAt(0.5);
  expect(newest().draws).toHaveLength(2);
});

test("a network that is not ready is asked again after a while", () => {
  start();
  newest().welcome();
  newest().say({ type: "error", error: "not_ready", detail: "Still loading.", seq: 1 });
  expect(newest().draws).toHaveLength(1);
  vi.advanceTimersByTime(1100);
  expect(newest().draws).toHaveLength(2);
  newest().answer(2);
  expect(lab.session.notice.value).toBeNull();
});

test("a page of another version says so and does not come back", () => {
  start();
  newest().onopen?.();
  newest().say({ type: "error", error: "wrong_protocol", detail: "Reload the page.", seq: null });
  newest().onclose?.();
  vi.advanceTimersByTime(60_000);
  expect(sockets).toHaveLength(1);
  expect(lab.session.notice.value).toContain("reload the page");
});

test("a damaged frame is a notice, not a crash", () => {
  start();
  newest().welcome();
  newest().onmessage?.({ data: new ArrayBuffer(5) });
  expect(lab.session.notice.value).toContain("shorter than its header");
  drawAt(0.5);
  expect(newest().draws).toHaveLength(2);
});

test("a picture and edited pixels travel in place of strokes, pixels first", () => {
  start();
  newest().welcome();
  lab.ink.usePicture(new Uint8Array(128 ** 2).fill(7));
  newest().answer(1);
  expect(newest().draws.at(-1)).toMatchObject({
    strokes: [],
    picture: expect.stringMatching(/^BwcH/),
  });
  lab.ink.editPixels(new Uint8Array(784).fill(1));
  newest().answer(2);
  expect(newest().draws.at(-1)).toMatchObject({
    strokes: [],
    pixels: expect.stringMatching(/^AQEB/),
  });
  expect(newest().draws.at(-1)).not.toHaveProperty("picture");
});

test("steps are asked for while somebody looks, and a late answer is dropped", () => {
  start();
  newest().welcome();
  expect(newest().draws.at(-1)).toMatchObject({ explain: false, without: [] });
  newest().answer(1);
  lab.look.openPanel("sees");
  expect(newest().draws.at(-1)).toMatchObject({ explain: true });
  const done = [{ step: "crop", on: true, side: 1, picture: "/w==", toggled: null }];
  const steps = {
    done,
    box: [0, 0, 1, 1],
    ink: 20,
    pen: 2,
    offset: [0, 0],
    cut: 0,
    stray: 0,
    peak: 1,
  };
  newest().say({ type: "steps", seq: 2, steps });
  expect(lab.reader.steps.value?.done[0]?.picture).toEqual(Uint8Array.of(255));
  newest().answer(2);
  lab.look.openPanel(null);
  newest().say({ type: "steps", seq: 2, steps });
  expect(lab.reader.steps.value).toBeNull();
});

test("a switched step asks again", () => {
  start();
  newest().welcome();
  newest().answer(1);
  lab.look.switchStep("centre");
  expect(newest().draws.at(-1)).toMatchObject({ without: ["centre"] });
});

// --- increments, exact frames, credit -------------------------------------------------------------

const penTo = (...points: [number, number][]) => lab.ink.change({ type: "extend", points });

test("what the pen adds travels as increments", () => {
  start();
  newest().welcome();
  newest().answer(1);
  drawAt(0.05); // the first stroke brings its pen's width with it
  newest().answer(2);
  drawAt(0.1);
  expect(newest().draws.at(-1)).toMatchObject({ type: "extend", at: [1, 0], points: [[0.1, 0.5]] });
  newest().answer(3);
  penTo([0.2, 0.5], [0.3, 0.5]);
  const added = [
    [0.2, 0.5],
    [0.3, 0.5],
  ];
  expect(newest().draws.at(-1)).toMatchObject({ type: "extend", at: [1, 1], points: added });
  newest().answer(4);
  drawAt(0.9);
  expect(newest().draws.at(-1)).toMatchObject({ type: "extend", at: [2, 0], points: [[0.9, 0.5]] });
});

test("what a pen cannot do is sent whole: undo, other layers, another width", () => {
  start();
  newest().welcome();
  newest().answer(1);
  drawAt(0.1);
  newest().answer(2);
  lab.ink.change({ type: "undo" });
  expect(newest().draws.at(-1)).toMatchObject({ type: "draw", strokes: [] });
  newest().answer(3);
  lab.look.toggle("conv1");
  expect(newest().draws.at(-1)?.type).toBe("draw");
  newest().answer(4);
  lab.ink.change({ type: "begin", point: [0.3, 0.3], width: 0.2 });
  expect(newest().draws.at(-1)).toMatchObject({ type: "draw", pen: 0.2 });
});

test("a server that has lost the drawing gets it whole, and so does one that came back", () => {
  start();
  newest().welcome();
  newest().answer(1);
  drawAt(0.1);
  newest().say({ type: "error", error: "out_of_step", detail: "send it whole", seq: 2 });
  expect(newest().draws.at(-1)).toMatchObject({ type: "draw", seq: 3, strokes: [[[0.1, 0.5]]] });
  expect(lab.session.notice.value).toBeNull();
  newest().answer(3);
  newest().onclose?.();
  vi.advanceTimersByTime(1000);
  newest().welcome();
  expect(newest().draws[0]).toMatchObject({ type: "draw", strokes: [[[0.1, 0.5]]] });
});

test("the next drawing is asked for when the last is painted, not before", () => {
  start();
  newest().welcome();
  newest().answer(1, false);
  drawAt(0.1);
  expect(newest().draws).toHaveLength(1);
  lab.reader.finishPainting(1);
  expect(newest().draws).toHaveLength(2);
});

const live = (seq: number) => {
  // As `frameBytes`, but in 8 bits.
  const buffer = new ArrayBuffer(20 + 8 + 40 + 8 + 8 + 784);
  const view = new DataView(buffer);
  new Uint8Array(buffer).set([0x49, 0x4e, 0x4b, 0x46, 4, 0, 1, 0]);
  view.setUint32(8, seq, true);
  view.setUint16(16, 1, true);
  view.setUint32(24, 10, true);
  view.setUint8(78, 1);
  view.setUint32(80, 784, true);
  newest().onmessage?.({ data: buffer });
  lab.reader.finishPainting(seq);
};

test("the exact values are asked for once the pen has rested, and once", () => {
  start();
  newest().welcome();
  live(1);
  drawAt(0.1);
  live(2);
  vi.advanceTimersByTime(140);
  expect(newest().draws).toHaveLength(2);
  penTo([0.2, 0.5]);
  live(3);
  vi.advanceTimersByTime(140);
  expect(newest().draws).toHaveLength(3);
  vi.advanceTimersByTime(20);
  expect(newest().draws.at(-1)).toMatchObject({ type: "extend", points: [], exact: true });
  newest().answer(4);
  vi.advanceTimersByTime(2000);
  expect(newest().draws).toHaveLength(4);
});

test("a cell that is inspected asks for the exact values at once", () => {
  start();
  newest().welcome();
  live(1);
  lab.selection.point({ layer: "conv1", index: 3 });
  expect(newest().draws.at(-1)).toMatchObject({ exact: true });
});

test("frames explain what is shown, and every layer where hidden ones are needed", () => {
  start();
  newest().welcome();
  newest().answer(1);
  lab.look.toggle("conv1");
  const shown = [...lab.look.shown.value];
  expect(shown).not.toContain("conv1");
  expect(newest().draws.at(-1)).toMatchObject({ type: "draw", layers: shown, explained: shown });
  newest().answer(2);
  lab.look.showPath(true);
  expect(newest().draws.at(-1)).toMatchObject({ seq: 3, exact: true, explained: null });
  newest().answer(3);
  lab.selection.point({ layer: "pool1", index: 3 });
  lab.selection.point({ layer: "pool2", index: 3 });
  expect(newest().draws).toHaveLength(3);
  lab.look.showPath(false);
  expect(newest().draws).toHaveLength(3);
});

test.each([
  ["the steps of the forward pass", () => lab.forward.stepOn()],
  ["saving numbers", () => lab.reader.offerSaving(true)],
])("%s ask for the values of hidden layers", (_, begin) => {
  start();
  newest().welcome();
  newest().answer(1);
  begin();
  expect(newest().draws.at(-1)).toMatchObject({ exact: true, explained: null });
});

test("a picture is asked for exactly once too", () => {
  start();
  newest().welcome();
  newest().answer(1);
  lab.ink.usePicture(new Uint8Array(128 ** 2).fill(7));
  live(2);
  vi.advanceTimersByTime(200);
  expect(newest().draws.at(-1)).toMatchObject({ type: "draw", strokes: [], exact: true });
  newest().answer(3);
  vi.advanceTimersByTime(2000);
  expect(newest().draws).toHaveLength(3);
});

test("the badge tells how many answers came in the last second", () => {
  start();
  newest().welcome();
  newest().answer(1);
  vi.advanceTimersByTime(500);
  expect(lab.session.pace.value.rate).toBe(1);
  vi.advanceTimersByTime(2000);
  expect(lab.session.pace.value.rate).toBe(0);
});

test("a GPU that failed is said on the page", () => {
  start();
  newest().welcome();
  newest().say({
    type: "device",
    device: "cpu",
    device_problem: "cuda failed; reading on the CPU",
  });
  expect(lab.session.deviceProblem.value).toContain("cuda failed");
});

test("too many tabs: what the server said stays while the page tries again", () => {
  start();
  newest().onopen?.();
  newest().say({ type: "error", error: "too_many_sockets", detail: "close a tab", seq: null });
  newest().onclose?.();
  expect(lab.session.notice.value).toContain("close one of its tabs");
  vi.advanceTimersByTime(1000);
  newest().welcome();
  expect(lab.session.notice.value).toBeNull();
});

test("the screen has settled once the exact values of the newest drawing are on it", () => {
  start();
  newest().welcome();
  newest().answer(1);
  expect(settled).toBe(true);
  drawAt(0.1);
  expect(settled).toBe(false);
  live(2);
  expect(settled).toBe(false);
  vi.advanceTimersByTime(200);
  newest().answer(3, false);
  expect(settled).toBe(false);
  lab.reader.finishPainting(3);
  expect(settled).toBe(true);
  newest().onclose?.();
  expect(settled).toBe(false);
});
