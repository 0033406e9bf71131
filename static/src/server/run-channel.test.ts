/** A run is followed on the live channel, one answer at a time, and by requests where that is lost. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import "../testing/words.ts";
import { followRun, type RunNews } from "./run-channel.ts";

class FakeSocket {
  binaryType: BinaryType = "blob";
  onopen: ((event: never) => void) | null = null;
  onmessage: ((message: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  readonly sent: unknown[] = [];
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.onclose?.({} as never);
  }
  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) } as never);
  }
}

let sockets: FakeSocket[];
let told: RunNews[];
let gone: number;
let end: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  [sockets, told, gone] = [[], [], 0];
  end = followRun(
    "run-00000001",
    {
      onNews: (events) => told.push(events),
      gone: () => {
        gone += 1;
      },
    },
    {
      open: () => {
        const socket = new FakeSocket();
        sockets.push(socket);
        return socket;
      },
      device: "test-device",
      byRequest: async (_, after) => ({ events: [{ type: "paused" }], next: after + 1 }),
    },
  );
  sockets[0]?.onopen?.({} as never);
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

const watch = (after: number) => ({ type: "watch", run: "run-00000001", after });

test("more is asked for when what came has been shown", () => {
  const [socket] = sockets;
  expect(socket?.sent).toEqual([{ type: "hello", protocol: 3, device: "test-device" }]);
  socket?.say({ type: "welcome" });
  expect(socket?.sent.at(-1)).toEqual(watch(0));
  socket?.say({ type: "run", run: "run-00000001", events: [{ type: "begun" }], next: 3 });
  expect(told).toHaveLength(1);
  expect(socket?.sent.at(-1)).toEqual(watch(3));
});

test("a lost channel is asked for by a request, and opened again where it was", async () => {
  sockets[0]?.say({ type: "run", run: "run-00000001", events: [], next: 5 });
  sockets[0]?.onclose?.({} as never);
  await vi.advanceTimersByTimeAsync(1500);
  expect(told.at(-1)?.next).toBe(6);
  expect(sockets).toHaveLength(2);
  sockets[1]?.say({ type: "welcome" });
  expect(sockets[1]?.sent.at(-1)).toEqual(watch(6));
});

test("a run that is not there any more is not asked for again", async () => {
  sockets[0]?.say({ type: "error", error: "unknown_run", detail: "" });
  await vi.advanceTimersByTimeAsync(5000);
  expect([gone, sockets.length]).toEqual([1, 1]);
});

test("who leaves hears nothing more", async () => {
  end();
  sockets[0]?.say({ type: "run", run: "run-00000001", events: [], next: 1 });
  await vi.advanceTimersByTimeAsync(5000);
  expect([told.length, sockets.length]).toEqual([0, 1]);
});
