import { afterEach, beforeEach, expect, test } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { READING, WEIGHTS } from "../testing/counting.ts";
import { painted } from "../testing/page.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { mountInspector } from "./inspector.ts";

let lab: Lab;
let host: HTMLElement;
let unmount: () => void;
const mount = () => {
  unmount = mountInspector(host, lab);
};
const find = (selector: string) => host.querySelector(selector) as HTMLElement;
const text = (selector: string) => host.querySelector(selector)?.textContent ?? "";

beforeEach(() => {
  document.body.innerHTML = '<section id="inspector" hidden></section>';
  host = document.querySelector("#inspector") as HTMLElement;
  lab = createLab({
    reader: { network: indexNetwork(SKIPPING), reading: READING, weights: WEIGHTS },
  });
});

afterEach(() => unmount());

test("nothing is inspected until a cell is pointed at, and a click opens every number", async () => {
  mount();
  expect(host.hidden).toBe(true);
  lab.selection.point({ layer: "first", index: 9 });
  await painted();
  expect(host.hidden).toBe(false);
  expect(host.querySelectorAll("table")).toHaveLength(0);
  lab.selection.pin({ layer: "first", index: 9 });
  await painted();
  expect(host.querySelectorAll(".grids td")).toHaveLength(9);
  expect(text("h2").replaceAll("\u00a0", " ")).toContain("map 1, row 2, column 2");
  unmount();
  expect(host.childElementCount).toBe(0);
});

test("every product of a convolution is there, padding is drawn as such", async () => {
  mount();
  lab.selection.pin({ layer: "first", index: 0 });
  await painted();
  const cells = [...host.querySelectorAll<HTMLElement>(".grids td")].map((cell) => [
    cell.classList.contains("padding"),
    cell.textContent,
    cell.dataset.full,
  ]);
  expect(cells).toMatchInlineSnapshot(`
    [
      [
        true,
        "0",
        "0.0000 × −0.5000 = 0.0000",
      ],
      [
        true,
        "0",
        "0.0000 × 0.0000 = 0.0000",
      ],
      [
        true,
        "0",
        "0.0000 × 0.5000 = 0.0000",
      ],
      [
        true,
        "0",
        "0.0000 × −0.5000 = 0.0000",
      ],
      [
        false,
        "0",
        "0.0000 × 0.0000 = 0.0000",
      ],
      [
        false,
        ".05",
        "0.1000 × 0.5000 = 0.0500",
      ],
      [
        true,
        "0",
        "0.0000 × −0.5000 = 0.0000",
      ],
      [
        false,
        "0",
        "0.8000 × 0.0000 = 0.0000",
      ],
      [
        false,
        ".45",
        "0.9000 × 0.5000 = 0.4500",
      ],
    ]
  `);
  const factors = [...host.querySelectorAll(".factors table")].map((table) =>
    [...table.querySelectorAll("td")].map((cell) => cell.textContent),
  );
  expect(factors).toMatchInlineSnapshot(`
    [
      [
        "0",
        "0",
        "0",
        "0",
        "0",
        ".10",
        "0",
        ".80",
        ".90",
      ],
      [
        "−.50",
        "0",
        ".50",
        "−.50",
        "0",
        ".50",
        "−.50",
        "0",
        ".50",
      ],
    ]
  `);
});

test("products are set without the zero before the point, nothing as 0", async () => {
  mount();
  lab.selection.pin({ layer: "wide", index: 27 });
  await painted();
  const products = [...host.querySelectorAll(".grids td")].map(({ textContent }) => textContent);
  expect(products).toHaveLength(4 * 25);
  expect(products.filter((text) => !/^(0|−?\d*\.\d\d)$/.test(text ?? ""))).toEqual([]);
  expect(products.filter((text) => /^−?0\./.test(text ?? ""))).toEqual([]);
});

test("numbers, words and code are three ways to explain the same cell", async () => {
  mount();
  lab.selection.pin({ layer: "first", index: 9 });
  await painted();
  expect(text(".count")).toBe("9 products");
  find("[data-mode=words]").click();
  await painted();
  expect(text(".body")).toMatch(/^A sum of 9 products and a bias\./);
  find("[data-mode=code]").click();
  await painted();
  expect(text("code")).toContain("torch.nn.functional.conv2d(");
  expect(find("[data-mode=code]").getAttribute("aria-pressed")).toBe("true");
  find("[data-mode=numbers]").click();
  await painted();
  expect(host.querySelectorAll(".grids td")).toHaveLength(9);
});

test("a product that is pointed at is marked among the values and weights, too", async () => {
  mount();
  lab.selection.pin({ layer: "first", index: 9 });
  await painted();
  host.querySelectorAll(".grids td")[4]?.dispatchEvent(new Event("pointerover", { bubbles: true }));
  const marked = [...host.querySelectorAll("table")].map((table) =>
    [...table.querySelectorAll("td")].findIndex((cell) => cell.classList.contains("pointed")),
  );
  expect(marked).toEqual([4, 4, 4]);
});

test("crumbs lead back to the layer, and to the network", async () => {
  mount();
  lab.selection.pin({ layer: "wide", index: 27 });
  await painted();
  expect(text(".crumbs")).toMatch(/Wide branch.*map/);
  const [network, layer] = host.querySelectorAll<HTMLElement>(".crumb");
  layer?.click();
  expect(lab.selection.about.value).toBe("layer");
  expect(lab.selection.layer.value).toBe("wide");
  lab.selection.pin({ layer: "wide", index: 27 });
  network?.click();
  expect(lab.selection.about.value).toBe("network");
  lab.selection.pin(null);
  await painted();
  expect(host.querySelectorAll(".crumb, h2 > *")).toHaveLength(0); // no cell: no title
});

