/** The strip of all layers: where one goes from it, and by keys. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { withState } from "../address/address.ts";
import { layOutAlone } from "../layout/alone.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { recordCanvasCalls } from "../testing/canvas-calls.ts";
import { NETWORK, READING, WEIGHTS } from "../testing/four.ts";
import { layerOf } from "../testing/shapes.ts";
import "../testing/words.ts";
import { mountStrip } from "./strip.ts";

let lab: Lab;
let host: HTMLElement;
let stage: HTMLElement;
let unmount: () => void;
const places = () => [...host.querySelectorAll("button")];
const names = () => places().map((each) => each.querySelector(".name")?.textContent);
const chosen = () =>
  places()
    .filter((each) => each.getAttribute("aria-current") === "true")
    .map((each) => each.dataset.layers);
const room = { width: 358, height: 400, ratio: 2, rem: 16, heading: 44 };
const alone = layOutAlone(layerOf("conv1", 6, 28), room);
const link = () => withState(new URL("http://a/"), lab).search;
const swipe = (from: number, to: number, down = 0) => {
  for (const [type, clientX, clientY] of [
    ["touchstart", from, 100],
    ["touchend", to, 100 + down],
  ] as const) {
    const event = new Event(type);
    const touches = [{ clientX, clientY }];
    Object.assign(event, { touches, changedTouches: touches });
    stage.dispatchEvent(event);
  }
};

beforeEach(() => {
  recordCanvasCalls();
  document.body.innerHTML = "<div></div><section></section>";
  host = document.querySelector("div") as HTMLElement;
  stage = document.querySelector("section") as HTMLElement;
  lab = createLab({ reader: { network: NETWORK, reading: READING, weights: WEIGHTS } });
  lab.reader.arrange([alone]);
  unmount = mountStrip(host, stage, lab);
});

afterEach(() => unmount());

test("every layer has a place, fully connected ones share theirs, and the first that computes is chosen", () => {
  expect(names()).toEqual(["Input", "Conv 1", "Pool 1", "Conv 2", "Pool 2", "FC", "Output"]);
  expect(chosen()).toEqual(["conv1"]);
  expect(places().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
});

test("a press goes to the layer; again, to the next that shares the place", () => {
  const units = places()[5];
  units?.click();
  expect(lab.selection.alone.value).toBe("fc1");
  units?.click();
  expect(lab.selection.alone.value).toBe("fc2");
  expect(chosen()).toEqual(["fc1 fc2"]);
});

test("arrows go from layer to layer, and stay within them", () => {
  host.dispatchEvent(new KeyboardEvent("keydown", { key: "End" }));
  expect(lab.selection.alone.value).toBe("output");
  host.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
  expect(lab.selection.alone.value).toBe("output");
  host.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft" }));
  expect(lab.selection.alone.value).toBe("fc2");
});

test("a swipe to the left goes on, to the right back, up and down nowhere", () => {
  swipe(300, 200);
  expect(lab.selection.alone.value).toBe("pool1");
  swipe(200, 300);
  expect(lab.selection.alone.value).toBe("conv1");
  swipe(300, 250, 90);
  swipe(300, 290);
  expect(lab.selection.alone.value).toBe("conv1");
});

test("what is opened is gone to, and stays there when it is let go", () => {
  lab.selection.pin({ layer: "pool2", index: 3 });
  expect(chosen()).toEqual(["pool2"]);
  lab.selection.pin(null);
  expect(chosen()).toEqual(["pool2"]);
  lab.begin({ selection: { pinned: { layer: "conv2", index: 3 } } });
  expect(chosen()).toEqual(["conv2"]);
  lab.selection.pin(null);
  expect(chosen()).toEqual(["conv2"]);
});

test("a link has the layer that is chosen, and opens it; one that this network lacks is ignored", () => {
  places()[3]?.click();
  expect(link()).toBe("?layer=conv2");
  lab.begin({});
  expect(chosen()).toEqual(["conv1"]);
  lab.begin({ selection: { wentTo: "pool2" } });
  expect(chosen()).toEqual(["pool2"]);
  lab.begin({ selection: { wentTo: "none" } });
  expect([chosen(), lab.look.ignored.value]).toEqual([["conv1"], ["none"]]);
});

test("where all layers stand side by side, opening one chooses none", () => {
  lab.reader.arrange([alone, { ...alone, name: "pool1" }]);
  lab.selection.pin({ layer: "pool1", index: 3 });
  lab.selection.pin(null);
  expect(link()).toBe("");
});

test("hidden layers are told apart", () => {
  lab.look.toggle("pool1");
  expect(places()[2]?.classList.contains("hidden")).toBe(true);
  expect(places()[1]?.classList.contains("hidden")).toBe(false);
});

test("of a lecture's link the layers that it shows come first", () => {
  const all = NETWORK.layers.map(({ name }) => name);
  const only = (...shown: string[]) => new Set(all.filter((name) => !shown.includes(name)));
  lab.begin({ look: { hidden: only("input") } });
  expect(chosen()).toEqual(["input"]);
  lab.begin({ look: { hidden: only("input", "conv1", "pool1") }, lecture: { on: true } });
  expect(chosen()).toEqual(["pool1"]);
  lab.begin({ lecture: { on: true, focus: "conv2" } });
  expect(chosen()).toEqual(["conv2"]);
});
