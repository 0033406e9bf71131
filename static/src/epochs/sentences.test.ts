/** The sentence about a film fits in one line above the stage, and is true of the run. */
import { afterEach, expect, test } from "vitest";
import english from "../../words/en.json" with { type: "json" };
import dutch from "../../words/nl.json" with { type: "json" };
import { indexNetwork } from "../network/network.ts";
import { createLab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import type { FilmDetail } from "../wire/messages.ts";
import { speak } from "../words/phrases.ts";
import { captionInWords, readingInWords } from "./sentences.ts";

/** Letters that the line has room for; with more the maps would move down. */
const LINE = 95;
const FILMS = ["good", "fifty", "fifty_augmented", "fifty_dropout", "small_step", "diverges"];
const CURVES = ["sigmoid", "residual_20", "residual_44", "plain_20", "plain_44"];
const ASIDE = { en: "not of this run", nl: "niet van deze run" };

speak("en", english);
afterEach(() => speak("en", english));

test.each([
  ["en", english],
  ["nl", dutch],
] as const)("every moment of a film is said in one line: %s", (language, words) => {
  speak(language, words);
  const lab = createLab({ reader: { network: indexNetwork(DESCRIPTION) } });
  for (const name of [...FILMS, ...CURVES]) {
    const isCurves = CURVES.includes(name);
    const film = {
      name,
      network: DESCRIPTION.name,
      steps: [0, 2096],
      validation_accuracy: [0.113, 0.1135],
      on_stage: !isCurves,
    } as unknown as FilmDetail;
    const caption = captionInWords(film, 1, lab);
    expect(caption.length, caption).toBeLessThanOrEqual(LINE);
    expect(caption.includes(ASIDE[language])).toBe(isCurves);
  }
});

const DIGITS = [..."0123456789"];
const FILM = { steps: [0, 10, 20], diverged: null };

/** Of three moments, what each guesses and how surely. */
const outcomes = (guesses: readonly (readonly [number, number])[]) =>
  guesses.map(([guess, part]) => DIGITS.map((_, at) => (at === guess ? part : (1 - part) / 9)));

const READ = outcomes([
  [3, 0.12],
  [8, 0.5],
  [8, 0.869],
]);

test("a run that is over has an end, one that goes on only what it has come to", () => {
  expect(readingInWords(READ, FILM, DIGITS)).toBe(
    "From step 10 on it reads an 8, at the end with 86.9\u00a0%.",
  );
  expect(readingInWords(READ, FILM, DIGITS, false)).toBe(
    "From step 10 on it reads an 8, so far with 86.9\u00a0%.",
  );
});

test("a run without numbers at its end reads nothing there", () => {
  expect(readingInWords(READ, { ...FILM, diverged: 25 }, DIGITS)).toBe(
    "At step 20 it reads an 8, with 86.9\u00a0%. Then its numbers are finite no more.",
  );
});

test("the highest of ten equal chances is no reading", () => {
  const guessing = outcomes([
    [3, 0.12],
    [2, 0.12],
    [2, 0.113],
  ]);
  expect(readingInWords(guessing, FILM, DIGITS)).toMatch(/^It reads no digit: .* 2 .* 11\.3/);
  expect(readingInWords(guessing, FILM, DIGITS, false)).toMatch(/^It reads no digit yet/);
});
