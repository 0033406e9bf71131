/** What the page says of itself in one line: which of several sentences, and for how long. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { keepDrawing } from "../storage/beginning.ts";
import { FakeServer } from "../testing/fake-server.ts";
import { speak } from "../words/phrases.ts";
import { mountStatus } from "./status.ts";

let server: FakeServer;
let end: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  speak("en", JSON.parse(readFileSync("static/words/en.json", "utf8")));
  document.body.innerHTML = `<span class="connection"><span class="word"></span></span><span data-part="pace"></span>
    <p class="notice"></p><p class="cell-line"></p>`;
  server = new FakeServer();
  end = mountStatus(document.body, server.lab);
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

const notice = () => document.querySelector(".notice")?.textContent;
const word = () => document.querySelector(".word")?.textContent;
const drawAt = (x: number) => server.lab.ink.change({ type: "begin", point: [x, 0.5], width: 0.1 });

describe("a notice stays when the next frame comes", () => {
  test.each([
    "This is not a PNG, JPEG or WebP picture; choose another.",
    "A part of the page did not arrive.",
    "The picture was not taken: it is damaged.",
  ])("%s", (said) => {
    server.start();
    server.newest.welcome();
    server.lab.session.notify(said);
    server.newest.answer(1);
    server.newest.onclose?.();
    expect(notice()).toBe(said);
    vi.advanceTimersByTime(1000);
    server.newest.welcome();
    drawAt(0.1);
    expect(notice()).toBe(said); // nobody has read it yet
    vi.advanceTimersByTime(7000);
    expect(notice()).toBe(said);
    drawAt(0.2);
    expect(notice()).not.toBe(said);
  });
});

test("trouble of the connection is said below a notice, and goes with it", () => {
  server.start();
  server.newest.welcome();
  server.newest.onclose?.();
  expect([word(), notice()]).toEqual([
    "reconnecting",
    "The server is gone for a moment. Draw on: nothing is lost.",
  ]);
  server.lab.session.tellTrouble("Something on the way lets no live channel through.");
  server.lab.session.connect("requests");
  expect([word(), notice()]).toEqual([
    "by requests",
    "Something on the way lets no live channel through.",
  ]);
  vi.advanceTimersByTime(1000);
  server.newest.welcome();
  expect([word(), notice()]).toEqual(["live", ""]);
});

describe("a drawing that cannot be kept is told at once", () => {
  const full = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const fullFor = (key: string) =>
    ({
      getItem: () => null,
      setItem: (name: string) => (name === key ? full() : undefined),
    }) as unknown as Storage;
  test.each<[string, Storage | null]>([
    ["a storage that is full", fullFor("inkling.drawing.1")],
    ["full for a picture only", fullFor("inkling.picture.1")],
    ["a storage that is forbidden", { getItem: full, setItem: full } as unknown as Storage],
    ["a browser without one", null],
  ])("%s", (_what, storage) => {
    const stop = keepDrawing(server.lab, storage);
    expect(notice()).toBe("");
    drawAt(0.1);
    vi.advanceTimersByTime(300);
    expect(notice()).toContain("“Save” makes a file");
    stop();
  });
  test("and tried again with the next change", () => {
    let isFull = true;
    const kept = new Map<string, string>();
    const storage = {
      getItem: () => null,
      setItem: (key: string, value: string) => (isFull ? full() : kept.set(key, value)),
    } as unknown as Storage;
    const stop = keepDrawing(server.lab, storage);
    drawAt(0.1);
    vi.advanceTimersByTime(300);
    expect(server.lab.session.kept.value).toBe(false);
    isFull = false;
    dispatchEvent(new Event("pagehide"));
    expect(server.lab.session.kept.value).toBe(true);
    expect(kept.get("inkling.drawing.1")).toContain("0.1");
    stop();
  });
});
