/** Panels below the stage: where the keyboard goes when one is closed. */
import { expect, test } from "vitest";
import { createLab } from "../state/lab.ts";
import { PANELS, type Panel } from "../state/look.ts";
import "../testing/words.ts";
import { mountDrawer } from "./drawer.ts";
import { shortcutOf } from "./shortcuts.ts";

function mount(panel: Panel | null) {
  const panels = PANELS.map((name) => `<section data-opened-by="${name}"></section>`).join("");
  document.body.innerHTML = `<main class="lab"><button data-part="network"></button>
    <button class="other"></button><div class="drawer">${panels}</div></main>`;
  const find = (selector: string) => document.querySelector(selector) as HTMLElement;
  const lab = createLab({ look: { panel } });
  const end = mountDrawer(find(".drawer"), find("[data-part=network]"), lab);
  return { lab, find, end };
}

test("it goes back to where it was, and of a panel that a link opened to the network's name", () => {
  const opened = mount(null);
  opened.find(".other").focus();
  opened.lab.look.openPanel("answer");
  opened.find("[data-opened-by=answer] .close").focus();
  opened.lab.look.openPanel(null);
  expect(document.activeElement).toBe(opened.find(".other"));
  opened.end();

  const linked = mount("answer");
  linked.find("[data-opened-by=answer] .close").focus();
  linked.lab.look.openPanel(null);
  expect(document.activeElement).toBe(linked.find("[data-part=network]"));
  linked.end();
});

test("in a lecture a film's panel is not over the stage, and it is there again afterwards", () => {
  const { lab, find, end } = mount("epochs");
  const isHidden = () => find("[data-opened-by=epochs]").hidden;
  expect(isHidden()).toBe(false);
  lab.lecture.giveLecture(true);
  expect(isHidden()).toBe(true);
  // Nothing of it is seen that Escape could close.
  shortcutOf("Escape", false)?.act(lab, "escape");
  expect([lab.lecture.on.value, isHidden()]).toEqual([false, false]);
  lab.lecture.giveLecture(true);
  lab.look.openPanel("keys");
  expect(find("[data-opened-by=keys]").hidden).toBe(false);
  end();
});
