import { expect, test } from "vitest";
import { keyNamed } from "./key.ts";

test.each([
  ["Russian", "я", "KeyZ", "z"],
  ["Bulgarian", "Ь", "KeyC", "c"],
  ["Ukrainian", "і", "KeyS", "s"],
  ["Greek", "γ", "KeyG", "g"],
  ["Hebrew", "ק", "KeyE", "e"],
  ["Arabic, two letters on a key", "لا", "KeyB", "b"],
  ["Arabic, a mark on it", "ٌ", "KeyR", "r"],
  ["Persian", "ط", "KeyZ", "z"],
  ["Hindi", "च", "KeyP", "p"],
  ["Korean", "ㅔ", "KeyP", "p"],
  ["Turkish", "ı", "KeyI", "i"],
  ["while a method of input composes", "Process", "KeyL", "l"],
])("letters of other alphabets are known by their place: %s", (_layout, key, code, name) => {
  expect(keyNamed({ key, code })).toBe(name);
});

test.each([
  ["a letter of a to z is what its key writes, wherever it lies", "z", "KeyW", "z"],
  ["with Shift, too", "Z", "KeyY", "z"],
  ["a remote's key", "PageDown", "PageDown", "pagedown"],
  ["a sign on a letter's place", ";", "KeyQ", ";"],
  ["an accent on no letter's place", "ö", "Semicolon", "ö"],
  ["the Arabic question mark", "؟", "Slash", "?"],
  ["Space", " ", "Space", " "],
  ["a key without a place, as screen keyboards send it", "b", "", "b"],
])("%s", (_what, key, code, name) => {
  expect(keyNamed({ key, code })).toBe(name);
});
