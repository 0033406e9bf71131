/** Keys on the whole page. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLab, type Lab } from "../state/lab.ts";
import { mountKeys } from "./keys.ts";

let lab: Lab;
let end: () => void;
beforeEach(() => {
  document.body.innerHTML = `<section><div class="groups"></div><input type="checkbox"></section>`;
  lab = createLab();
  end = mountKeys(document.body.firstElementChild as HTMLElement, lab);
});
afterEach(() => end());

const press = (key: string, code: string, more: KeyboardEventInit = {}) =>
  window.dispatchEvent(new KeyboardEvent("keydown", { key, code, cancelable: true, ...more }));
const draw = () => lab.ink.change({ type: "begin", point: [0.5, 0.5], width: 0.07 });

test.each([
  ["Russian", "у", "я"],
  ["Greek", "ε", "ζ"],
  ["Hebrew", "ק", "ז"],
  ["Arabic", "ث", "ئ"],
])("a %s keyboard has the eraser at E and undo at Z, with Ctrl or without", (_layout, e, z) => {
  press(e, "KeyE");
  expect(lab.ink.tool.value).toBe("eraser");
  draw();
  draw();
  press(z, "KeyZ");
  expect(lab.ink.drawing.value).toHaveLength(1);
  press(z, "KeyZ", { ctrlKey: true });
  expect(lab.ink.drawing.value).toHaveLength(0);
});

test("once letters are no keys, those of other alphabets are none, either", () => {
  lab.session.useCharacterKeys(false);
  press("у", "KeyE");
  press("لا", "KeyB");
  expect([lab.ink.tool.value, lab.lecture.blanked.value]).toEqual(["pen", false]);
});
