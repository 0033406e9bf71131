import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { writeDrawing } from "../address/ink-as-text.ts";
import { SAMPLES } from "../ink/samples.ts";
import { loadDrawing, saveDrawing, savePicture } from "../storage/local.ts";
import { changed, openDrawn, opening } from "./drawn.ts";

const LINE = [{ points: [[0.2, 0.3] as const, [0.6, 0.7] as const], width: 0.07 }];
const BEGIN = { type: "begin", point: [0.5, 0.5], width: 0.07 } as const;

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, "", "/exhibits/sums");
});
afterEach(() => vi.unstubAllGlobals());

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

test("a link's drawing comes before the visitor's, and that before a sample", () => {
  expect(opening(null, localStorage)).toMatchObject({ source: "sample" });
  saveDrawing(localStorage, LINE);
  expect(opening(null, localStorage)).toMatchObject({ source: "own", history: { drawing: LINE } });
  const link = writeDrawing(SAMPLES.get("3") ?? []);
  expect(opening(link, localStorage).source).toBe("link");
  expect(opening("!?", localStorage).source).toBe("own");
  savePicture(localStorage, new Uint8Array(128 ** 2).fill(9));
  expect(opening(null, localStorage).picture).not.toBeNull();
});

test("the first stroke takes a sample's place, and undo does not bring it back", () => {
  const sample = opening(null, localStorage);
  const drawn = changed(sample, BEGIN);
  expect(drawn.history.drawing).toHaveLength(1);
  expect(changed(drawn, { type: "undo" }).history.drawing).toEqual([]);
});

test("what is drawn stays on the device, the link's leaves the address, and the server reads the newest", async () => {
  const asked: unknown[] = [];
  const fetched = vi.fn(async (_path: string, how?: RequestInit) => {
    asked.push(JSON.parse(String(how?.body)));
    return new Response(JSON.stringify({ image: [[0, asked.length]], first_guess: { label: 7 } }));
  });
  vi.stubGlobal("fetch", fetched);
  document.documentElement.dataset.root = "../";
  history.replaceState(null, "", `?said=6#d=${writeDrawing(LINE)}`);
  const drawn = openDrawn("lenet5", localStorage);
  drawn.change(BEGIN);
  drawn.change({ type: "extend", points: [[0.5, 0.6]] });
  expect(location.hash).toBe("");
  expect(location.search).toBe("?said=6");
  await settled();
  expect(fetched.mock.calls[0]?.[0]).toBe("../api/models/lenet5/predictions");
  expect(asked).toHaveLength(2); // the one in between was never asked for
  expect(asked[1]).toMatchObject({
    strokes: [
      expect.anything(),
      [
        [0.5, 0.5],
        [0.5, 0.6],
      ],
    ],
  });
  expect([...(drawn.image.value?.values ?? [])]).toEqual([0, 2]);
  expect(drawn.guess.value).toBe("7");
  expect(loadDrawing(localStorage)).toHaveLength(2);
  drawn.end();
  delete document.documentElement.dataset.root;
});

test("where no answer comes, it is said and asked again", async () => {
  vi.useFakeTimers();
  let answers = false;
  vi.stubGlobal("fetch", async () => {
    if (!answers) throw new Error("away");
    return new Response(JSON.stringify({ image: [[1]], first_guess: null }));
  });
  const drawn = openDrawn("lenet5", localStorage);
  await settled();
  expect(drawn.problem.value).toBe("away");
  answers = true;
  await vi.advanceTimersByTimeAsync(2500);
  expect(drawn.problem.value).toBe("");
  expect(drawn.image.value?.rows).toBe(1);
  drawn.end();
  vi.useRealTimers();
});
