import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { READING, WEIGHTS } from "../testing/counting.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { mountInspector } from "./inspector.ts";

/** How wide the inspector is, in CSS pixels. */
function beWide(width: number): void {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      readonly #tell: () => void;
      constructor(tell: () => void) {
        this.#tell = tell;
      }
      observe(target: Element): void {
        Object.defineProperty(target, "clientWidth", { value: width });
        this.#tell();
      }
      disconnect(): void {}
    },
  );
}

let lab: Lab;
let host: HTMLElement;
let unmount: () => void;
const mount = () => {
  unmount = mountInspector(host, lab);
};
const find = (selector: string) => host.querySelector(selector) as HTMLElement;
const text = (selector: string) => host.querySelector(selector)?.textContent ?? "";
const painted = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

beforeEach(() => {
  beWide(426);
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
  const cells = [...host.querySelectorAll(".grids td")].map((cell) => [
    cell.classList.contains("padding"),
    (cell.textContent ?? "").replace(/(?<=\.\d\d)/, " × "),
  ]);
  expect(cells).toMatchInlineSnapshot(`
    [
      [
        true,
        "0.00 × −0.50",
      ],
      [
        true,
        "0.00 × 0.00",
      ],
      [
        true,
        "0.00 × 0.50",
      ],
      [
        true,
        "0.00 × −0.50",
      ],
      [
        false,
        "0.00 × 0.00",
      ],
      [
        false,
        "0.10 × 0.50",
      ],
      [
        true,
        "0.00 × −0.50",
      ],
      [
        false,
        "0.80 × 0.00",
      ],
      [
        false,
        "0.90 × 0.50",
      ],
    ]
  `);
});

test("where many maps stand in one row, products are set without the zero before the point", async () => {
  beWide(1000);
  mount();
  lab.selection.pin({ layer: "wide", index: 27 });
  await painted();
  const numbers = [...host.querySelectorAll(".grids td")].flatMap((cell) =>
    [cell.firstChild, cell.querySelector("span")].map((part) => part?.textContent ?? ""),
  );
  expect(numbers).toHaveLength(2 * 4 * 25);
  expect(numbers.filter((number) => !/^−?(1?\.\d\d)$/.test(number))).toEqual([]);
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
  expect(host.querySelectorAll("td")).toHaveLength(9);
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
