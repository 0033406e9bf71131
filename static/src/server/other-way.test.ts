/** No live channel: why, what to do about it, and drawings read by requests meanwhile. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeServer } from "../testing/fake-server.ts";
import { frameBytes } from "../testing/frame.ts";
import { speak } from "../words/phrases.ts";
import { findOtherWay } from "./other-way.ts";

type Answer = () => Response | Promise<Response>;

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status });
const frame = () => new Response(frameBytes(0));
const gone: Answer = () => Promise.reject(new TypeError("failed to fetch"));

let server: FakeServer;
let asked: { path: string; accept: string | null; body: Record<string, unknown> }[];
/** What the server answers: about its channel, and to drawings. */
let state: Answer;
let read: Answer;

beforeEach(() => {
  vi.useFakeTimers();
  speak("en", JSON.parse(readFileSync("static/words/en.json", "utf8")));
  server = new FakeServer();
  asked = [];
  state = () => json({ refused: null });
  read = frame;
  vi.stubGlobal("fetch", async (path: string, how: RequestInit = {}) => {
    if (path.startsWith("api/channel")) return state();
    const accept = new Headers(how.headers).get("accept");
    asked.push({ path, accept, body: JSON.parse(String(how.body ?? "{}")) });
    return read();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const drawAt = (x: number) => server.lab.ink.change({ type: "begin", point: [x, 0.5], width: 0.1 });
const { session, reader } = { session: () => server.lab.session, reader: () => server.lab.reader };
/** Sockets fail until another way is looked for, and what that answers has come. */
async function failTwice() {
  server.start(() => 0, findOtherWay);
  server.newest.onclose?.();
  await vi.advanceTimersByTimeAsync(1000);
  server.newest.onclose?.();
  await vi.advanceTimersByTimeAsync(50);
}
async function painted() {
  server.lab.reader.finishPainting(reader().reading.value?.seq ?? 0);
  await vi.advanceTimersByTimeAsync(50);
}

describe("four causes, each with what to do", () => {
  test.each<[string, Answer, string, string]>([
    ["the server is away", gone, "does not answer", "Check that it runs"],
    [
      "a proxy stands before none",
      () => new Response("Bad gateway", { status: 502 }),
      "does not answer",
      "online",
    ],
    [
      "it takes no more sockets",
      () => json({ refused: "full" }),
      "no live channel left",
      "Close tabs",
    ],
    [
      "it refuses the origin",
      () => json({ refused: "origin" }),
      "refuses this origin",
      `INKLING_ORIGINS=${location.origin}`,
    ],
    ["something lies between", () => json({ refused: null }), "stops WebSockets", "Let it pass"],
  ])("%s", async (_why, answer, cause, remedy) => {
    state = answer;
    await failTwice();
    expect(session().trouble.value).toContain(cause);
    expect(session().trouble.value).toContain(remedy);
  });
});

test("a script that does not come says no cause: the server is away", async () => {
  server.start(
    () => 0,
    () => Promise.reject(new Error("no script")),
  );
  for (let i = 0; i < 3; i++) {
    server.newest.onclose?.();
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect([session().connection.value, session().trouble.value]).toEqual(["lost", null]);
});

test("while sockets are blocked drawings are read by requests, one at a time, the newest whole", async () => {
  await failTwice();
  expect(session().connection.value).toBe("requests");
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    path: "api/models/lenet5/predictions",
    accept: "application/vnd.inkling.frame",
    body: { strokes: [], explain: false },
  });
  expect(reader().reading.value?.seq).toBe(1);
  expect(server.settled).toBe(false);
  await painted();
  expect(server.settled).toBe(true);
  drawAt(0.1);
  drawAt(0.2);
  await vi.advanceTimersByTimeAsync(50);
  await painted();
  server.lab.ink.change({ type: "extend", points: [[0.3, 0.6]] });
  await vi.advanceTimersByTimeAsync(50);
  await painted();
  expect(asked.at(-1)?.body.strokes).toEqual([
    [[0.1, 0.5]],
    [
      [0.2, 0.5],
      [0.3, 0.6],
    ],
  ]);
  expect(session().trouble.value).toContain("stops WebSockets"); // no frame removes it
});

test("pictures, pixels and steps go the same way", async () => {
  await failTwice();
  await painted();
  server.lab.ink.usePicture(new Uint8Array(128 * 128));
  await vi.advanceTimersByTimeAsync(50);
  expect(asked.at(-1)?.body).toMatchObject({ strokes: [], picture: expect.any(String) });
  await painted();
  server.lab.ink.editPixels(new Uint8Array(784));
  await vi.advanceTimersByTimeAsync(50);
  expect(asked.at(-1)?.body).toMatchObject({ strokes: [], pixels: expect.any(String) });
  await painted();
  asked = [];
  read = () => (asked.at(-1)?.accept === "application/json" ? json({ steps: null }) : frame());
  server.lab.look.openPanel("sees");
  await vi.advanceTimersByTimeAsync(50);
  expect(asked.map(({ accept }) => accept)).toEqual([
    "application/json",
    "application/vnd.inkling.frame",
  ]);
});

test("what the server refuses there is said as on the channel, and the next drawing still goes out", async () => {
  read = () => json({ error: "invalid_drawing", detail: "no" }, 422);
  await failTwice();
  expect(session().trouble.value).toContain("cannot read this drawing");
  read = frame;
  drawAt(0.5);
  await vi.advanceTimersByTimeAsync(50);
  expect(reader().reading.value).not.toBeNull();
});

test("where requests fail, too, the way is lost, and the server is away", async () => {
  await failTwice();
  await painted();
  [state, read] = [gone, gone];
  drawAt(0.5);
  await vi.advanceTimersByTimeAsync(50);
  expect(session().connection.value).toBe("lost");
  server.newest.onclose?.();
  await vi.advanceTimersByTimeAsync(3000);
  server.newest.onclose?.();
  await vi.advanceTimersByTimeAsync(50);
  expect(session().trouble.value).toContain("does not answer");
});

test("a socket that is greeted again takes over, and nothing is said any more", async () => {
  await failTwice();
  await painted();
  const before = server.sockets.length;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(server.sockets.length).toBeGreaterThan(before);
  expect(session().connection.value).toBe("requests"); // until the server greets it
  server.newest.welcome();
  expect([session().connection.value, session().trouble.value]).toEqual(["live", null]);
  expect(server.newest.draws).toHaveLength(1);
  server.newest.answer(Number(server.newest.draws[0]?.seq));
  expect(server.settled).toBe(true);
});

describe("a socket that says nothing is none", () => {
  test.each<[string, () => void]>([
    ["opened by a proxy that swallows what is sent", () => server.newest.onopen?.()],
    ["whose packets a firewall drops", () => {}],
  ])("%s", async (_how, open) => {
    server.start(() => 0, findOtherWay);
    for (let i = 0; i < 2; i++) {
      open();
      await vi.advanceTimersByTimeAsync(5300);
    }
    await vi.advanceTimersByTimeAsync(50);
    expect(session().connection.value).toBe("requests");
  });
});

test("a browser with too many tabs is told so, not that a proxy is in the way", async () => {
  server.start(() => 0, findOtherWay);
  for (let i = 0; i < 2; i++) {
    server.newest.onopen?.();
    server.newest.say({ type: "error", error: "too_many_sockets", detail: "x", seq: null });
    server.newest.onclose?.();
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(session().trouble.value).toContain("close one of its tabs");
  expect(session().connection.value).toBe("requests");
});
