import { expect, test } from "vitest";
import { fetchStyleSheet } from "./style-sheet.ts";

/** A page on which what is fetched arrives, or does not. */
function pageWhere(event: "load" | "error") {
  const links: HTMLLinkElement[] = [];
  const append = (link: HTMLLinkElement) => {
    links.push(link);
    link.remove = () => void links.splice(links.indexOf(link), 1);
    link.dispatchEvent(new Event(event));
  };
  return { page: { head: { append } } as unknown as Document, links };
}

test("a style sheet is on the page once it has arrived", async () => {
  const { page, links } = pageWhere("load");
  await fetchStyleSheet(page, "static/dist/some.css");
  expect(links.map((link) => link.getAttribute("href"))).toEqual(["static/dist/some.css"]);
});

test("one that does not arrive leaves nothing behind, so that it can be fetched again", async () => {
  const { page, links } = pageWhere("error");
  await expect(fetchStyleSheet(page, "static/dist/none.css")).rejects.toThrow(
    "none.css did not arrive",
  );
  expect(links).toEqual([]);
});
