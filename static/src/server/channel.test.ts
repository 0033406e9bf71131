/** The live channel: one drawing in flight, lost connections, and what the server refuses. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { indexNetwork } from "../network/network.ts";
import type { Lab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { FakeServer } from "../testing/fake-server.ts";
import type { FilmDetail } from "../wire/messages.ts";

let server: FakeServer;
let lab: Lab;
const newest = () => server.newest;
const drawAt = (x: number) => lab.ink.change({ type: "begin", point: [x, 0.5], width: 0.1 });

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  lab = server.lab;
});
afterEach(() => {
  vi.useRealTimers();
});

test("says hello, then asks for the drawing with the layers shown", () => {
  lab.look.toggle("conv2");
  server.start();
  newest().welcome();
  expect(newest().sent[0]).toEqual({ type: "hello", protocol: 3, device: "test-device" });
  expect(newest().draws[0]).toMatchObject({ seq: 1, network: "lenet5", strokes: [] });
  expect(newest().draws[0]?.layers).not.toContain("conv2");
  expect(newest().draws[0]?.layers).toContain("conv1");
  expect(lab.session.connection.value).toBe("live");
});

test("one drawing is in flight; the newest follows its answer", () => {
  server.start();
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

test("an answer that is late is waited for in words, and no longer once it has come", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  drawAt(0.1);
  vi.advanceTimersByTime(900);
  expect(lab.session.late.value).toBe(false);
  vi.advanceTimersByTime(200);
  expect(lab.session.late.value).toBe(true);
  newest().answer(2);
  expect(lab.session.late.value).toBe(false);
});

test("an answer reaches the lab with its maps by layer", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  expect(lab.reader.reading.value?.seq).toBe(1);
  expect(lab.reader.reading.value?.image?.shape).toEqual([1, 28, 28]);
  expect([...(lab.reader.reading.value?.maps.keys() ?? [])]).toEqual(["input", "output"]);
});

test("a lost connection is said, comes back later each time, and the drawing is read again", () => {
  server.start(() => 1);
  newest().welcome();
  drawAt(0.4);
  newest().answer(1);
  const waits: number[] = [];
  for (let i = 0; i < 7; i++) {
    newest().onclose?.();
    expect(lab.session.connection.value).toBe("lost");
    const before = server.sockets.length;
    let waited = 0;
    while (server.sockets.length === before && waited < 20_000) {
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
    server.sockets.length = 0;
    const channel = server.start(() => luck);
    newest().onclose?.();
    let waited = 0;
    while (server.sockets.length === 1) {
      vi.advanceTimersByTime(5);
      waited += 5;
    }
    channel.close();
    return waited;
  });
  expect(new Set(moments).size).toBe(3);
});

test("a silent connection is given up and opened anew", () => {
  server.start();
  newest().welcome();
  expect(newest().draws).toHaveLength(1);
  vi.advanceTimersByTime(5100);
  expect(server.sockets[0]?.closed).toBe(true);
  expect(lab.session.connection.value).toBe("lost");
  vi.advanceTimersByTime(1000);
  expect(server.sockets).toHaveLength(2);
});

test("a link that died while nobody drew is noticed, one that is only quiet is kept", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  vi.advanceTimersByTime(60_000);
  expect(server.sockets).toHaveLength(1);
  expect(lab.session.connection.value).toBe("live");
  newest().isDead = true;
  vi.advanceTimersByTime(15_100);
  expect(server.sockets[0]?.closed).toBe(true);
  expect(lab.session.connection.value).toBe("lost");
  vi.advanceTimersByTime(1000);
  newest().welcome();
  expect(lab.session.connection.value).toBe("live");
});

test("a socket that opens and is not greeted is given up", () => {
  server.start();
  newest().onopen?.();
  vi.advanceTimersByTime(4900);
  expect(server.sockets[0]?.closed).toBe(false);
  vi.advanceTimersByTime(200);
  expect(server.sockets[0]?.closed).toBe(true);
  vi.advanceTimersByTime(1000);
  expect(server.sockets).toHaveLength(2);
});

test("what an old socket still says is not heard", () => {
  server.start();
  const old = newest();
  old.welcome();
  old.onclose?.();
  vi.advanceTimersByTime(1000);
  newest().welcome();
  old.answer(1);
  expect(lab.reader.reading.value).toBeNull();
});

test("a refusal is shown and the next drawing still goes out", () => {
  server.start();
  newest().welcome();
  newest().say({ type: "error", error: "of_another_version", detail: "No such layer.", seq: 1 });
  expect(lab.session.trouble.value).toBe("No such layer.");
  drawAt(0.5);
  expect(newest().draws).toHaveLength(2);
});

test("a drawing that is refused for good leaves no older guess beside it; one that is late does", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  drawAt(0.5);
  newest().say({ type: "error", error: "late", detail: "Later.", seq: 2 });
  expect(lab.reader.reading.value?.seq).toBe(1);
  vi.advanceTimersByTime(1100);
  newest().say({ type: "error", error: "invalid_message", detail: "Too wide.", seq: null });
  expect(lab.reader.reading.value).toBeNull();
  drawAt(0.6);
  expect(newest().draws.at(-1)?.strokes).toEqual([[[0.5, 0.5]], [[0.6, 0.5]]]);
});

test.each([
  [0.9, 0.3],
  [0.001, 0.005],
  [0.1, 0.1],
])("a pen %s wide is sent as one that the server takes", (width, sent) => {
  lab.ink.change({ type: "begin", point: [1e9, -1e9], width });
  server.start();
  newest().welcome();
  expect(newest().draws[0]).toMatchObject({ pen: sent, strokes: [[[32, -32]]] });
});

test("a network that is not ready is asked again after a while", () => {
  server.start();
  newest().welcome();
  newest().say({ type: "error", error: "not_ready", detail: "Still loading.", seq: 1 });
  expect(newest().draws).toHaveLength(1);
  vi.advanceTimersByTime(1100);
  expect(newest().draws).toHaveLength(2);
  newest().answer(2);
  expect(lab.session.trouble.value).toBeNull();
});

test("a page of another version says so and does not come back", () => {
  server.start();
  newest().onopen?.();
  newest().say({ type: "error", error: "wrong_protocol", detail: "Reload the page.", seq: null });
  newest().onclose?.();
  vi.advanceTimersByTime(60_000);
  expect(server.sockets).toHaveLength(1);
  expect(lab.session.trouble.value).toContain("reload the page");
});

test("a damaged frame is a notice, not a crash", () => {
  server.start();
  newest().welcome();
  newest().onmessage?.({ data: new ArrayBuffer(5) });
  expect(lab.session.trouble.value).toContain("shorter than its header");
  drawAt(0.5);
  expect(newest().draws).toHaveLength(2);
});

test("the next drawing is asked for when the last is painted, not before", () => {
  server.start();
  newest().welcome();
  newest().answer(1, false);
  drawAt(0.1);
  expect(newest().draws).toHaveLength(1);
  lab.reader.finishPainting(1);
  expect(newest().draws).toHaveLength(2);
});

test("the badge tells how many answers came in the last second", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  vi.advanceTimersByTime(500);
  expect(lab.session.pace.value.rate).toBe(1);
  vi.advanceTimersByTime(2000);
  expect(lab.session.pace.value.rate).toBe(0);
});

test("a GPU that failed is said on the page", () => {
  server.start();
  newest().welcome();
  newest().say({
    type: "device",
    device: "cpu",
    device_problem: "cuda failed; reading on the CPU",
  });
  expect(lab.session.deviceProblem.value).toContain("cuda failed");
});

test("too many tabs: what the server said stays while the page tries again", () => {
  server.start();
  newest().onopen?.();
  newest().say({ type: "error", error: "too_many_sockets", detail: "close a tab", seq: null });
  newest().onclose?.();
  expect(lab.session.trouble.value).toContain("close one of its tabs");
  vi.advanceTimersByTime(1000);
  newest().welcome();
  expect(lab.session.trouble.value).toBeNull();
});

test("the screen has settled once the exact values of the newest drawing are on it", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  expect(server.settled).toBe(true);
  drawAt(0.1);
  expect(server.settled).toBe(false);
  newest().answerLive(2);
  expect(server.settled).toBe(false);
  vi.advanceTimersByTime(200);
  newest().answer(3, false);
  expect(server.settled).toBe(false);
  lab.reader.finishPainting(3);
  expect(server.settled).toBe(true);
  newest().onclose?.();
  expect(server.settled).toBe(false);
});

/** A network with the same operations takes the place of the one on the page. */
function changeNetwork(name: string) {
  const network = indexNetwork({ ...DESCRIPTION, name });
  lab.change(network, () => lab.reader.describe(network), null);
}

