import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { speak } from "../words/phrases.ts";
import { make } from "./element.ts";
import { explainWithin } from "./term.ts";

const words = (language: string) =>
  JSON.parse(readFileSync(`static/words/${language}.json`, "utf8")) as Record<string, string>;
const say = (text: string) => make("p", { text });
const explainedIn = (element: Element) =>
  [...element.querySelectorAll<HTMLElement>("[data-term]")].map((word) => [
    word.dataset.term,
    word.textContent,
  ]);

afterEach(() => speak("en", words("en")));

test("each term is explained where it stands first, plurals and hyphens included, and no text changes", () => {
  const one = say("Fully-connected layer 1: 120 units, 48,120 parameters, and units again");
  const other = say("10 logits of units, biased, a rebias; Softmax");
  explainWithin([one, other]);
  expect(one.textContent).toBe(
    "Fully-connected layer 1: 120 units, 48,120 parameters, and units again",
  );
  expect(explainedIn(one)).toEqual([
    ["fully-connected", "Fully-connected"],
    ["unit", "units"],
    ["parameter", "parameters"],
  ]);
  expect(explainedIn(other)).toEqual([
    ["logit", "logits"],
    ["softmax", "Softmax"],
  ]);
});

test("what is pressed for something else, and what is set in signs, stays as it is", () => {
  const host = make("div");
  host.innerHTML = "<button>bias</button><table><tr><td>bias</td></tr></table><p>bias</p>";
  explainWithin([host]);
  expect(explainedIn(host)).toHaveLength(1);
  expect(host.querySelector("p [data-term]")).not.toBeNull();
});

test("Dutch compounds count", () => {
  speak("nl", words("nl"));
  const line = say("Convolutielaag 1: 6 feature maps; Volverbonden laag 2: 84 neuronen");
  explainWithin([line]);
  expect(explainedIn(line).map(([term]) => term)).toEqual([
    "convolution",
    "feature-map",
    "fully-connected",
    "unit",
  ]);
});
