import { expect, test } from "vitest";
import { indexNetwork, type Layer } from "../network/network.ts";
import { recordCanvasCalls } from "../testing/canvas-calls.ts";
import { DESCRIPTION } from "../testing/description.ts";
import "../testing/words.ts";
import { ThumbPicture } from "./thumb.ts";

test("an answer's numbers are written small, a row each: no colour would compare them", () => {
  const callsOn = recordCanvasCalls();
  const { operation = "", name = "" } = DESCRIPTION.answers[0] ?? {};
  const names = Array.from({ length: 10 }, (_, i) => `measure ${i}`);
  const answer = { kind: "numbers" as const, name, title: "", operation, names, units: names };
  const network = indexNetwork({ ...DESCRIPTION, answers: [answer] });
  const layer = network.layers.at(-1) as Layer;
  const picture = new ThumbPicture(layer, null, network);
  const values = Float32Array.from({ length: 10 }, (_, i) => i - 4.5);
  const scale = { words: new Uint32Array(512) };
  const tensor = { shape: [10], values, low: -4.5, high: 4.5 };
  picture.paintValues(tensor, scale as never, null);
  const written = callsOn(picture.element).filter(({ call }) => call === "fillText");
  expect(written.map(({ given }) => given[0])).toHaveLength(10);
  expect(written[0]?.given[0]).toBe("−4.50");
});

test("a strip as narrow as the smallest phones has smaller pictures", () => {
  const network = indexNetwork(DESCRIPTION);
  const picture = new ThumbPicture(network.layers.at(-1) as Layer, null, network);
  const heightIn = (across: number) => {
    picture.fit(across);
    return Number.parseFloat(picture.element.style.height);
  };
  expect(heightIn(375)).toBeLessThan(heightIn(376));
});
