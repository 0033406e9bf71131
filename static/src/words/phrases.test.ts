import { afterEach, expect, test, vi } from "vitest";
import english from "../../words/en.json" with { type: "json" };
import {
  course,
  type Key,
  local,
  phrase,
  pieces,
  speak,
  speakAsThePage,
  withItsWords,
  written,
} from "./phrases.ts";

afterEach(() => speak("en", english));

const dutch = { ...english, "number.group": ".", "number.decimal": "," };

test("holes are filled, and numbers in them written as the language does", () => {
  expect(phrase("network.parameters", { count: 61706 })).toBe("61,706 parameters");
  speak("nl", dutch);
  expect(phrase("network.parameters", { count: 61706 })).toBe("61.706 parameters");
  expect([written(1234567), written(-2.25), written(0)]).toEqual(["1.234.567", "−2,25", "0"]);
  expect(local("−0.52")).toBe("−0,52");
  expect([written(92.82000000000001), written(0.1 + 0.2)]).toEqual(["92,82", "0,3"]);
  expect([written(0.00000025), written(1e-5)]).toEqual(["0,00000025", "0,00001"]);
  expect([written(1e-320), written(-1e-320), written(-1e-9)]).toEqual(["0", "0", "−0,000000001"]);
});

test("English says an 8, and a 7", () => {
  speak("en", { read: "It reads a {guess}, a {guess}.", as: "A {guess}, of {guess}" });
  expect(phrase("read" as Key, { guess: "8" })).toBe("It reads an 8, an 8.");
  expect(phrase("as" as Key, { guess: 8 })).toBe("An 8, of 8");
  expect(phrase("read" as Key, { guess: "7" })).toBe("It reads a 7, a 7.");
});

test("elements stand in holes", () => {
  const bold = document.createElement("b");
  expect(pieces("network.parameters", { count: bold })).toEqual([bold, " parameters"]);
});

test("a layer's title is translated whatever its number; a teacher's own title stays", () => {
  speak("nl", { ...dutch, "course.Convolution layer {n}": "Convolutielaag {n}" });
  expect(course("Convolution layer 12")).toBe("Convolutielaag 12");
  expect(course("Attention 3")).toBe("Attention 3");
  expect(course("Stem")).toBe("Stem");
});

test("the page brings its own words", () => {
  document.documentElement.lang = "nl";
  document.head.innerHTML = `<script type="application/json" data-catalogue>{"tools.pen": "Potlood"}</script>`;
  speakAsThePage();
  expect(phrase("tools.pen")).toBe("Potlood");
  document.documentElement.lang = "en";
  document.head.innerHTML = "";
});

test("a part that comes later comes with its words, and is asked for again where they did not come", async () => {
  const complaint = vi.spyOn(console, "error").mockImplementation(() => {});
  const answers = [Promise.reject(new TypeError("no network")), { ok: false }, { ok: true }];
  const ask = vi.fn(() => Promise.resolve(answers.shift()).then((answer) => ({ ...answer, json })));
  const json = () => Promise.resolve({ "tools.pen": "Pencil", "tools.eraser": "Rubber" });
  vi.stubGlobal("fetch", ask);
  speak("en", { "tools.pen": "Pencil" }, "words/en.json");
  expect(phrase("tools.eraser")).toBe("tools.eraser");
  expect(complaint).toHaveBeenCalledWith("tools.eraser");
  const load = () => Promise.resolve("part");
  await expect(withItsWords(load)).rejects.toThrow("no network");
  await expect(withItsWords(load)).rejects.toThrow("words/en.json");
  expect(await Promise.all([withItsWords(load), withItsWords(load)])).toEqual(["part", "part"]);
  expect(phrase("tools.eraser")).toBe("Rubber");
  await withItsWords(load);
  expect(ask).toHaveBeenCalledTimes(3);
  vi.unstubAllGlobals();
  complaint.mockRestore();
});
