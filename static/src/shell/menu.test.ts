import { beforeEach, expect, test } from "vitest";
import { createLab, type Lab } from "../state/lab.ts";
import { template } from "../testing/page.ts";
import { inEnglish } from "../testing/words.ts";
import { mountMenu } from "./menu.ts";

const find = <T extends HTMLElement = HTMLElement>(selector: string) =>
  document.querySelector(selector) as T;

let lab: Lab;
let unmount: () => void;

beforeEach(() => {
  document.body.innerHTML = inEnglish(template("lab.html"));
  lab = createLab();
  unmount = mountMenu(find("[data-room='shell/menu']"), document.body, lab);
  for (const panel of document.querySelectorAll<HTMLElement>("[data-opened-by]"))
    panel.hidden = false; // the drawer shows them
});

test("what is chosen in the menu opens, gets the keyboard and closes the menu", () => {
  find("#open-menu").click();
  expect(find("#menu").hidden).toBe(false);
  find("[data-opens=terms]").click();
  expect(lab.look.panel.value).toBe("terms");
  expect(find("#menu").hidden).toBe(true);
  expect(find("#terms").contains(document.activeElement)).toBe(true);
});

test("light and dark are tried with the menu open", () => {
  find("#open-menu").click();
  find("#theme").click();
  expect(find("#menu").hidden).toBe(false);
});

test("Share in the menu is the button of the top row, which phones have no room for", () => {
  let asked = 0;
  find("#open-share").addEventListener("click", () => asked++);
  find("#open-menu").click();
  find("#menu [data-part=share]").click();
  expect(asked).toBe(1);
  expect(document.activeElement).toBe(find("#open-menu"));
});

test("nothing is heard after its end", () => {
  unmount();
  find("#open-menu").click();
  expect(find("#menu").hidden).toBe(true);
});
