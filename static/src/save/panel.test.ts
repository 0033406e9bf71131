import { beforeEach, expect, test, vi } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { READING } from "../testing/counting.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { phrase } from "../words/phrases.ts";
import { makeSave } from "./panel.ts";

const saved = vi.hoisted(() => [] as { readonly text: Promise<string>; readonly name: string }[]);
vi.mock("../dom/download.ts", () => ({
  download: (content: Blob, name: string) => saved.push({ text: content.text(), name }),
}));

let lab: Lab;
let panel: HTMLElement;
const press = async (name: string) => {
  panel.querySelector<HTMLElement>(`[data-save=${name}]`)?.click();
  await Promise.resolve().then(() => {});
};
const status = () => panel.querySelector("[role=status]")?.textContent;

beforeEach(() => {
  saved.length = 0;
  lab = createLab({ reader: { network: indexNetwork(SKIPPING) } });
  panel = makeSave(lab, () => {}).element;
});

test("numbers of one layer, or of all, are saved under its name", async () => {
  lab.reader.receive({ ...READING, probabilities: Float32Array.of(0.25, 0.75) });
  await press("csv");
  const which = panel.querySelector("select") as HTMLSelectElement;
  which.value = "first";
  await press("csv");
  expect(saved.map(({ name }) => name)).toEqual(["inkling-network.csv", "inkling-first.csv"]);
  const lines = (await saved[1]?.text)?.trim().split("\r\n") ?? [];
  expect(lines[0]).toBe("name,map,row,column,value");
  expect(lines).toHaveLength(1 + 4 * 8 * 8);
});

test("where there is nothing to save, it says so and saves nothing", async () => {
  for (const name of ["csv", "npz", "svg", "png"]) {
    await press(name);
    expect(status()).toBe(phrase("save.nothing"));
  }
  expect(saved).toEqual([]);
});

test("the drawing is saved as it is", async () => {
  const drawing = [{ points: [[0.25, 0.5]] as const, width: 0.07 }];
  lab.ink.change({ type: "replace", drawing });
  await press("json");
  expect(saved[0]?.name).toBe("inkling-drawing.json");
  expect(await saved[0]?.text).toContain("0.25");
});
