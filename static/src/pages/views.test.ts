import { beforeEach, expect, test, vi } from "vitest";
import { mountClasses } from "../heads/classes.ts";
import { indexNetwork } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { mountTools } from "../pad/tools.ts";
import { mountKeys } from "../shell/keys.ts";
import { mountStatus } from "../shell/status.ts";
import { mountVisibility } from "../stage/visibility.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { template } from "../testing/page.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { inEnglish } from "../testing/words.ts";

const READING: Reading = {
  seq: 1,
  blank: false,
  doubtful: false,
  exact: true,
  firstGuess: 5,
  secondGuess: 3,
  outcomes: new Map(),
  probabilities: Float32Array.from([0, 0, 0, 0.014, 0, 0.96421, 0, 0, 0.02, 0]),
  image: { shape: [1, 28, 28], values: new Float32Array(784), low: 0, high: 1 },
  values: new Map(),
  imageOnPad: null,
  of: null,
  off: "",
  maps: new Map([
    [
      "conv1",
      { shape: [6, 28, 28], values: new Float32Array(4704).fill(1.25), low: 0, high: 4.08 },
    ],
    ["fc1", { shape: [120], values: new Float32Array(120), low: 0, high: 9 }],
  ]),
};

const find = <T extends Element = HTMLElement>(selector: string) =>
  document.querySelector(selector) as T;

let lab: Lab;

beforeEach(() => {
  document.body.innerHTML = inEnglish(template("lab.html"));
  lab = createLab({ reader: { network: indexNetwork(DESCRIPTION) } });
});

test("the guesses and their probabilities follow the reading, as loud as they are likely", () => {
  mountClasses(find("#student"), lab);
  expect(find("#first-guess .digit").textContent).toBe("");
  lab.reader.receive(READING);
  expect(find("#first-guess").textContent).toMatchInlineSnapshot(`"First guess596.4 %"`);
  expect(find("#second-guess").textContent).toMatchInlineSnapshot(`"Second guess31.4 %"`);
  const loudness = (guess: string) => Number(find(guess).style.getPropertyValue("--loudness"));
  expect(loudness("#first-guess")).toBe(1);
  expect(loudness("#second-guess")).toBeCloseTo(Math.sqrt(2 * 0.014), 2);
});

test("a blank pad has no guesses and no percentages", () => {
  mountClasses(find("#student"), lab);
  lab.reader.receive(READING);
  const nothing = { blank: true, firstGuess: null, secondGuess: null, maps: new Map() };
  lab.reader.receive({ ...READING, ...nothing });
  expect(find("#first-guess .digit").textContent).toBe("");
});

test("guesses are read out when they have settled, not while they change", () => {
  vi.useFakeTimers();
  mountClasses(find("#student"), lab);
  lab.reader.receive(READING);
  vi.advanceTimersByTime(300);
  lab.reader.receive({ ...READING, seq: 2 });
  vi.advanceTimersByTime(600);
  expect(find("#spoken").textContent).toBe("");
  vi.advanceTimersByTime(200);
  expect(find("#spoken").textContent).toBe(
    "First guess: 5, 96.4\u00a0%. Second guess: 3, 1.4\u00a0%.",
  );
  vi.useRealTimers();
});

test("a drawing that looks like none of the classes is called no digit only by a network of digits", () => {
  mountClasses(find("#student"), lab);
  const doubt = () => find(".doubt").textContent;
  lab.reader.receive({ ...READING, doubtful: true });
  expect(doubt()).toBe("This does not look like a digit to me; closest: 5.");
  lab.reader.describe(indexNetwork(SKIPPING));
  lab.reader.receive({ ...READING, doubtful: true, firstGuess: 1 });
  expect(doubt()).toBe("This looks like none of the 2 classes to me; closest: b.");
});

