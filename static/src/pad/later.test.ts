import { expect, test, vi } from "vitest";
import { indexNetwork } from "../network/network.ts";
import { createLab } from "../state/lab.ts";
import { recordCanvasCalls } from "../testing/canvas-calls.ts";
import { DESCRIPTION } from "../testing/description.ts";
import { template } from "../testing/page.ts";
import { inEnglish } from "../testing/words.ts";
import {
  mountPenTraceLater,
  mountPixelEditorLater,
  mountPreprocessingLater,
  mountStylesLater,
} from "./later.ts";

const find = <T extends Element = HTMLElement>(selector: string) =>
  document.querySelector(selector) as T;

/** A script may be long on its way. */
const SLOW = { timeout: 30_000 };

function open() {
  recordCanvasCalls();
  document.body.innerHTML = inEnglish(template("lab.html"));
  return createLab();
}

test("the pen trace opens with the keyboard on its slider before its script is there", async () => {
  const lab = open();
  const [opener, ways] = [find("[data-part=open-trace]"), find("[data-part=more-ways]")];
  const end = mountPenTraceLater(find(".pen-trace"), opener, ways, lab);
  expect(find(".pen-trace").hidden).toBe(true);
  find("[data-part=open-trace]").click();
  expect(lab.trace.open.value).toBe(true);
  expect(find(".pen-trace").hidden).toBe(false);
  expect(document.activeElement).toBe(find(".pen-trace input"));
  expect(find("[data-part=open-trace]").getAttribute("aria-expanded")).toBe("true");
  const sentence = () => find(".pen-trace .sentence").textContent;
  expect(sentence()).toBe("");
  await vi.waitFor(() => expect(sentence()).toContain("Draw something"), SLOW);
  find("[data-act=close]").click();
  expect([lab.trace.open.value, find(".pen-trace").hidden]).toEqual([false, true]);
  expect(document.activeElement).toBe(ways);
  end();
});

test("the steps of preprocessing come when their panel is opened, or once a drawing is painted", async () => {
  for (const ask of [
    (lab: ReturnType<typeof open>) => lab.look.openPanel("sees"),
    (lab: ReturnType<typeof open>) => lab.reader.finishPainting(1),
  ]) {
    const lab = open();
    lab.reader.describe(indexNetwork(DESCRIPTION));
    const end = mountPreprocessingLater(find(".sees"), lab);
    const tiles = () => document.querySelectorAll(".sees li").length;
    expect(tiles()).toBe(0);
    ask(lab);
    await vi.waitFor(() => expect(tiles()).toBe(6), SLOW);
    end();
  }
});

test("another one that is pressed before the styles are there is of the digit pressed before", async () => {
  const lab = open();
  const asked: string[] = [];
  const samples = [3, 7].map((label) => ({
    key: `plain-${label}`,
    label,
    title: "Plain",
    strokes: [],
  }));
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const one = samples.find(({ key }) => path.includes(key));
    return Response.json(one ?? { samples });
  });
  find(".digits").innerHTML = '<button data-sample="7">7</button>';
  const end = mountStylesLater(find(".styles"), find(".digits"), find("[data-part=another]"), lab);
  find("[data-sample]").click();
  find("[data-part=another]").click();
  await vi.waitFor(() => expect(find(".styles .sentence").textContent).toContain("7: plain"), SLOW);
  expect(asked.filter((path) => /plain/.test(path))).toHaveLength(1);
  end();
  vi.unstubAllGlobals();
});

test("the pixel editor opens when it is pressed before its script is there, and where a link brings pixels", async () => {
  for (const ask of [
    () => find("[data-part=edit-pixels]").click(),
    (lab: ReturnType<typeof open>) => lab.ink.editPixels(new Uint8Array(784)),
  ]) {
    const lab = open();
    lab.reader.describe(indexNetwork(DESCRIPTION));
    const end = mountPixelEditorLater(find(".pad-side"), find("[data-part=edit-pixels]"), lab);
    ask(lab);
    await vi.waitFor(() => expect(find(".pixels").hidden).toBe(false), SLOW);
    expect(lab.ink.pixels.value).toHaveLength(784);
    end();
  }
});
