/** A wish for another network: granted, slow, refused, given up for a newer one. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DESCRIPTION } from "../testing/description.ts";
import { NETWORK, READING } from "../testing/four.ts";
import { frameBytes } from "../testing/frame.ts";
import "../testing/words.ts";
import { createLab, type Lab, type Opened } from "../state/lab.ts";
import { Descriptions } from "./ask.ts";
import { followWishes, type Outlook } from "./change.ts";

interface Asked {
  readonly path: string;
  answer(status: number, body: object | ArrayBuffer): Promise<unknown>;
  lose(): Promise<unknown>;
}

let lab: Lab;
let asked: Asked[];
let outlook: Outlook | null;
let marks: number;
let corrections: number;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  [asked, outlook, marks, corrections] = [[], null, 0, 0];
  vi.stubGlobal("fetch", (path: string, how?: RequestInit) => answered(path, how?.signal));
  lab = createLab({ reader: { network: NETWORK, reading: READING, painted: 7 } });
  stop = followWishes(lab, {
    descriptions: new Descriptions(),
    prepare: async (network) => () => lab.reader.describe(network),
    mark: () => {
      marks++;
    },
    correct: () => {
      corrections++;
    },
    tell: (next) => {
      outlook = next;
    },
  });
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function answered(path: string, signal?: AbortSignal | null): Promise<Response> {
  return new Promise((done, fail) => {
    signal?.addEventListener("abort", () => fail(signal.reason));
    asked.push({
      path,
      answer: (status, body) => {
        const content = body instanceof ArrayBuffer ? body : JSON.stringify(body);
        done(new Response(content, { status }));
        return rest();
      },
      lose: () => {
        fail(new TypeError("Failed to fetch"));
        return rest();
      },
    });
  });
}

const rest = () => vi.advanceTimersByTimeAsync(1);
const to = (name: string) => asked.filter(({ path }) => path.includes(`/${name}`)).at(-1) as Asked;
const describe = (name: string) =>
  to(name).answer(200, {
    description: { ...DESCRIPTION, name, title: name.toUpperCase() },
    card: null,
    problem: null,
    weights: null,
  });
const read = (name: string) => to(`${name}/predictions`).answer(200, frameBytes(0));
const shown = () => lab.reader.network.value?.description.name;
const want = (network: string, link: Opened | null = null, inHistory = false) =>
  lab.ask({ network, link, inHistory });

test("a network comes with its first reading, and leaves the one before in the history", async () => {
  want("other");
  await describe("other");
  expect([shown(), lab.reader.reading.value]).toEqual(["lenet5", READING]);
  expect(to("other/predictions").path).toContain("layers=conv1&layers=pool1");
  await read("other");
  expect([shown(), lab.wish.value, marks]).toEqual(["other", null, 1]);
  expect(lab.reader.reading.value?.firstGuess).toBe(3);
  expect(lab.reader.reading.value?.seq).toBe(7); // what was painted before is older
});

test("a link's drawing was not read by anybody, and lessons leave nothing in the history", async () => {
  want("other", { look: { palette: "grey" } }, true);
  await describe("other");
  await read("other");
  expect([shown(), lab.look.palette.value, marks]).toEqual(["other", "grey", 0]);
  expect(lab.reader.reading.value).toBeNull();
});

test("one that is slow is told of, can be given up, and never comes then", async () => {
  want("other");
  await rest();
  expect(outlook).toBeNull();
  await vi.advanceTimersByTimeAsync(500);
  expect(outlook?.problem).toBeNull();
  lab.ask(null);
  expect(outlook).toBeNull();
  await describe("other");
  expect(shown()).toBe("lenet5");
});

test("the newest wish counts, in whatever order answers come", async () => {
  want("slow");
  want("quick");
  await describe("quick");
  await read("quick");
  expect(shown()).toBe("quick");
  await describe("slow");
  expect(shown()).toBe("quick");
  expect(to("slow/predictions")).toBeUndefined();
});

test("one that does not come leaves all as it was, with the reason and a way to try again", async () => {
  want("other");
  await to("other").lose();
  expect([shown(), outlook?.problem, corrections]).toEqual([
    "lenet5",
    "The server does not answer",
    1,
  ]);
  expect(lab.reader.reading.value).toBe(READING);
  if (outlook !== null) lab.ask({ ...outlook.wish });
  expect(outlook).toBeNull();
  await describe("other");
  await read("other");
  expect(shown()).toBe("other");
});

test("a network that is described and cannot read leaves the one before", async () => {
  want("other");
  await describe("other");
  await to("other/predictions").answer(503, { error: "not_ready", detail: "OTHER cannot answer" });
  expect(shown()).toBe("lenet5");
  expect(outlook?.problem).toContain("cannot answer");
});

test("without any answer it is given up after a while", async () => {
  want("other");
  await vi.advanceTimersByTimeAsync(20_000);
  expect(outlook?.problem).toBe("There was no answer for 20 seconds");
});

test("a link that names a network that there is not shows the rest, and says so", async () => {
  want("made-up", { look: { palette: "grey" } }, true);
  await to("made-up").answer(404, { error: "unknown_network", detail: "there is none" });
  expect([shown(), lab.look.palette.value, lab.wish.value]).toEqual(["lenet5", "grey", null]);
  expect(lab.look.ignored.value).toEqual(["network made-up"]);
});
