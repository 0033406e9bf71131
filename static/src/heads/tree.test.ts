/** The tree of fine classes: labels go to other groups by presses, keys and dragging, and only the sums change. */
import { expect, test, vi } from "vitest";
import type { ClassesAnswer } from "../network/answers.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab } from "../state/lab.ts";
import { READING } from "../testing/counting.ts";
import { SKIPPING } from "../testing/skipping.ts";
import { comparedIn, lead, tableOf } from "./compared.ts";
import { mountHead } from "./fine-classes.ts";
import type { HeadNeeds } from "./head.ts";

const ANSWER: ClassesAnswer = {
  name: "ways",
  title: "Ways",
  operation: SKIPPING.answers[0]?.operation ?? "",
  kind: "classes",
  labels: ["4-open", "4-closed", "7-plain", "9-straight", "9-hooked"],
  activation: "softmax",
  groups: ["4", "4", "7", "9", "9"],
};
const VALUES = [0.3, 0.2, 0.07, 0.4, 0.03];
const CARD = {
  sets: { pens: "Pens" },
  answers: { ways: { compared: { pens: { summed: [0.95, 0.93], directly: [0.96, 0.98] } } } },
};

function mount() {
  const host = document.createElement("div");
  document.body.append(host);
  const lab = createLab();
  const network = indexNetwork({ ...SKIPPING, answers: [ANSWER] });
  lab.reader.describe(network);
  const outcomes = new Map([["ways", { answer: ANSWER, values: Float32Array.from(VALUES) }]]);
  lab.reader.receive({ ...READING, outcomes } as typeof READING);
  const needs = { network, answer: ANSWER, fetchCard: async () => CARD } as unknown as HeadNeeds;
  const end = mountHead(host, lab, needs);
  const find = (selector: string) => host.querySelector<HTMLElement>(selector) as HTMLElement;
  const leaf = (i: number) => find(`[data-label="${i}"]`);
  const sums = () =>
    [...host.querySelectorAll(".group:not([data-group=next])")].map((each) =>
      [...each.children].map((part) => part.textContent?.replaceAll(/\s/g, " ")).join(": "),
    );
  const key = (on: HTMLElement, name: string) =>
    on.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
  const done = () => {
    end();
    host.remove();
  };
  return { host, lab, find, leaf, sums, key, done };
}

test("leaves flow into their digits, and the largest sum is the answer, not the largest leaf", () => {
  const { sums, find, done } = mount();
  expect(sums()).toEqual(["4: 50.0 %", "7: 7.0 %", "9: 43.0 %"]);
  expect(find(".group.best b").textContent).toBe("4");
  const said = find("[data-part=sum]").textContent?.replaceAll(/\s/g, " ");
  expect(said).toContain("4 has 50.0 %, added up from 2 ways.");
  expect(said).toContain("The likeliest single way is 9-straight, 40.0 %.");
  done();
});

test("a leaf that is pressed goes to the group that is pressed next", () => {
  const { lab, leaf, find, sums, done } = mount();
  leaf(1).click();
  expect(leaf(1).getAttribute("aria-pressed")).toBe("true");
  find('[data-group="2"]').click();
  expect(lab.look.groups.value).toBe("02122");
  expect(sums()).toEqual(["4-open: 30.0 %", "7: 7.0 %", "part of 4, 9: 63.0 %"]);
  expect(find("[role=status]").textContent).toBe("4-closed: now in part of 4, 9.");
  done();
});

test("a group that is pressed goes as a whole, and its own again puts it back", () => {
  const { lab, find, sums, done } = mount();
  find('[data-group="1"]').click();
  find('[data-group="0"]').click();
  expect(sums()).toEqual(["4 7: 57.0 %", "9: 43.0 %"]);
  lab.look.groupBy(null);
  expect(sums()).toHaveLength(3);
  done();
});

test("arrows move a leaf to the next group, after the last to a new one, and go from leaf to leaf", () => {
  const { lab, leaf, key, sums, find, done } = mount();
  leaf(3).focus();
  key(leaf(3), "ArrowRight");
  expect(lab.look.groups.value).toBe("00132");
  expect(sums().at(-1)).toBe("9-straight: 40.0 %");
  key(leaf(3), "ArrowLeft");
  expect(lab.look.groups.value).toBeNull();
  key(leaf(0), "ArrowLeft");
  expect(find("[role=status]").textContent).toContain("no other group on that side");
  leaf(3).focus();
  key(leaf(3), "ArrowDown");
  expect(document.activeElement).toBe(leaf(4));
  expect(leaf(4).tabIndex).toBe(0);
  done();
});

test("Escape puts down what was taken, and is no Escape of the panel then", () => {
  const { leaf, key, done } = mount();
  leaf(0).click();
  expect(key(leaf(0), "Escape")).toBe(false); // handled
  expect(leaf(0).getAttribute("aria-pressed")).toBe("false");
  expect(key(leaf(0), "Escape")).toBe(true);
  done();
});

test("a leaf that is dragged onto a group goes there, and the press that ends it is none", () => {
  const { lab, leaf, find, done } = mount();
  const to = find('[data-group="1"]');
  document.elementFromPoint = () => to;
  const at = (x: number) => ({ clientX: x, clientY: 0, bubbles: true, pointerType: "mouse" });
  leaf(0).dispatchEvent(new PointerEvent("pointerdown", at(0)));
  window.dispatchEvent(new PointerEvent("pointermove", at(40)));
  expect(to.classList.contains("over")).toBe(true);
  window.dispatchEvent(new PointerEvent("pointerup", at(40)));
  leaf(0).click();
  expect(lab.look.groups.value).toBe("10122");
  expect(leaf(0).getAttribute("aria-pressed")).toBe("false");
  done();
});

test("even and odd are two groups of the same numbers", () => {
  const { host, sums, done } = mount();
  host.querySelectorAll<HTMLElement>(".choice button")[1]?.click();
  expect(sums()).toEqual(["4: 50.0 %", "7 9: 50.0 %"]);
  done();
});

test("what the card says of ten taught directly stands beside it, and who wins", async () => {
  const { host, done } = mount();
  await vi.waitFor(() => expect(host.querySelector(".compared h3")).not.toBeNull());
  const cells = [...host.querySelectorAll(".compared td")].map((each) =>
    each.textContent?.replaceAll(/\s/g, " "),
  );
  expect(cells).toEqual(["94.0 %93.0–95.0", "97.0 %96.0–98.0", "−3.0"]);
  expect(host.querySelector("[data-part=verdict]")?.textContent).toContain("do not win");
  done();
});

test("a sum that is ahead everywhere, or here and there, is said so", () => {
  const one = { set: "one", summed: [0.99], directly: [0.97] };
  const other = { set: "other", summed: [0.9], directly: [0.95] };
  const said = (all: readonly (typeof one)[]) =>
    tableOf(all).find((each) => each.dataset.part === "verdict")?.textContent;
  expect(lead(one)).toBeCloseTo(2, 10);
  expect(said([one])).toContain("wins everywhere, by 2.0 to 2.0");
  expect(said([one, other])).toContain("wins on some drawings and loses on others");
  expect(comparedIn(null, "ways")).toBeNull();
});
