import { expect, test, vi } from "vitest";
import { createLab } from "../state/lab.ts";
import { recordCanvasCalls } from "../testing/canvas-calls.ts";
import { template } from "../testing/page.ts";
import { inEnglish } from "../testing/words.ts";
import { mountPenTraceLater, mountPreprocessingLater } from "./later.ts";

const find = <T extends Element = HTMLElement>(selector: string) =>
  document.querySelector(selector) as T;

function open() {
  recordCanvasCalls();
  document.body.innerHTML = inEnglish(template("lab.html"));
  return createLab();
}

test("the pen trace opens with the keyboard on its slider before its script is there", async () => {
  const lab = open();
  const end = mountPenTraceLater(find(".pen-trace"), find("[data-part=open-trace]"), lab);
  expect(find(".pen-trace").hidden).toBe(true);
  find("[data-part=open-trace]").click();
  expect(lab.trace.open.value).toBe(true);
  expect(find(".pen-trace").hidden).toBe(false);
  expect(document.activeElement).toBe(find(".pen-trace input"));
  expect(find("[data-part=open-trace]").getAttribute("aria-expanded")).toBe("true");
  expect(find("[data-act=play]").textContent).toBe("");
  await vi.waitFor(() => expect(find("[data-act=play]").textContent).toBe("Play"));
  find("[data-act=close]").click();
  expect([lab.trace.open.value, find(".pen-trace").hidden]).toEqual([false, true]);
  expect(document.activeElement).toBe(find("[data-part=open-trace]"));
  end();
});

test("the steps of preprocessing come when their panel is opened, or once a drawing is painted", async () => {
  for (const ask of [
    (lab: ReturnType<typeof open>) => lab.look.openPanel("sees"),
    (lab: ReturnType<typeof open>) => lab.reader.finishPainting(1),
  ]) {
    const lab = open();
    const end = mountPreprocessingLater(find(".sees"), lab);
    const tiles = () => document.querySelectorAll(".sees li").length;
    expect(tiles()).toBe(0);
    ask(lab);
    await vi.waitFor(() => expect(tiles()).toBe(6));
    end();
  }
});
