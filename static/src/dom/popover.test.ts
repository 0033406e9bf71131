import { beforeEach, expect, test } from "vitest";
import { mountPopover } from "./popover.ts";

let opener: HTMLButtonElement;
let panel: HTMLElement;

beforeEach(() => {
  document.body.innerHTML =
    '<button id="opener"></button><div id="panel"><button id="in"></button></div><button id="out"></button>';
  opener = document.querySelector("#opener") as HTMLButtonElement;
  panel = document.querySelector("#panel") as HTMLElement;
});

const element = (id: string) => document.querySelector(`#${id}`) as HTMLElement;
const press = (id: string) =>
  element(id).dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
const pressEscape = () =>
  document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }),
  );
const isOpen = () => {
  expect(opener.getAttribute("aria-expanded")).toBe(String(!panel.hidden));
  return !panel.hidden;
};

test("its button opens and closes it", () => {
  const unmount = mountPopover(opener, panel);
  expect(isOpen()).toBe(false);
  opener.click();
  expect(isOpen()).toBe(true);
  opener.click();
  expect(isOpen()).toBe(false);
  unmount();
  opener.click();
  expect(isOpen()).toBe(false);
});

test("what is pressed in it leaves it open, what is pressed elsewhere closes it", () => {
  const unmount = mountPopover(opener, panel);
  opener.click();
  press("in");
  expect(isOpen()).toBe(true);
  press("out");
  expect(isOpen()).toBe(false);
  unmount();
});

test("a button in it that leads elsewhere closes it", () => {
  const unmount = mountPopover(opener, panel);
  opener.click();
  element("in").click();
  expect(isOpen()).toBe(true);
  element("in").dataset.closes = "";
  element("in").click();
  expect(isOpen()).toBe(false);
  unmount();
});

test("a keyboard that goes elsewhere closes it", () => {
  const unmount = mountPopover(opener, panel);
  opener.click();
  element("in").focus();
  expect(isOpen()).toBe(true);
  element("out").focus();
  expect(isOpen()).toBe(false);
  unmount();
});

test("Escape closes it, gives the keyboard back, and closes nothing behind it", () => {
  const unmount = mountPopover(opener, panel);
  let reached = 0;
  const behind = () => reached++;
  document.body.addEventListener("keydown", behind);
  opener.click();
  element("in").focus();
  pressEscape();
  expect([isOpen(), document.activeElement, reached]).toEqual([false, opener, 0]);
  pressEscape();
  expect(reached).toBe(1);
  document.body.removeEventListener("keydown", behind);
  unmount();
});
