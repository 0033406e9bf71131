/** The panel about what comes out: six lines for each kind of answer, new for each network. */
import { expect, test } from "vitest";
import { ANSWER_KINDS, kindOfAnswer } from "../network/answer-kinds.ts";
import type { Answer } from "../network/answers.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab } from "../state/lab.ts";
import { SKIPPING } from "../testing/skipping.ts";
import type { Prediction } from "../wire/messages.ts";
import { mountPanel } from "./panel.ts";

const of = { name: "made", title: "Made up", operation: SKIPPING.answers[0]?.operation ?? "" };
const labels = ["4-open", "9-straight"];
const ANSWERS: readonly Answer[] = [
  { ...of, kind: "classes", labels, activation: "softmax", groups: [] },
  { ...of, kind: "classes", labels, activation: "sigmoid", groups: [] },
  { ...of, kind: "numbers", names: ["slant"], units: ["°"] },
  { ...of, kind: "boxes", labels },
  { ...of, kind: "mask", labels },
  { ...of, kind: "classes", labels, activation: "softmax", groups: ["4", "9"] },
];

function mount() {
  const host = document.createElement("section");
  const lab = createLab();
  const end = mountPanel(host, lab, {
    fetchCard: async () => null,
    fetchWithWeights: async () => {
      throw new Error("not asked for");
    },
    predict: async () => ({ answers: [] }) as unknown as Prediction,
  });
  return { host, lab, end };
}

test("each kind of answer is known by its description", () => {
  expect(ANSWERS.map(kindOfAnswer)).toEqual(ANSWER_KINDS);
});

test.each(ANSWERS)(
  "six lines say what comes out, how it is made, taught, labelled, measured and written",
  (answer) => {
    const { host, lab, end } = mount();
    lab.look.openPanel("answer");
    lab.reader.describe(indexNetwork({ ...SKIPPING, answers: [answer] }));
    const lines = [...host.querySelectorAll(".six dd")].map((each) => each.textContent ?? "");
    expect(lines).toHaveLength(6);
    expect(new Set(lines).size).toBe(6);
    // No key of a phrase and no placeholder is left in the text.
    expect(lines.filter((line) => line === "" || /answer\.|\{/.test(line))).toEqual([]);
    // The loss as PyTorch code has every term; its formula is in an earlier line.
    expect(lines[5]).toMatch(/F\.\w*(cross_entropy|mse_loss)/);
    const terms = answer.kind === "boxes" ? ["focal", "smooth_l1_loss", "cross_entropy"] : [];
    for (const term of terms) expect(lines[5]).toContain(term);
    expect(lines[2]).toMatch(/log|\(z − y\)²/);
    end();
    expect(host.querySelector(".six")).toBeNull();
  },
);

test("it is empty while it is closed, and filled anew for another network", () => {
  const { host, lab, end } = mount();
  lab.reader.describe(indexNetwork({ ...SKIPPING, answers: [ANSWERS[0] as Answer] }));
  expect(host.querySelector("h2")).toBeNull();
  lab.look.openPanel("answer");
  expect(host.querySelector("h2")?.textContent).toBe("One digit");
  lab.reader.describe(indexNetwork({ ...SKIPPING, answers: [ANSWERS[3] as Answer] }));
  expect([...host.querySelectorAll("h2")].map((each) => each.textContent)).toEqual(["Where"]);
  host.querySelector<HTMLElement>(".link")?.click();
  expect(lab.session.answering.value).toBe(1);
  end();
});

test("what is switched off in the network leaves the panel as it is", () => {
  const { host, lab, end } = mount();
  lab.look.openPanel("answer");
  const description = { ...SKIPPING, answers: [ANSWERS[4] as Answer] };
  lab.reader.describe(indexNetwork(description));
  const panel = host.querySelector(".about-answer");
  lab.reader.describe(indexNetwork({ ...description }));
  expect(host.querySelector(".about-answer")).toBe(panel);
  end();
});
