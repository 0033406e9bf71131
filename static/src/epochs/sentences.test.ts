/** What is said of a film has its place: one line above the stage. */
import { afterEach, expect, test } from "vitest";
import english from "../../words/en.json" with { type: "json" };
import dutch from "../../words/nl.json" with { type: "json" };
import { indexNetwork } from "../network/network.ts";
import { createLab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import type { FilmDetail } from "../wire/messages.ts";
import { speak } from "../words/phrases.ts";
import { captionInWords } from "./sentences.ts";

/** Letters that the line has room for; with more the maps would move down. */
const LINE = 95;
const FILMS = ["good", "fifty", "fifty_augmented", "fifty_dropout", "small_step", "diverges"];
const CURVES = ["sigmoid", "residual_20", "residual_44", "plain_20", "plain_44"];
const ASIDE = { en: "not of this run", nl: "niet van deze run" };

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
