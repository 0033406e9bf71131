import { afterEach, beforeEach, expect, test } from "vitest";
import { takeDrawingAlong } from "./with-drawing.ts";

const DRAWING = "#d=E1RAUsENoYA";
let end = () => {};

beforeEach(() => {
  document.documentElement.dataset.root = "../";
  history.replaceState(null, "", `/exhibits/sums${DRAWING}`);
  end = takeDrawingAlong();
});
afterEach(() => {
  end();
  document.body.replaceChildren();
  delete document.documentElement.dataset.root;
  history.replaceState(null, "", "/");
});

function followed(href: string): string {
  const link = document.createElement("a");
  link.setAttribute("href", href);
  const name = document.createElement("b");
  link.append(name);
  document.body.append(link);
  name.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true }));
  return link.hash;
}

test("links to the lab, to the exhibits and to each of them take it along", () => {
  for (const href of ["../?network=dense", "../exhibits", "history?lecture=on"])
    expect(followed(href)).toBe(DRAWING);
});

test("other pages, other places and links with a drawing of their own stay as they are", () => {
  expect(followed("../networks/lenet5")).toBe("");
  expect(followed("https://arxiv.org/exhibits")).toBe("");
  expect(followed("?said=5")).toBe("");
  expect(followed("../#d=other")).toBe("#d=other");
});

test("without a drawing in the page's link nothing is taken along", () => {
  history.replaceState(null, "", "/exhibits/sums");
  expect(followed("../")).toBe("");
});