test("every layer has a switch with two halves that says what it will do", () => {
  mountVisibility(find("#visibility"), lab);
  const titles = [...document.querySelectorAll("#visibility .name")].map((t) => t.textContent);
  expect(titles.map((title) => title?.replace("\u00a0", " "))).toEqual(
    DESCRIPTION.layers.map(({ title }) => title),
  );
  const conv2 = find('[data-toggle="conv2"]');
  const told = () => [conv2.getAttribute("aria-label"), conv2.getAttribute("aria-checked")];
  expect(conv2.textContent).toBe("ShowHide");
  expect(told()).toEqual(["Hide Convolution layer 2", "true"]);
  conv2.click();
  expect(told()).toEqual(["Show Convolution layer 2", "false"]);
  expect([...lab.look.hidden.value]).toEqual(["conv2"]);
});

test("all layers can be hidden and shown at once", () => {
  mountVisibility(find("#visibility"), lab);
  find("#hide-all").click();
  expect(lab.look.shown.value).toEqual([]);
  find("#show-all").click();
  expect(lab.look.shown.value).toHaveLength(8);
});

test("each layer's peak stands beside its name", () => {
  mountVisibility(find("#visibility"), lab);
  lab.reader.receive(READING);
  const ranges = [...document.querySelectorAll("#visibility .range")].map((r) => r.textContent);
  expect(ranges.slice(0, 3)).toEqual(["", "peak 4.08", ""]);
});

test("the cell under the pointer is read with its place, counted from one", () => {
  mountStatus(document.body, lab);
  lab.reader.receive(READING);
  lab.selection.point({ layer: "conv1", index: 2 * 784 + 11 * 28 + 12 });
  expect(find("#cell").textContent).toBe("Convolution layer 1, map 3, row 12, column 13: 1.25");
  lab.selection.point({ layer: "fc1", index: 119 });
  expect(find("#cell").textContent).toBe("Fully-connected layer 1, unit 120: 0");
  lab.selection.point({ layer: "output", index: 2 });
  expect(find("#cell").textContent).toBe("Output layer, class 2");
  lab.selection.point(null);
  expect(find("#cell").textContent).toContain("Point at a cell");
});

test("the state of the connection and a lost one are said in words", () => {
  mountStatus(document.body, lab);
  expect(find("#connection").dataset.state).toBe("connecting");
  lab.session.connect("lost");
  expect(find("#notice").hidden).toBe(false);
  expect(find("#notice").textContent).toContain("Draw on");
  lab.session.connect("live");
  expect(find("#notice").hidden).toBe(true);
});

test("weights that did not come are missed in words until they are there", () => {
  mountStatus(document.body, lab);
  lab.reader.missWeights("the server answered 404");
  expect(find("#notice").textContent).toContain("did not arrive: the server answered 404");
  lab.reader.learnWeights(new Map());
  expect(find("#notice").hidden).toBe(true);
});

test("tools, keys and samples act on the drawing", async () => {
  const unmount = mountTools(find("#student"), lab);
  const deafen = mountKeys(find("#keys"), lab);
  find('[data-sample="8"]').click();
  await vi.waitFor(() => expect(lab.ink.drawing.value).toHaveLength(1)); // its strokes come when they are asked for
  const press = (key: string, more = {}) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...more }));
  press("z");
  expect(lab.ink.drawing.value).toHaveLength(0);
  press("z", { ctrlKey: true, shiftKey: true });
  expect(lab.ink.drawing.value).toHaveLength(1);
  press("c", { ctrlKey: true }); // copying is not clearing
  expect(lab.ink.drawing.value).toHaveLength(1);
  press("e");
  expect(find("#eraser").getAttribute("aria-pressed")).toBe("true");
  press("c");
  expect(lab.ink.drawing.value).toHaveLength(0);
  expect(find<HTMLButtonElement>("#clear").disabled).toBe(true);
  unmount();
  deafen();
  press("p");
  expect(lab.ink.tool.value).toBe("eraser");
});