test("what the network before has read of a drawing on its way is not shown, and the next one is asked", () => {
  server.start();
  newest().welcome();
  expect(newest().draws).toHaveLength(1);
  changeNetwork("other");
  newest().answer(1, false);
  expect(lab.reader.reading.value).toBeNull();
  expect(newest().draws[1]).toMatchObject({ type: "draw", seq: 2, network: "other" });
  newest().answer(2);
  expect(lab.reader.reading.value?.seq).toBe(2);
});

test("a frame that was never painted, as its network went, holds up no other", () => {
  server.start();
  newest().welcome();
  newest().answer(1, false);
  changeNetwork("other");
  expect(newest().draws[1]).toMatchObject({ type: "draw", network: "other" });
});

test("what the network before refuses takes nothing from the next one", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  drawAt(0.1);
  changeNetwork("other");
  newest().say({ type: "error", error: "not_ready", detail: "gone", seq: 2 });
  expect(lab.session.trouble.value).toBeNull();
  expect(newest().draws[2]).toMatchObject({ type: "draw", network: "other" });
});

const openFilm = () =>
  lab.epochs.learnFilm({
    name: "run-1",
    network: DESCRIPTION.name,
    on_stage: true,
    reads: true,
    steps: [0, 5],
  } as FilmDetail);

test("a film that cannot read leaves no other network's guess on the page, and is asked again", () => {
  server.start();
  newest().welcome();
  newest().answer(1);
  expect(lab.reader.reading.value?.seq).toBe(1);
  openFilm();
  expect(newest().draws[1]).toMatchObject({ film: { name: "run-1", moment: 1 } });
  newest().say({ type: "error", error: "not_ready", detail: "cannot read", seq: 2 });
  expect(lab.reader.reading.value).toBeNull();
  vi.advanceTimersByTime(1100);
  newest().answer(3);
  expect(lab.reader.reading.value?.seq).toBe(3);
  // What is only late keeps what the same moment read, and no other moment's.
  drawAt(0.1);
  newest().say({ type: "error", error: "overloaded", detail: "much to do", seq: 4 });
  expect(lab.reader.reading.value?.seq).toBe(3);
  lab.epochs.goTo(0);
  newest().say({ type: "error", error: "not_ready", detail: "cannot read", seq: 5 });
  expect(lab.reader.reading.value).toBeNull();
});

test("what the network read when a film was opened is not shown as the film's", () => {
  server.start();
  newest().welcome();
  openFilm();
  newest().answer(1, false);
  expect(lab.reader.reading.value).toBeNull();
  newest().answer(2);
  expect(lab.reader.reading.value?.seq).toBe(2);
  lab.epochs.openFilm(null);
  newest().answer(3);
  expect(lab.reader.reading.value?.seq).toBe(3);
});
