/** Numbers that people type, in two languages. */
import { afterEach, expect, test } from "vitest";
import english from "../../words/en.json" with { type: "json" };
import dutch from "../../words/nl.json" with { type: "json" };
import { speak } from "./phrases.ts";
import { inField, typedNumber } from "./typed.ts";

const PART = { least: -9, most: 1000, whole: false };
const COUNT = { least: 1, most: 20_000, whole: true };

afterEach(() => speak("en", english));

test.each(["en", "nl"] as const)("a comma and a point are read alike in %s", (language) => {
  speak(language, { en: english, nl: dutch }[language]);
  for (const text of ["0.01", "0,01", " ,01", ".01", "1e-2", "0,010"])
    expect([text, typedNumber(text, PART)]).toEqual([text, 0.01]);
  expect(typedNumber("-0,5", PART)).toBe(-0.5);
  expect(typedNumber("−0.5", PART)).toBe(-0.5);
  for (const text of ["12000", "12,000", "12.000", "12\u00a0000"])
    expect([text, typedNumber(text, COUNT)]).toEqual([text, 12_000]);
});

test("what is no number, two numbers at once, out of range or not whole is refused", () => {
  for (const text of ["", "-", ",", "abc", "0,0,1", "1.2.3", "1,000", "1001", "-9,5", "2 3", "e5"])
    expect([text, typedNumber(text, PART)]).toEqual([text, null]);
  for (const text of ["0", "1,5", "20.001", "1,00,000"])
    expect([text, typedNumber(text, COUNT)]).toEqual([text, null]);
});

test("a field shows numbers as the language writes them, and reads them again", () => {
  const shown = () => [inField(0.002, PART), inField(-1000, PART), inField(12_000, COUNT)];
  expect(shown()).toEqual(["0.002", "-1000", "12,000"]);
  speak("nl", dutch);
  expect(shown()).toEqual(["0,002", "-1000", "12.000"]);
  for (const value of [0.002, 1e-7, 0.1 + 0.2, 1000, -3])
    expect(typedNumber(inField(value, PART), PART)).toBeCloseTo(value, 10);
  for (const value of [50, 12_000]) expect(typedNumber(inField(value, COUNT), COUNT)).toBe(value);
});
