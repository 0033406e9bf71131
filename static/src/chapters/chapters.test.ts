/** A first visit, and the chapters in the right column. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EXAMPLE } from "../ink/example.ts";
import { EMPTY } from "../ink/strokes.ts";
import { indexNetwork } from "../network/network.ts";
import { createLab, type Lab } from "../state/lab.ts";
import { beginningOf, welcoming } from "../storage/beginning.ts";
import { NETWORK, READING } from "../testing/four.ts";
import { template } from "../testing/page.ts";
import { inEnglish } from "../testing/words.ts";
import { mountChapters } from "./chapters.ts";
import { pointsAfter } from "./example.ts";

const PAGE = "http://a/?network=lenet5";
let unmount = () => {};
const find = <T extends HTMLElement>(selector: string) => document.querySelector(selector) as T;
const text = (selector: string) => find(selector)?.textContent ?? "";
const openedBy = (address: string, storage: Storage | null = localStorage) => {
  const link = new URL(address);
  return welcoming(beginningOf(link, storage, "lenet5"), link, storage);
};
const READ = {
  reader: { network: NETWORK, reading: { ...READING, probabilities: new Float32Array(10) } },
};

function mounted(lab: Lab): Lab {
  unmount = mountChapters(find("[data-room=chapters]"), lab, {
    pad: find(".pad"),
    storage: localStorage,
    open: (link) => beginningOf(link, localStorage, "lenet5"),
  });
  return lab;
}

beforeEach(() => {
  localStorage.clear();
  document.body.innerHTML = inEnglish(template("lab.html"));
});
afterEach(() => {
  unmount();
  unmount = () => {};
  vi.restoreAllMocks();
});

test("a visit is the first where nothing was drawn, the link says nothing and nobody has been here", () => {
  expect(openedBy(PAGE).session?.newcomer).toBe(true);
  expect(openedBy(PAGE).session?.newcomer).toBeUndefined(); // the second
  for (const link of [`${PAGE}&lecture=on`, `${PAGE}&cell=conv1.3`, `${PAGE}&hide=x#d=E1`]) {
    localStorage.clear();
    expect(openedBy(link).session?.newcomer, link).toBeUndefined();
  }
  localStorage.clear();
  localStorage.setItem("inkling.drawing.1", "[]");
  expect(openedBy(PAGE).session?.newcomer).toBeUndefined();
});

test("where nothing can be remembered the example is simply there", () => {
  const refuse = () => {
    throw new Error("refused");
  };
  const forbidden = { getItem: refuse, setItem: refuse } as unknown as Storage;
  for (const storage of [null, forbidden]) {
    const { session, ink } = openedBy(PAGE, storage);
    expect([session?.newcomer, ink?.history?.drawing]).toEqual([undefined, EXAMPLE]);
  }
});

test("the example grows point by point, with a pause between strokes, and ends whole", () => {
  const whole = EXAMPLE.reduce((count, { points }) => count + points.length, 0);
  const grown = Array.from({ length: 400 }, (_, i) => pointsAfter(EXAMPLE, i * 24));
  expect(grown[0]).toBe(0);
  expect(grown.at(-1)).toBe(whole);
  expect([...grown].sort((one, other) => one - other)).toEqual(grown);
  const first = EXAMPLE[0]?.points.length ?? 0;
  expect(grown.filter((points) => points === first).length).toBeGreaterThan(5);
});

test("for who wants less motion the example is there at once, and the words go when somebody draws", async () => {
  vi.spyOn(window, "matchMedia").mockReturnValue({ matches: true } as MediaQueryList);
  const lab = mounted(createLab({ ...openedBy(PAGE), ...READ }));
  expect(find("#guide").dataset.tells).toBe("welcome");
  expect(text(".chapters")).toContain("A network that reads digits");
  expect(find(".welcome").hidden).toBe(false);
  await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  expect(lab.ink.drawing.value).toEqual(EXAMPLE);
  lab.ink.change({ type: "begin", point: [0.5, 0.5], width: 0.07 });
  expect(lab.ink.drawing.value).toHaveLength(1);
  expect(find("#guide").dataset.tells).toBe("guide");
  expect(find(".welcome").hidden).toBe(true);
});

test("the open chapter ticks itself, and ticks are kept until they are cleared", () => {
  const lab = mounted(createLab(READ));
  expect(text(".way-in")).toBe("The story in eight short chapters");
  expect(find<HTMLAnchorElement>(".way-in a").href).toContain("chapter=draw");
  find(".way-in a").click();
  expect(lab.look.chapter.value).toBe("draw");
  const next = () => find("[data-key='chapters.next']");
  next().focus();
  next().click();
  expect(lab.look.chapter.value).toBe("input");
  expect(document.activeElement).toBe(next());
  lab.look.openChapter("relu");
  expect(text(".chapters h2")).toBe("4. Keeping only yes: ReLU");
  expect(text(".task")).toBe("Show Convolution layer 1 before ReLU, and look for red pencil.");
  expect(find(".task").classList.contains("done")).toBe(false);
  lab.look.switchBefore("conv1");
  expect(find(".task").classList.contains("done")).toBe(true);
  expect(text(".chapters [role=status]")).toBe("Done");
  unmount();
  mounted(lab);
  expect(document.querySelectorAll(".chapter.done")).toHaveLength(1);
  lab.look.openChapter(null);
  expect(text(".way-in")).toContain("1 of 8 done");
  lab.look.openChapter("draw");
  find(".all .note").click();
  expect(document.querySelectorAll(".chapter.done")).toHaveLength(0);
});

test("a chapter's link sets the stage and leaves colours, scale and drawing as they are", () => {
  const drawing = [{ points: [[0.5, 0.5] as const], width: 0.07 }];
  localStorage.setItem("inkling.drawing.1", JSON.stringify(drawing));
  const look = { chapter: "smaller", palette: "safe", hidden: new Set(["fc1"]) } as const;
  const lab = mounted(createLab({ ...READ, ink: { history: { ...EMPTY, drawing } }, look }));
  const link = find<HTMLAnchorElement>(".ways a");
  expect(link.href).toMatch(/chapter=smaller&.*cell=pool1\.\d+/);
  expect(link.href).toContain("colours=safe");
  expect(link.href).not.toContain("hide");
  link.click();
  expect(lab.selection.pinned.value?.layer).toBe("pool1");
  expect(lab.look.hidden.value.size).toBe(0);
  expect(lab.look.palette.value).toBe("safe");
  expect(lab.look.chapter.value).toBe("smaller");
  expect(lab.ink.drawing.value).toEqual(drawing);
});

test("a link to a chapter that is not told of this network is named, and opens none", () => {
  const answers = [{ ...NETWORK.description.answers[0], groups: ["even"] }];
  const description = { ...NETWORK.description, answers } as typeof NETWORK.description;
  const lab = mounted(createLab({ reader: { network: indexNetwork(description) } }));
  lab.look.openChapter("votes");
  expect(lab.look.chapter.value).toBeNull();
  expect(lab.look.ignored.value).toEqual(["chapter votes"]);
  lab.look.openChapter("window");
  expect(lab.look.chapter.value).toBe("window");
});
