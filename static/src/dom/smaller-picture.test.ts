import { afterEach, expect, test, vi } from "vitest";
import { smaller } from "./smaller-picture.ts";

afterEach(() => vi.unstubAllGlobals());

const MADE = new Blob(["made"]);

/** A browser that finds so many pixels in any file; says what was drawn on a canvas of which size. */
function browser(width: number, height: number) {
  const drawn: number[][] = [];
  const close = vi.fn();
  vi.stubGlobal("createImageBitmap", () => Promise.resolve({ width, height, close }));
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue({
    fillRect: () => undefined,
    drawImage: (...how: unknown[]) => drawn.push(how.slice(1) as number[]),
  } as unknown as CanvasRenderingContext2D);
  HTMLCanvasElement.prototype.toBlob = (done) => done(MADE);
  return { drawn, close };
}

const file = (bytes: number) => new Blob([new Uint8Array(bytes)]);

test("a picture of a camera with more pixels than the server opens is made smaller", async () => {
  const { drawn, close } = browser(5712, 4284);
  expect(await smaller(file(3_000_000))).toBe(MADE);
  expect(drawn).toEqual([[0, 0, 2048, 1536]]);
  expect(close).toHaveBeenCalledOnce();
});

test("so is a file that is larger than the server takes, however few its pixels", async () => {
  const { drawn } = browser(1000, 500);
  expect(await smaller(file(9_000_000))).toBe(MADE);
  expect(drawn).toEqual([[0, 0, 1000, 500]]);
});

test("what the server opens is sent as it is", async () => {
  const photo = file(3_000_000);
  const { drawn } = browser(4032, 3024);
  expect(await smaller(photo)).toBe(photo);
  expect(drawn).toEqual([]);
});

test("small files, and what no browser can open, are sent as they are", async () => {
  const small = file(1000);
  const damaged = file(3_000_000);
  vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("damaged")));
  expect(await smaller(small)).toBe(small);
  expect(await smaller(damaged)).toBe(damaged);
});
