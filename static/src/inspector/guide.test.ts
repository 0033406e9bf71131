import { beforeEach, expect, test } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { NETWORK, READING } from "../testing/four.ts";
import { template } from "../testing/page.ts";
import { inEnglish } from "../testing/words.ts";
import { mountGuide } from "./guide.ts";

let lab: Lab;
const find = (selector: string) => document.querySelector(selector) as HTMLElement;

beforeEach(() => {
  document.body.innerHTML = inEnglish(template("lab.html"));
  lab = createLab({ reader: { network: NETWORK } });
  mountGuide(find("#guide"), lab);
});

test("the guide names each operation of the network once, with a sentence", () => {
  const names = [...document.querySelectorAll("#guide dt")].map(({ textContent }) => textContent);
  expect(names).toEqual(["conv 5 × 5", "max 2 × 2", "full", "softmax"]);
  for (const { textContent } of document.querySelectorAll("#guide dd"))
    expect(textContent).toMatch(/\w.*\.$/);
});

test("its sentences count in words, and say what becomes of the sizes", () => {
  const sentences = [...document.querySelectorAll("#guide dd")].map((each) =>
    each.textContent?.replaceAll("\u00a0", " "),
  );
  expect(sentences.slice(1)).toEqual([
    "Of every four cells the largest stays: half as wide, half as high.",
    "Every dot listens to everything on its left. No picture any more: 120 numbers, then 84.",
    "Ten scores become ten chances that add up to 100 %.",
  ]);
});

test("what to try follows from the two guesses", () => {
  const attempt = () => find(".try").textContent;
  expect(attempt()).toBe("Draw a digit: every layer fills while you draw.");
  const chances = new Float32Array(10);
  chances[4] = 0.9;
  lab.reader.receive({ ...READING, firstGuess: 4, secondGuess: 9, probabilities: chances });
  expect(attempt()).toMatch(/^It is sure of 4\./);
  const wavering = Float32Array.from(chances);
  wavering[9] = 0.1;
  lab.reader.receive({ ...READING, firstGuess: 4, secondGuess: 9, probabilities: wavering });
  expect(attempt()).toMatch(/^It wavers between 4 and 9\. Close or open the top of your 4/);
  wavering[2] = 0.1;
  lab.reader.receive({ ...READING, firstGuess: 4, secondGuess: 2, probabilities: wavering });
  expect(attempt()).toMatch(/^It wavers between 4 and 2\. Draw on,/);
});

test("the network's card is one press away", () => {
  find("[data-part=card]").click();
  expect(lab.look.panel.value).toBe("about");
});

test("where ways of writing are added up, no two of them are said to change places", () => {
  const answer = {
    ...{ name: "ways", title: "Ways", operation: "output", kind: "classes" as const },
    ...{ labels: ["1-stroke", "4-open", "4-short"], activation: "softmax" as const },
    groups: ["1", "4", "4"],
  };
  const network = indexNetwork({ ...NETWORK.description, answers: [answer] });
  lab.change(network, () => lab.reader.describe(network), null);
  const probabilities = Float32Array.of(0, 0.6, 0.4);
  lab.reader.receive({ ...READING, firstGuess: 1, secondGuess: 2, probabilities });
  expect(find(".try").textContent).toMatch(/^Draw the digit another way\./);
});
