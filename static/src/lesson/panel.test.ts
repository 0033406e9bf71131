import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Part } from "../dom/part.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { followLesson } from "./follow.ts";
import { makeLesson } from "./panel.ts";

const STEPS = ["?scale=map", "?scale=network", "?scale=layer"].map((link, i) => ({
  title: `${i}`,
  link,
}));

let lab: Lab;
let panel: Part;
let left: number;

beforeEach(() => {
  left = 0;
  lab = createLab({ lesson: { steps: STEPS } });
  panel = makeLesson(lab, () => {
    left += 1;
  });
  document.body.replaceChildren(panel.element);
});
afterEach(() => panel.end());

const button = (act: string, row?: number) => {
  const from = row === undefined ? panel.element : rows()[row];
  return from?.querySelector(`[data-act="${act}"]`) as HTMLButtonElement;
};
const rows = () => [...panel.element.querySelectorAll("li")];
const titles = () => rows().map((row) => row.querySelector("input")?.value);
const status = () => panel.element.querySelector("[role=status]")?.textContent;

test("steps are put in order, and the keyboard goes with the one that is moved", () => {
  button("step.down", 0).click();
  expect(titles()).toEqual(["1", "0", "2"]);
  expect(document.activeElement).toBe(button("step.down", 1));
  button("step.up", 0).click(); // the first stays the first
  expect(titles()).toEqual(["1", "0", "2"]);
});

test("a title is changed in its place, without a new row", () => {
  const [first] = rows();
  const input = first?.querySelector("input") as HTMLInputElement;
  input.value = " Beginning ";
  input.dispatchEvent(new Event("input"));
  expect(lab.lesson.steps.peek()[0]?.title).toBe("Beginning");
  expect(rows()[0]).toBe(first);
});

const words = (row: number, name: string) =>
  rows()[row]?.querySelector(`[data-words=${name}]`) as HTMLInputElement;
const write = (field: HTMLInputElement, text: string) => {
  field.value = text;
  field.dispatchEvent(new Event("input"));
};

test("question and notes are kept with each letter, go with their screen, and come back with it", () => {
  const [first] = rows();
  expect(first?.querySelector("details")?.open).toBe(false);
  write(words(0, "question"), " Why? ");
  write(words(0, "notes"), "Wait.\n\nThen ask.\n");
  const full = { ...STEPS[0], question: "Why?", notes: "Wait.\n\nThen ask." };
  expect(lab.lesson.steps.peek()[0]).toEqual(full);
  expect(rows()[0]).toBe(first); // whoever writes keeps the keyboard
  button("step.down", 0).click();
  expect([words(1, "question").value, words(1, "notes").value]).toEqual([
    full.question,
    full.notes,
  ]);
  button("step.remove", 1).click();
  button("undo").click();
  expect(lab.lesson.steps.peek()[1]).toEqual(full);
  write(words(1, "question"), "");
  write(words(1, "notes"), "\n");
  expect(lab.lesson.steps.peek()[1]).toEqual(STEPS[0]);
});

const paste = (text: string) => {
  const clipboardData = { getData: () => text };
  const event = Object.assign(new Event("paste", { cancelable: true }), { clipboardData });
  document.dispatchEvent(event);
};

test("words that are too long are refused: which, and how many there may be; nothing is added", () => {
  paste(`[a](http://a/?step=1)\n\n[b](http://a/?step=2)\n   > ${"?".repeat(121)}`);
  expect(status()).toBe(
    "The question of screen 2 has 121 characters; it may have 120. Nothing was added.",
  );
  expect(titles()).toHaveLength(3);
  paste("[a](http://a/?step=1)\n   > Why?\n");
  expect(lab.lesson.steps.peek().at(-1)).toEqual({ title: "a", link: "?step=1", question: "Why?" });
});

test("what is removed can be had back, once", () => {
  button("step.remove", 1).click();
  expect(titles()).toEqual(["0", "2"]);
  expect(status()).toContain("2");
  expect(document.activeElement).toBe(button("undo"));
  button("undo").click();
  expect(titles()).toEqual(["0", "1", "2"]);
  expect(button("undo").hidden).toBe(true);
  button("clear").click();
  expect([titles(), button("begin").hidden, button("save").hidden]).toEqual([[], true, true]);
});

test("a step that is opened closes the sheet and is marked", () => {
  button("step.open", 2).click();
  expect([left, lab.lesson.at.value]).toEqual([1, 2]);
  expect(rows().map((row) => row.getAttribute("aria-current"))).toEqual(["false", "false", "step"]);
});

test("this screen and the example are added at the end", () => {
  button("add").click();
  expect(titles()).toHaveLength(4);
  expect(lab.lesson.steps.peek().at(-1)?.link).toMatch(/^\?/);
  button("example").click();
  expect(rows().length).toBeGreaterThan(10);
  expect(button("example").hidden).toBe(true);
});

test("what cannot be kept is told at once, and no longer that it stays in this browser", () => {
  const refuse = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const storages = [{ getItem: () => null, setItem: refuse } as unknown as Storage, null];
  for (const local of storages) {
    lab.lesson.keep(true);
    expect(panel.element.textContent).toContain("The list stays in this browser.");
    const end = followLesson(lab, { local, session: null, open: () => ({}) });
    button("step.remove", 0).click();
    expect(panel.element.textContent).not.toContain("stays in this browser");
    expect(panel.element.textContent).toContain("Save it as a file");
    end();
  }
});

test("titles and questions stand in their own direction", () => {
  lab.lesson.useLesson([{ title: "שיעור 2: מה זה?", link: "?scale=map", question: "למה?" }]);
  for (const field of panel.element.querySelectorAll("li input, li textarea"))
    expect(field.getAttribute("dir")).toBe("auto");
  expect(panel.element.querySelector("bdi")?.textContent).toBe("למה?");
});

test.each([
  ["les.html", "text/html", '<ul><li><a href="http://a/?hide=conv1">Een</a></li></ul>'],
  ["les.csv", "text/csv", 'titel;link\nEen;"http://a/?hide=conv1"\n'],
  ["les.md", "", "1. [Een](http://a/?hide=conv1)\n"],
])("a chosen %s is added", async (name, type, text) => {
  const field = panel.element.querySelector<HTMLInputElement>("input[type=file]");
  const file = new File([text], name, { type });
  Object.defineProperty(field, "files", { value: { item: () => file } });
  field?.dispatchEvent(new Event("change"));
  await vi.waitFor(() => expect(titles()).toEqual(["0", "1", "2", "Een"]));
});

test("a file of another kind is refused in words", async () => {
  const field = panel.element.querySelector<HTMLInputElement>("input[type=file]");
  const file = new File([Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 255)], "les.docx");
  Object.defineProperty(field, "files", { value: { item: () => file } });
  field?.dispatchEvent(new Event("change"));
  await vi.waitFor(() => expect(status()).toContain("No link to a screen was found"));
});
