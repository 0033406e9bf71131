import { afterEach, expect, test } from "vitest";
import English from "../../words/en.json";
import Dutch from "../../words/nl.json";
import { hyphenated, whole } from "./hyphens.ts";
import { speak } from "./phrases.ts";

afterEach(() => speak("en", English));

const shown = (text: string) => hyphenated(text).replaceAll("\u00ad", "·");

test("long words of titles may be broken between their syllables, short ones not at all", () => {
  speak("en", English);
  expect(shown("Convolution layer 1")).toBe("Con·vo·lu·tion layer 1");
  expect(shown("Downsampling layer 2")).toBe("Down·sam·pling layer 2");
  expect(shown("Auxiliary global average pooling")).toBe("Aux·il·ia·ry global av·er·age pool·ing");
  expect(shown("Fully-connected layer 1")).toBe("Fully-con·nect·ed layer 1");
  expect(whole(hyphenated("Convolution layer 1"))).toBe("Convolution layer 1");
});

test("Dutch has its own syllables", () => {
  speak("nl", Dutch);
  expect(shown("Convolutielaag 1")).toBe("Con·vo·lu·tie·laag 1");
  expect(shown("Volverbonden laag 2")).toBe("Vol·ver·bon·den laag 2");
  expect(shown("Encoderniveau 1")).toBe("En·co·der·ni·veau 1");
});

test("a word that no list has is broken before a consonant and a vowel", () => {
  speak("en", English);
  expect(shown("Renormalisation")).toBe("Re·nor·ma·li·sa·tion");
  expect(shown("Layer")).toBe("Layer");
});