test("the number pointed at is shown in full, by mouse, finger and arrow keys alike", async () => {
  mount();
  lab.selection.pin({ layer: "first", index: 9 });
  await painted();
  const inWords = () =>
    text(".number-in-words") && !find(".number-in-words").hidden ? text(".number-in-words") : "";
  expect(inWords()).toBe("");
  const [corner, beside] = host.querySelectorAll<HTMLElement>(".grids td");
  corner?.dispatchEvent(new Event("pointerover", { bubbles: true }));
  expect(inWords()).toBe("row 1, column 1: 0.0000 × −0.5000 = 0.0000");
  expect(lab.selection.cell.value).toEqual({ layer: "input", index: 0 });
  expect(corner?.classList.contains("pointed")).toBe(true);
  find(".body").dispatchEvent(new Event("pointerleave"));
  expect([inWords(), lab.selection.cell.value]).toEqual(["", null]);
  corner?.focus();
  corner?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  expect(document.activeElement).toBe(beside);
  expect(inWords()).toBe("row 1, column 2: 0.1000 × 0.0000 = 0.0000");
  lab.look.useDigits(6);
  await painted();
  expect(document.activeElement).toBe(host.querySelectorAll(".grids td")[1]);
  expect(inWords()).toBe("row 1, column 2: 0.100000 × 0.000000 = 0.000000");
});

test("padding is named as padding and points at nothing", async () => {
  mount();
  lab.selection.pin({ layer: "first", index: 0 });
  await painted();
  find(".grids td").dispatchEvent(new Event("pointerover", { bubbles: true }));
  expect(text(".number-in-words")).toBe("padding: 0.0000 × −0.5000 = 0.0000");
  expect(lab.selection.cell.value).toBeNull();
});

test("without weights it says why, and opens the sum when they come", async () => {
  lab = createLab({ reader: { network: indexNetwork(SKIPPING), reading: READING } });
  mount();
  lab.selection.pin({ layer: "first", index: 9 });
  await painted();
  expect(text(".value")).toContain("on their way");
  lab.reader.missWeights("the server answered 404");
  await painted();
  expect(text(".value")).toContain("did not arrive: the server answered 404");
  expect(host.querySelectorAll("td")).toHaveLength(0);
  lab.reader.learnWeights(WEIGHTS);
  await painted();
  expect(host.querySelectorAll(".grids td")).toHaveLength(9);
  expect(text(".value")).toContain("0.90");
});

test("a sum ends in the map's own value with as many decimals as asked for", async () => {
  mount();
  lab.selection.pin({ layer: "wide", index: 27 });
  for (const digits of [1, 2, 4, 6]) {
    lab.look.useDigits(digits);
    await painted();
    expect(text(".total")).toBe((0.7).toFixed(digits));
    expect(text(".value")).toContain((0.7).toFixed(digits));
  }
});

test("an addition and a concatenation say what was joined", async () => {
  mount();
  lab.selection.pin({ layer: "added", index: 3 });
  await painted();
  const added = text(".sum").replace(/\s+/g, " ");
  lab.selection.pin({ layer: "joined", index: 4 * 64 + 5 });
  await painted();
  const joined = text(".sum").replace(/\s+/g, " ");
  expect([added, joined]).toMatchInlineSnapshot(`
    [
      "second 0.30 + First layer 0.30 = 0.60",
      "Wide branch, map 1, row 1, column 6 0.50 = 0.50",
    ]
  `);
});

test("a summand is shown with four decimals, or with more if more are asked for", async () => {
  mount();
  lab.selection.pin({ layer: "added", index: 3 });
  for (const [digits, shown] of [
    [2, "0.3000"],
    [6, "0.300000"],
  ] as const) {
    lab.look.useDigits(digits);
    await painted();
    find(".sum .x").dispatchEvent(new Event("pointerover", { bubbles: true }));
    expect(text(".number-in-words")).toContain(`: ${shown}`);
    expect(text(".number-in-words")).not.toContain(`${shown}0`);
  }
});

test("Escape lets the pinned cell go", () => {
  mount();
  lab.selection.pin({ layer: "first", index: 9 });
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", cancelable: true }));
  expect(lab.selection.pinned.value).toBeNull();
});

test("on a blank pad it asks for a drawing", async () => {
  mount();
  lab.reader.receive({ ...READING, blank: true });
  lab.selection.pin({ layer: "first", index: 9 });
  await painted();
  expect(text(".value")).not.toMatch(/\d/);
  expect(text(".value")).not.toBe("");
  expect(find("footer").hidden).toBe(true); // there is nothing to be copied
  lab.reader.receive(READING);
  await painted();
  expect(find("footer").hidden).toBe(false);
});

test("pinning and letting go five hundred times leaves no more elements than once", async () => {
  mount();
  const once = async (at: number) => {
    lab.selection.pin({ layer: "joined", index: at });
    await painted();
    lab.selection.pin(null);
    await painted();
    return document.querySelectorAll("*").length;
  };
  const before = await once(0);
  for (let at = 1; at < 500; at++) {
    lab.selection.pin({ layer: at % 2 ? "first" : "added", index: at % 64 });
    if (at % 50 === 0) await painted();
    lab.selection.pin(null);
  }
  expect(await once(0)).toBe(before);
});
