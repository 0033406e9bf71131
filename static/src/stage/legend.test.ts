import { beforeEach, expect, test } from "vitest";
import type { Tensor } from "../math/tensor.ts";
import { indexNetwork } from "../network/network.ts";
import type { Reading } from "../network/reading.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { template } from "../testing/page.ts";
import { inEnglish } from "../testing/words.ts";
import { mountLegend } from "./legend.ts";

const find = <T extends Element = HTMLElement>(selector: string) =>
  document.querySelector(selector) as T;

/** Six maps, of which number `k` has one value, k or -k. */
const MAPS: Tensor = {
  shape: [6, 28, 28],
  values: Float32Array.from({ length: 6 * 784 }, (_, i) =>
    i % 784 === 5 ? (i > 3000 ? -1 : 1) * Math.floor(i / 784) : 0,
  ),
  low: -5,
  high: 3,
};

const READING = {
  exact: true,
  off: "",
  blank: false,
  maps: new Map([
    ["conv1", MAPS],
    ["fc1", { shape: [120], values: new Float32Array(120).fill(12.5), low: 0, high: 12.5 }],
  ]),
  values: new Map(),
} as unknown as Reading;

let lab: Lab;

beforeEach(() => {
  document.body.innerHTML = inEnglish(template("lab.html"));
  lab = createLab({ reader: { network: indexNetwork(DESCRIPTION), reading: READING } });
  mountLegend(find("#legend"), lab);
});

const ends = () => [find("#legend .low").textContent, find("#legend .high").textContent];

test("with nothing selected a layer's scale has no number at its ends", () => {
  expect(ends().join()).not.toMatch(/\d/);
});

test("the ends are the largest value of the layer, the map or the whole network", () => {
  lab.selection.point({ layer: "conv1", index: 2 * 784 });
  expect(ends()).toEqual(["−5.00", "+5.00"]);
  lab.look.useScope("map");
  expect(ends()).toEqual(["−2.00", "+2.00"]);
  lab.selection.point({ layer: "conv1", index: 4 * 784 });
  expect(ends()).toEqual(["−4.00", "+4.00"]);
  lab.look.useScope("network");
  expect(ends()).toEqual(["−12.5", "+12.5"]);
  lab.look.toggle("fc1");
  expect(ends()).toEqual(["−5.00", "+5.00"]);
});

test("during the film it is the scale of the step's layer", () => {
  lab.forward.stepTo(1);
  expect(find("#legend .scope").textContent).toBe("Values as colours: Convolution layer 1");
  expect(ends()).toEqual(["−5.00", "+5.00"]);
});

test("the sentence says what the scale spans, and one choice is pressed", () => {
  const words = () => find("#legend .scope").textContent;
  const seen = new Set([words()]);
  for (const scope of ["map", "network"]) {
    find(`[data-scope="${scope}"]`).click();
    expect(find(`[data-scope="${scope}"]`).getAttribute("aria-pressed")).toBe("true");
    expect(document.querySelectorAll('[data-scope][aria-pressed="true"]')).toHaveLength(1);
    seen.add(words());
  }
  expect(seen.size).toBe(3);
});

test("palettes, kernels and the strongest path are switched by their buttons", () => {
  find('[data-palette="grey"]').click();
  expect(lab.look.palette.value).toBe("grey");
  find("#kernels").click();
  find("#path").click();
  expect([lab.look.kernels.value, lab.look.path.value]).toEqual([false, true]);
  expect(find("#path").getAttribute("aria-pressed")).toBe("true");
});
