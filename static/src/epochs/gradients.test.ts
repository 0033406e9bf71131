import { expect, test } from "vitest";
import { gradientsFigure, gradientsInWords, timesSmaller } from "./gradients.ts";

const VANISHING = { conv1: [0.001, 0.5], conv2: [0.01, null], fc: [0.2, 0.05] };

test("the first layer's gradient is told beside the last one's", () => {
  expect(timesSmaller(VANISHING, 0)).toBeCloseTo(200);
  expect(timesSmaller({ conv1: [0, 1], fc: [1, 1] }, 0)).toBeNull();
  expect(timesSmaller({ fc: [1] }, 0)).toBeNull();
  const title = (name: string) => name.toUpperCase();
  expect(gradientsInWords(VANISHING, 0, title)).toContain("CONV1");
  expect(gradientsInWords(VANISHING, 0, title)).toContain("200");
  expect(gradientsInWords(VANISHING, 1, title)).toContain("10 times");
  expect(gradientsInWords({ conv1: [9.8], fc: [9.6] }, 0, title)).toMatch(/CONV1 and FC are alike/);
  expect(gradientsInWords({ conv1: [0], fc: [9] }, 0, title)).toMatch(/weights of CONV1 get no/);
  expect(gradientsInWords({ conv1: [0], fc: [0] }, 0, title)).toMatch(/of CONV1 and FC get no/);
});

test("a line goes from layer to layer, and leaves out what is no number", () => {
  const figure = gradientsFigure(VANISHING, 1, "said");
  const points = (kind: string) =>
    figure.querySelector(`.${kind}`)?.getAttribute("d")?.split("L").length;
  expect([points("begun"), points("now")]).toEqual([3, 2]);
  expect(figure.getAttribute("aria-label")).toBe("said");
  const none = gradientsFigure({ conv1: [0], fc: [null] }, 0, "none");
  expect(none.querySelector(".now")?.getAttribute("d")).toBe("");
  expect(none.outerHTML).not.toMatch(/NaN|Infinity/);
});
