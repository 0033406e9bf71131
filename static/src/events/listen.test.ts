import { expect, test } from "vitest";
import { make } from "../dom/element.ts";
import { listen } from "./listen.ts";

test("each event calls its own function, until the end", () => {
  const button = make("button");
  const heard: string[] = [];
  const end = listen(button, {
    click: ({ type }) => heard.push(type),
    focus: ({ type }) => heard.push(type),
  });
  button.click();
  button.dispatchEvent(new Event("focus"));
  button.dispatchEvent(new Event("blur"));
  end();
  button.click();
  button.dispatchEvent(new Event("focus"));
  expect(heard).toEqual(["click", "focus"]);
});

test("an end leaves other listeners of the same function alone", () => {
  const button = make("button");
  let clicks = 0;
  const click = () => {
    clicks += 1;
  };
  const endFirst = listen(button, { click });
  listen(button, { click: () => click() });
  endFirst();
  button.click();
  expect(clicks).toBe(1);
});

test("what captures is called before what does not", () => {
  const inner = make("button");
  const outer = make("div", {}, [inner]);
  const heard: string[] = [];
  listen(inner, { click: () => heard.push("inner") });
  listen(outer, { click: () => heard.push("outer") }, { capture: true });
  inner.click();
  expect(heard).toEqual(["outer", "inner"]);
});

test("what is no element is listened to as well", () => {
  const heard: string[] = [];
  const [controller, target] = [new AbortController(), new EventTarget()];
  listen(controller.signal, { abort: ({ type }) => heard.push(type) });
  const end = listen(target as FontFaceSet, { loadingdone: ({ type }) => heard.push(type) });
  controller.abort();
  target.dispatchEvent(new Event("loadingdone"));
  end();
  target.dispatchEvent(new Event("loadingdone"));
  expect(heard).toEqual(["abort", "loadingdone"]);
});
