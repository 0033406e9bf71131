import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { speak } from "./phrases.ts";
import { refusalInWords } from "./refusals.ts";

const words = (language: string) =>
  JSON.parse(readFileSync(`static/words/${language}.json`, "utf8")) as Record<string, string>;
const inWords = (error: string, detail: string) => refusalInWords({ error, detail });

afterEach(() => speak("en", words("en")));

test("the server's sentences are said in the page's language, their numbers as it writes them", () => {
  const picture = "the picture has 9.5 MiB, at most 8 are taken; save it smaller";
  expect(inWords("picture", picture)).toBe(picture);
  speak("nl", words("nl"));
  expect(inWords("picture", picture)).toBe(
    "de afbeelding is 9,5 MiB, hooguit 8 is toegestaan; sla haar kleiner op",
  );
  expect(
    inWords("not_ready", "LeNet-5 cannot answer: it is still loading; try again in a moment"),
  ).toBe("Het netwerk kan nog niet antwoorden: het wordt nog geladen; probeer het zo nog eens");
  expect(inWords("invalid_message", "strokes[0]: expected a list")).toMatch(
    /begreep deze pagina niet/,
  );
});

test("what nobody has translated stays as the server says it", () => {
  speak("nl", words("nl"));
  expect(inWords("another", "a cosmic ray came at 3 o'clock")).toBe(
    "a cosmic ray came at 3 o'clock",
  );
});
