/** Number fields in words: what cannot be read is refused, and no run begins with it. */
import { afterEach, expect, test } from "vitest";
import english from "../../words/en.json" with { type: "json" };
import dutch from "../../words/nl.json" with { type: "json" };
import { make } from "../dom/element.ts";
import "../testing/words.ts";
import { speak } from "../words/phrases.ts";
import { numberIn, problemOf, writeNumber } from "./fields.ts";

const fieldOf = (name: string, range: Record<string, string>) => {
  const field = make("input", { type: "text", ...range });
  document.body.append(make("label", {}, [make("span", { text: name }), field]));
  return field;
};

afterEach(() => {
  speak("en", english);
  document.body.replaceChildren();
});

test("0,01 is a hundredth in Dutch, and is shown so", () => {
  speak("nl", dutch);
  const rate = fieldOf("Stapgrootte", { "data-least": "0", "data-most": "1000" });
  rate.value = "0,01";
  expect([problemOf([rate]), numberIn(rate)]).toEqual(["", 0.01]);
  writeNumber(rate, 0.002);
  expect(rate.value).toBe("0,002");
});

test("the first field that cannot be read is named, marked and gone to", () => {
  const rate = fieldOf("Step size", { "data-least": "0", "data-most": "1000" });
  const images = fieldOf("Images", { "data-least": "10", "data-most": "20000", "data-whole": "" });
  [rate.value, images.value] = ["0.5", "12.5"];
  expect(problemOf([rate, images])).toBe("Images: a whole number from 10 to 20,000.");
  expect(document.activeElement).toBe(images);
  expect([rate, images].map((each) => each.getAttribute("aria-invalid"))).toEqual([null, "true"]);
  rate.value = "half";
  expect(problemOf([rate])).toBe("Step size: a number from 0 to 1000, such as 0.01.");
  writeNumber(images, 50);
  expect(images.hasAttribute("aria-invalid")).toBe(false);
});
