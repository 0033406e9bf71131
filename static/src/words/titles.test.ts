import { beforeAll, expect, test } from "vitest";
import english from "../../words/en.json";
import dutch from "../../words/nl.json";
import { indexNetwork } from "../network/network.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { speak } from "./phrases.ts";
import { linesOf, noteOf, operationInWords, shortTitle } from "./titles.ts";

beforeAll(() => speak("en", english));

const plain = (text: string) => text.replaceAll("\u00a0", " ");

test("a title has two lines, the second one its number and the word before, if there is one", () => {
  const lines = (title: string) => linesOf(title).map(plain);
  expect(lines("Convolution layer 1")).toEqual(["Convolution", "layer 1"]);
  expect(lines("Fully-connected layer 2")).toEqual(["Fully-connected", "layer 2"]);
  expect(lines("Output layer")).toEqual(["Output", "layer"]);
  expect(lines("Uitvoerlaag")).toEqual(["Uitvoerlaag"]);
  expect(lines("Downsampling-laag 1")).toEqual(["Downsampling-", "laag 1"]);
  expect(lines("Volledig verbonden laag 2")).toEqual(["Volledig verbonden", "laag 2"]);
});

test("in Dutch the end of a word stands below it, with the number if there is one, as a hyphen allows", () => {
  speak("nl", dutch);
  expect(linesOf("Convolutielaag 1").map(plain)).toEqual(["Convolutie-", "laag 1"]);
  expect(linesOf("Uitvoerlaag").map(plain)).toEqual(["Uitvoer-", "laag"]);
  expect(linesOf("laag").map(plain)).toEqual(["laag"]);
  speak("en", english);
});

test("below it stand maps and their size, or the number of units", () => {
  expect(DESCRIPTION.layers.map((layer) => plain(noteOf(layer)))).toEqual([
    "Downsampled drawing 28 × 28",
    "6 maps · 28 × 28",
    "6 maps · 14 × 14",
    "16 maps · 10 × 10",
    "16 maps · 5 × 5",
    "120",
    "84",
    "10",
  ]);
});

test("what happens before a layer has a name with its numbers", () => {
  const network = indexNetwork(DESCRIPTION);
  expect(network.layers.map((layer) => plain(operationInWords(layer, network)))).toEqual([
    "",
    "conv 5 × 5",
    "max 2 × 2",
    "conv 5 × 5",
    "max 2 × 2",
    "full",
    "full",
    "full",
  ]);
});

test("where there is little room titles are short, and still tell layers apart", () => {
  expect(DESCRIPTION.layers.map(shortTitle)).toEqual([
    "Input",
    "Conv 1",
    "Pool 1",
    "Conv 2",
    "Pool 2",
    "FC 1",
    "FC 2",
    "Output",
  ]);
  const layer = DESCRIPTION.layers[1];
  if (layer === undefined) throw new Error("no layer");
  expect(shortTitle({ ...layer, title: "Stem" })).toBe("Stem");
});
