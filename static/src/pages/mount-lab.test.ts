import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { recordCanvasCalls } from "../testing/canvas-calls.ts";
import { template } from "../testing/page.ts";
import { inEnglish } from "../testing/words.ts";
import { mountLab } from "./mount-lab.ts";

test("every room finds its parts in the page's template, and gives them back at its end", () => {
  recordCanvasCalls();
  const sockets: { close: () => void }[] = [];
  vi.stubGlobal("WebSocket", function Socket(this: { close: () => void }) {
    this.close = vi.fn();
    sockets.push(this);
  });
  localStorage.setItem("inkling.visited", "yes");
  vi.stubGlobal("fetch", () => new Promise(() => {})); // no server answers
  document.documentElement.lang = "en";
  document.body.innerHTML = `${inEnglish(template("lab.html"))}<script data-catalogue></script>`;
  const words = document.querySelector("[data-catalogue]") as HTMLElement;
  words.textContent = readFileSync("static/words/en.json", "utf8");
  const unmount = mountLab(document.body);
  const clock = (name: string) =>
    document.querySelector<HTMLElement>(`[data-clock=${name}]`) as HTMLElement;
  const pressed = () => clock("pen").getAttribute("aria-pressed");
  expect(document.querySelectorAll("[data-sample]")).toHaveLength(10);
  clock("pen").click();
  expect(pressed()).toBe("true");
  unmount();
  clock("layers").click();
  expect(pressed()).toBe("true"); // nobody hears any more
  expect(document.querySelectorAll("[data-sample]")).toHaveLength(0);
  expect(sockets.map(({ close }) => vi.mocked(close).mock.calls.length)).toEqual([1]);
  vi.unstubAllGlobals();
});
