import { expect, test } from "vitest";
import { make } from "./element.ts";
import { patchChildren } from "./patch.ts";

const host = (html: string) => {
  const element = make("div");
  element.innerHTML = html;
  return element;
};

test("the children become equal to the wanted ones, whatever was there", () => {
  const pictures = [
    "",
    "word",
    "<p>a</p>",
    '<p class="x" style="color: red;">a<b>c</b> d</p><ul><li>1</li><li>2</li></ul>',
    "<ul><li>2</li></ul><p>a</p> tail",
    '<math><mi mathvariant="bold">z</mi></math>',
  ];
  for (const before of pictures) {
    for (const after of pictures) {
      const element = host(before);
      patchChildren(element, [...host(after).childNodes]);
      expect(element.innerHTML).toBe(after);
    }
  }
});

test("elements that stay are the same elements, with their new text and attributes", () => {
  const element = host('<table><tbody><tr><td class="old" title="t">1</td></tr></tbody></table>');
  const cell = element.querySelector("td");
  patchChildren(element, [
    ...host('<table><tbody><tr><td class="new">2</td></tr></tbody></table>').childNodes,
  ]);
  expect(element.querySelector("td")).toBe(cell);
  expect(cell?.outerHTML).toBe('<td class="new">2</td>');
});

test("a canvas is replaced: its picture is no attribute", () => {
  const element = host("<canvas></canvas>");
  const drawn = make("canvas");
  patchChildren(element, [drawn]);
  expect(element.firstChild).toBe(drawn);
});
