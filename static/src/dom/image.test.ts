import { beforeEach, expect, test } from "vitest";
import { makeScale } from "../math/colour.ts";
import { type CanvasCall, recordCanvasCalls } from "../testing/canvas-calls.ts";
import { make } from "./element.ts";
import { PixelImage } from "./image.ts";

const SCALE = makeScale({ paper: "#ffffff", ink: "#000080", pencil: "#800000" });
const [PAPER, INK, PENCIL] = [0xffffffff, 0xff800000, 0xff000080];

let callsOn: (canvas: HTMLCanvasElement) => CanvasCall[];
beforeEach(() => {
  callsOn = recordCanvasCalls();
});

const shownOn = (canvas: HTMLCanvasElement) => {
  const [image] = callsOn(canvas).at(-1)?.given ?? [];
  return [...new Uint32Array((image as ImageData).data.buffer)];
};

test("each value is a pixel in the colours of the scale", () => {
  const image = new PixelImage(make("canvas"), 3, 1);
  image.paintValues(Float32Array.of(0, 2, -2), 2, SCALE);
  expect([image.canvas.width, image.canvas.height]).toEqual([3, 1]);
  expect(shownOn(image.canvas)).toEqual([PAPER, INK, PENCIL]);
});

test("pixels that are not written stay, until the size is another", () => {
  const image = new PixelImage(make("canvas"), 2, 1);
  image.paint((words) => words.fill(PAPER));
  image.paint((words) => words.fill(INK, 1));
  expect(shownOn(image.canvas)).toEqual([PAPER, INK]);
  image.resize(1, 2);
  image.paint(() => {});
  expect(shownOn(image.canvas)).toEqual([0, 0]);
});

test("without a size, the canvas keeps its own", () => {
  const canvas = make("canvas", { width: "5", height: "2" });
  new PixelImage(canvas).paint((words) => words.fill(INK));
  expect(shownOn(canvas)).toHaveLength(10);
});
